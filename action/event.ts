import * as v from "valibot";

/** The event that started the workflow run. */
export interface WorkflowEvent {
  /** GitHub's name of the event. */
  name: string;
  /** What GitHub says of it; never empty. */
  payload: Readonly<Record<string, unknown>>;
}

/** Thrown where the runner gives no event, or none that can be read. */
export class EventError extends Error {
  override readonly name = "EventError";
}

/** The runner's variables. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the event that started the run.
 *
 * @param environment Names the event and its file.
 * @param readFile Reads a file as text, and throws where it cannot.
 * @throws {EventError} If there is none, or it is empty or no JSON.
 */
export function readEvent(
  environment: Environment,
  readFile: (path: string) => string,
): WorkflowEvent {
  const name = environment.GITHUB_EVENT_NAME ?? "";
  const path = environment.GITHUB_EVENT_PATH ?? "";
  if (name === "" || path === "") {
    const missing = name === "" ? "GITHUB_EVENT_NAME" : "GITHUB_EVENT_PATH";
    throw new EventError(
      `Cannot read the event: ${missing} is not set; run this as a step of a GitHub Actions workflow`,
    );
  }
  const payload = parse(read(path, readFile));
  if (typeof payload !== "object" || payload === null || Object.keys(payload).length === 0) {
    throw new EventError(
      `Cannot read the event: the payload of ${name} is empty; trigger the workflow by an event that has one`,
    );
  }
  return { name, payload: { ...payload } };
}

/** Why GitHub gives a run no secrets. */
export type Withheld = "fork" | "own_fork" | "dependabot";

const inFork = v.object({ repository: v.object({ fork: v.literal(true) }) });

const fromRepositories = v.object({
  pull_request: v.object({
    // Null once the fork has been deleted.
    head: v.object({ repo: v.nullish(v.object({ id: v.number() })) }),
    base: v.object({ repo: v.object({ id: v.number() }) }),
  }),
});

/** Events of pull requests; `pull_request_target` is none of them, because it has secrets even for a fork. */
const withoutSecrets: ReadonlySet<string> = new Set([
  "pull_request",
  "pull_request_review",
  "pull_request_review_comment",
]);

/**
 * Says why GitHub gives this run no secrets; undefined where it does give them.
 *
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#workflows-in-forked-repositories
 */
export function withheldSecrets(
  { name, payload }: WorkflowEvent,
  environment: Environment,
): Withheld | undefined {
  if (environment.GITHUB_ACTOR === "dependabot[bot]") return "dependabot";
  if (withoutSecrets.has(name) && isFromFork(payload)) return "fork";
  return v.is(inFork, payload) ? "own_fork" : undefined;
}

function isFromFork(payload: WorkflowEvent["payload"]): boolean {
  const parsed = v.safeParse(fromRepositories, payload);
  if (!parsed.success) return false;
  const { head, base } = parsed.output.pull_request;
  return head.repo?.id !== base.repo.id;
}

function read(path: string, readFile: (path: string) => string): string {
  try {
    return readFile(path);
  } catch (cause) {
    throw new EventError(
      `Cannot read the event: GITHUB_EVENT_PATH names ${path}, which cannot be read; in a container, mount the runner's folder`,
      { cause },
    );
  }
}

function parse(text: string): unknown {
  try {
    return text.trim() === "" ? {} : JSON.parse(text);
  } catch (cause) {
    throw new EventError("Cannot read the event: the file at GITHUB_EVENT_PATH is no JSON", {
      cause,
    });
  }
}
