/** GitHub's delivery of a pull request that was closed and merged, with what the source reads of it. */
export function mergedPullRequest({ login = "octocat" } = {}): Record<string, unknown> {
  const user = {
    login,
    id: 583231,
    node_id: "MDQ6VXNlcjU4MzIzMQ==",
    type: login.endsWith("[bot]") ? "Bot" : "User",
    html_url: `https://github.com/${login}`,
  };
  return {
    action: "closed",
    number: 7,
    pull_request: {
      id: 1,
      node_id: "PR_kwDOABCDEF",
      number: 7,
      state: "closed",
      title: "Add a timeline",
      html_url: "https://github.com/hubline/timeline/pull/7",
      user,
      merged: true,
      merged_by: user,
      merge_commit_sha: "0123456789abcdef0123456789abcdef01234567",
      created_at: "2026-11-19T10:00:00Z",
      updated_at: "2026-11-20T10:00:00Z",
      closed_at: "2026-11-20T10:00:00Z",
      merged_at: "2026-11-20T10:00:00Z",
      draft: false,
      labels: [],
      author_association: "CONTRIBUTOR",
      base: { ref: "main", sha: "1123456789abcdef0123456789abcdef01234567" },
      head: { ref: "timeline", sha: "2123456789abcdef0123456789abcdef01234567" },
      additions: 10,
      deletions: 2,
      changed_files: 3,
      commits: 1,
    },
    repository: {
      id: 99,
      node_id: "R_kgDOABCDEF",
      name: "timeline",
      full_name: "hubline/timeline",
      html_url: "https://github.com/hubline/timeline",
      private: false,
      owner: user,
    },
    sender: user,
  };
}
