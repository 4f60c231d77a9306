import { type Case, owner, page } from "./github_case.ts";
import { example, receivedAt, stranger } from "./github_examples.ts";

const received = receivedAt.toISOString();

/** What happens to accounts, and what is confidential. */
export const accountCases: readonly Case[] = [
  ["member", example("member", "added", { changes: { permission: { to: "write" } } }), {
    type: "github.member.added",
    login: "hacktocat",
    title: "Codertocat/Hello-World",
    url: page,
    time: received,
    facts: { permission: "write" },
  }],
  ["membership", example("membership", "added", { member: stranger }), {
    type: "github.team.member_added",
    login: "stranger",
    title: "github",
    url: "https://github.com/orgs/Octocoders/teams/github",
    time: received,
    facts: { team: "github", organization: "Octocoders", sender: owner },
  }],
  ["organization", example("organization", "member_added"), {
    type: "github.organization.member_added",
    login: "hacktocat",
    title: "Octocoders",
    url: "https://github.com/Octocoders",
    time: received,
    facts: { role: "member", organization: "Octocoders" },
  }],
  ["organization", example("organization", "member_invited"), {
    type: "github.organization.member_invited",
    login: "hacktocat",
    title: "Octocoders",
    url: "https://github.com/Octocoders",
    time: "2021-05-24T04:10:21.000Z",
    facts: { role: "direct_member", sender: owner },
  }],
  ["sponsorship", example("sponsorship", "created"), {
    type: "github.sponsorship.created",
    login: "monalisa",
    title: "octocat",
    url: "https://github.com/octocat",
    time: "2019-12-20T19:24:46.000Z",
    facts: { tier: "$5 a month", monthly_price_in_dollars: 5, one_time: false },
  }],
  ...["cancelled", "tier_changed", "pending_cancellation", "pending_tier_change"].map((
    action,
  ): Case => ["sponsorship", example("sponsorship", "pending_tier_change", { action }), {
    type: `github.sponsorship.${action}`,
    login: "monalisa",
    title: "octocat",
    url: "https://github.com/octocat",
    time: received,
    facts: { tier_before: "$10 a month", effective_date: "2019-12-30T00:00:00.000Z" },
  }]),
  ["installation", example("installation", "created"), {
    type: "github.app.installed",
    login: owner,
    title: "App 29310",
    url: "https://github.com/settings/installations/957387",
    time: "2019-05-15T15:19:51.000Z",
    facts: { account: owner, account_type: "User", repositories: 1 },
  }],
  ["installation", example("installation", "deleted"), {
    type: "github.app.uninstalled",
    login: "octocat",
    title: "App 5725",
    url: "https://github.com/settings/installations/2",
    time: received,
    facts: { account: "octocat" },
  }],
  ["installation", example("installation", "suspend"), {
    type: "github.app.suspended",
    login: owner,
    title: "App 29310",
    url: "https://github.com/settings/installations/957387",
    time: "2021-04-29T02:32:50.000Z",
    facts: {},
  }],
  ...["purchased", "changed", "cancelled"].map((action): Case => [
    "marketplace_purchase",
    example("marketplace_purchase", "changed", { action }),
    {
      type: `github.marketplace.${action}`,
      login: "username",
      title: "Basic Plan",
      url: undefined,
      time: "2017-10-25T00:00:00.000Z",
      facts: { unit_count: 10, billing_cycle: "monthly", plan_before: "Basic Plan" },
    },
  ]),
  ["code_scanning_alert", example("code_scanning_alert", "closed_by_user"), {
    type: "github.security.code_scanning_alert",
    login: owner,
    title: "CVE-2020-27218 Severity=Medium Package=http2-hpack Version=9.4.27.v20200227",
    url: `${page}/security/code-scanning/10`,
    time: "2021-02-11T02:59:08.000Z",
    facts: { number: 10, severity: "error", state: "dismissed", action: "closed_by_user" },
  }],
  ["dependabot_alert", example("dependabot_alert", "created", { "alert.dismissed_by": stranger }), {
    type: "github.security.dependabot_alert",
    login: "stranger",
    title: "semver vulnerable to Regular Expression Denial of Service",
    url: "https://github.com/wolfy1339/pika-pack/security/dependabot/20",
    time: "2023-06-24T13:57:12.000Z",
    facts: { number: 20, severity: "medium" },
  }],
  ["secret_scanning_alert", secretAlert(), {
    type: "github.security.secret_scanning_alert",
    login: "stranger",
    title: "Example Token",
    url: `${page}/security/secret-scanning/4`,
    time: "2024-01-02T03:04:05.000Z",
    facts: { number: 4, action: "resolved" },
  }],
  ["repository_advisory", repositoryAdvisory(), {
    type: "github.security.advisory",
    login: "stranger",
    title: "Something leaks",
    url: `${page}/security/advisories/GHSA-aaaa-bbbb-cccc`,
    time: "2024-01-02T03:04:05.000Z",
    facts: { ghsa_id: "GHSA-aaaa-bbbb-cccc", severity: "high", action: "reported" },
  }],
];

/** GitHub's examples are older than these two events. */
function secretAlert(): unknown {
  return example("watch", "started", {
    action: "resolved",
    alert: {
      number: 4,
      html_url: `${page}/security/secret-scanning/4`,
      secret_type_display_name: "Example Token",
      resolved_at: "2024-01-02T03:04:05Z",
      resolved_by: stranger,
    },
  });
}

function repositoryAdvisory(): unknown {
  return example("watch", "started", {
    action: "reported",
    sender: stranger,
    repository_advisory: {
      ghsa_id: "GHSA-aaaa-bbbb-cccc",
      summary: "Something leaks",
      severity: "high",
      html_url: `${page}/security/advisories/GHSA-aaaa-bbbb-cccc`,
      updated_at: "2024-01-02T03:04:05Z",
    },
  });
}
