import * as v from "valibot";
import type { Happening } from "./happening.ts";
import { type Person, personOf } from "./person.ts";
import { read } from "./reading.ts";
import {
  type Account,
  account,
  deliveryEntries,
  link,
  type Maybe,
  maybe,
  text,
  time,
  whole,
} from "./schemas.ts";

/** Longest id of an advisory, in characters; they have nineteen. */
const longestGhsaId = 100;

const alertDelivery = v.object({
  ...deliveryEntries,
  action: text,
  alert: v.object({
    number: whole,
    html_url: link,
    state: maybe(text),
    created_at: maybe(time),
    updated_at: maybe(time),
    dismissed_at: maybe(time),
    dismissed_by: maybe(account),
    resolved_at: maybe(time),
    resolved_by: maybe(account),
    // What each of the three kinds of alert says of what was found.
    security_advisory: maybe(v.object({ summary: maybe(text), severity: maybe(text) })),
    rule: maybe(v.object({ description: maybe(text), severity: maybe(text) })),
    secret_type_display_name: maybe(text),
  }),
});

const advisory = v.object({
  ghsa_id: v.pipe(text, v.maxLength(longestGhsaId)),
  cve_id: maybe(text),
  summary: maybe(text),
  severity: maybe(text),
  html_url: link,
  published_at: maybe(time),
  updated_at: maybe(time),
});

const advisoryDelivery = v.object({ action: text, security_advisory: advisory });

const repositoryAdvisoryDelivery = v.object({
  ...deliveryEntries,
  action: text,
  repository_advisory: advisory,
});

/** Tells of an alert of Dependabot's, of whoever acted on it. */
export function dependabotAlert(payload: unknown, receivedAt: string): Happening[] {
  return alert(payload, "dependabot_alert", receivedAt);
}

/** Tells of an alert of code scanning, of whoever acted on it. */
export function codeScanningAlert(payload: unknown, receivedAt: string): Happening[] {
  return alert(payload, "code_scanning_alert", receivedAt);
}

/** Tells of an alert of secret scanning, of whoever acted on it. Where the secret is, it does not tell. */
export function secretScanningAlert(payload: unknown, receivedAt: string): Happening[] {
  return alert(payload, "secret_scanning_alert", receivedAt);
}

/** Tells of an advisory in GitHub's database, which is nobody's doing. */
export function globalAdvisory(payload: unknown, receivedAt: string): Happening[] {
  const { action, security_advisory } = read(advisoryDelivery, payload);
  return [aboutAdvisory(security_advisory, action, undefined, receivedAt)];
}

/** Tells of an advisory of a repository's, of whoever reported or published it. */
export function repositoryAdvisory(payload: unknown, receivedAt: string): Happening[] {
  const { action, repository_advisory, sender } = read(repositoryAdvisoryDelivery, payload);
  return [aboutAdvisory(repository_advisory, action, userOf(sender), receivedAt)];
}

/** Alerts that GitHub itself raises or closes have the organization `github` for a sender: nobody did it. */
function userOf(sender: Maybe<Account>): Person | undefined {
  return sender?.type === "Organization" ? undefined : personOf(sender);
}

function alert(payload: unknown, type: string, receivedAt: string): Happening[] {
  const { action, alert, sender, repository } = read(alertDelivery, payload);
  const { security_advisory, rule, secret_type_display_name } = alert;
  const at = alert.updated_at ?? alert.resolved_at ?? alert.dismissed_at ??
    (action === "created" ? alert.created_at : undefined);
  const what = security_advisory?.summary ?? rule?.description ?? secret_type_display_name;
  return [{
    type: `security.${type}`,
    time: at ?? receivedAt,
    person: personOf(alert.dismissed_by ?? alert.resolved_by) ?? userOf(sender),
    subject: { title: what ?? `Alert ${alert.number}`, url: alert.html_url },
    facts: {
      number: alert.number,
      state: alert.state,
      severity: security_advisory?.severity ?? rule?.severity,
    },
    key: [repository.id, alert.number, action, at ?? ""],
  }];
}

function aboutAdvisory(
  { ghsa_id, cve_id, summary, severity, html_url, published_at, updated_at }: v.InferOutput<
    typeof advisory
  >,
  action: string,
  person: Person | undefined,
  receivedAt: string,
): Happening {
  const at = updated_at ?? published_at;
  return {
    type: "security.advisory",
    time: at ?? receivedAt,
    person,
    subject: {
      title: summary || ghsa_id,
      url: html_url ??
        `https://github.com/advisories/${encodeURIComponent(ghsa_id.toWellFormed())}`,
    },
    facts: { ghsa_id, cve_id, severity },
    key: [ghsa_id, action, at ?? ""],
  };
}
