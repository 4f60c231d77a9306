import type { Activity } from "../../mod.ts";

/** A merged pull request; single members can be replaced. */
export function activity(own: Partial<Activity> = {}): Activity {
  return {
    id: "7d444840-9dc0-11d1-b245-5ffdce74fad2",
    type: "github.pull_request.merged",
    time: "2026-11-20T10:00:00.000Z",
    actor: { login: "octocat", email: "octocat@example.com", emailSource: "payload" },
    subject: { title: "Add a timeline", url: "https://github.com/o/r/pull/7" },
    properties: { repository: "o/r", number: 7, branch: "main", draft: false },
    ...own,
  };
}
