/** Repository of all payloads. */
const repository = {
  id: 1,
  full_name: "octo/hello",
  html_url: "https://github.com/octo/hello",
  default_branch: "main",
};

const mona = { id: 2, login: "mona", type: "User" };

/** A merged pull request, from the repository itself or from the fork with the id given (null: a deleted fork). */
export function mergedPullRequest(
  { title = "Add a door", fork = 1, branch = "door" }: {
    title?: string;
    fork?: number | null;
    branch?: string;
  } = {},
): Record<string, unknown> {
  return {
    action: "closed",
    repository,
    sender: mona,
    pull_request: {
      id: 3,
      number: 7,
      title,
      html_url: "https://github.com/octo/hello/pull/7",
      state: "closed",
      merged: true,
      user: mona,
      created_at: "2026-02-01T10:00:00Z",
      updated_at: "2026-02-02T10:00:00Z",
      closed_at: "2026-02-02T10:00:00Z",
      merged_at: "2026-02-02T10:00:00Z",
      merged_by: mona,
      head: { ref: branch, sha: "a".repeat(40), repo: fork === null ? null : { id: fork } },
      base: { ref: "main", sha: "b".repeat(40), repo: { id: 1 } },
    },
  };
}

/** An issue that mona opened. */
export const openedIssue: Record<string, unknown> = {
  action: "opened",
  repository,
  sender: mona,
  issue: {
    id: 4,
    number: 8,
    title: "The door squeaks",
    html_url: "https://github.com/octo/hello/issues/8",
    state: "open",
    user: mona,
    created_at: "2026-02-03T10:00:00Z",
    updated_at: "2026-02-03T10:00:00Z",
    body: "It squeaks.",
  },
};

/** A status of a commit, of which a repository with checks has very many. */
export const status: Record<string, unknown> = {
  id: 5,
  sha: "a".repeat(40),
  state: "failure",
  context: "build",
  description: "It broke",
  target_url: "https://ci.example.com/1",
  created_at: "2026-02-03T10:00:00Z",
  updated_at: "2026-02-03T10:00:00Z",
  repository,
  sender: mona,
  branches: [],
  commit: {
    sha: "a".repeat(40),
    html_url: "https://github.com/octo/hello/commit/a",
    author: mona,
    commit: { message: "Add a door", author: { name: "Mona", email: "mona@example.com" } },
  },
};

/** A push of one commit for each message, each by somebody else; `authors` replaces members of theirs. */
export function push(
  messages: readonly string[],
  authors: readonly Readonly<Record<string, string>>[] = [],
): Record<string, unknown> {
  return {
    ref: "refs/heads/main",
    deleted: false,
    forced: false,
    repository,
    sender: mona,
    commits: messages.map((message, index) => ({
      id: String(index).padStart(40, "0"),
      message,
      timestamp: "2026-02-02T10:00:00Z",
      url: `https://github.com/octo/hello/commit/${index}`,
      author: {
        name: `Author ${index}`,
        email: `author${index}@example.com`,
        ...authors[index],
      },
    })),
  };
}

/** Texts with which a stranger could try to command the runner. */
export const hostileTexts: readonly string[] = [
  "::error::boom",
  " \t::set-output name=delivered::9",
  "\u00a0::stop-commands::x",
  "\u2028::add-mask::e",
  "\u200b::error::boom",
  "\u00ad::error::boom",
  ":::error::boom",
  "fix ##[add-mask]e",
  "fix #\u200b#[error]boom",
  "fix #\u00ad#\u200d[error]boom",
  "one\r::error::two",
  "one\n::error::two",
  "one\u0085::error::two",
  '"\n::error::\\',
  "\u001b[2K::error::boom",
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "</table></p>\n\n# Done\n\n[click](javascript:alert(1))",
  "`a` | b | <!--",
  "mail me at ada@example.com",
  "{{subject.title}} ${{ secrets.TOKEN }}",
];

/** The commands that a run gives the runner of its own accord; the token's and the folds of the log. */
const own =
  /^::(add-mask::(pat-na1-5f0c9a2e|ghs_stand_in)|endgroup::|group::(Sent|Would be sent|Skipped|What the rules make of|Looked up at GitHub):? \d+( problems)?)$/;

/** Lines that the runner would carry out and that are not the Action's own. */
export function foreignCommands(lines: readonly string[]): string[] {
  return lines.filter((line) => isCommand(line) && !own.test(line));
}

/** Whether the runner would carry out a line: it trims the front, and overlooks what has no width. */
export function isCommand(line: string): boolean {
  const seen = line.replaceAll(/[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, "");
  return /^[\s\p{Cc}]*::/u.test(seen) || seen.includes("##[");
}
