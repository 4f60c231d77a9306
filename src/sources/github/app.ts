import * as v from "valibot";
import type { Happening } from "./happening.ts";
import { personAmong } from "./person.ts";
import { read } from "./reading.ts";
import { account, anyList, link, maybe, text, timeOrSeconds, whole } from "./schemas.ts";

const installationDelivery = v.object({
  sender: maybe(account),
  repositories: maybe(anyList),
  installation: v.object({
    id: whole,
    app_id: maybe(whole),
    app_slug: maybe(text),
    html_url: link,
    // An enterprise has no login.
    account: maybe(v.object({ login: maybe(text), type: maybe(text) })),
    repository_selection: maybe(text),
    permissions: maybe(v.record(v.string(), v.unknown())),
    created_at: timeOrSeconds,
    suspended_at: maybe(timeOrSeconds),
    suspended_by: maybe(account),
  }),
});

type InstallationDelivery = v.InferOutput<typeof installationDelivery>;

/** Tells that a GitHub App was installed, by whoever did it. */
export function appInstalled(payload: unknown): Happening[] {
  const delivery = read(installationDelivery, payload);
  return [about(delivery, "installed", delivery.installation.created_at, [])];
}

/** Tells that a GitHub App was removed, by whoever did it. */
export function appUninstalled(payload: unknown, receivedAt: string): Happening[] {
  return [about(read(installationDelivery, payload), "uninstalled", receivedAt, [])];
}

/** Tells that an installation of a GitHub App was suspended, by whoever did it. */
export function appSuspended(payload: unknown, receivedAt: string): Happening[] {
  const delivery = read(installationDelivery, payload);
  const at = delivery.installation.suspended_at;
  return [about(delivery, "suspended", at ?? receivedAt, [at ?? ""])];
}

function about(
  { installation, repositories, sender }: InstallationDelivery,
  verb: string,
  at: string,
  key: readonly string[],
): Happening {
  const { id, app_id, app_slug, html_url, account, repository_selection } = installation;
  return {
    type: `app.${verb}`,
    time: at,
    person: personAmong(sender, verb === "suspended" ? installation.suspended_by : undefined),
    subject: { title: app_slug || `App ${app_id ?? id}`, url: html_url },
    facts: {
      app: app_slug,
      account: account?.login,
      account_type: account?.type,
      repository_selection,
      repositories: repositories?.length,
      permissions: permissionsOf(installation),
    },
    key: [id, ...key],
  };
}

/** What the app may do, in one text: `contents:read,issues:write`. */
function permissionsOf({ permissions }: InstallationDelivery["installation"]): string {
  return Object.entries(permissions ?? {}).map((entry) => entry.join(":")).sort().join(",");
}
