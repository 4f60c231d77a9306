import type * as v from "valibot";
import { backoff } from "../transport/backoff.ts";
import { withDeadline } from "../transport/deadline.ts";
import type { Deps } from "../transport/deps.ts";
import { type HttpAnswer, type HttpRequest, sendOnce } from "../transport/send_once.ts";
import { TransportError } from "../transport/transport_error.ts";
import { describeIssues, validate } from "../validation/issues.ts";
import type { Permit } from "./budget.ts";
import type { GitHubAddress } from "./github_address.ts";
import { judge, parseJson, type Pause, pauseAfter } from "./github_answers.ts";
import { dataOf } from "./github_graphql.ts";
import { LookupError } from "./lookup_error.ts";

/** A token of GitHub's, or a function that gives the current one: those of a GitHub App last an hour. */
export type GitHubToken = string | (() => string | Promise<string>);

/** Settings of {@linkcode GitHubApi}. */
export interface GitHubApiOptions {
  /** Where it is. */
  address: GitHubAddress;
  /** Who asks; without one, GitHub shows what is public and no addresses. */
  token: GitHubToken | undefined;
  /** Longest time for one request, in milliseconds. */
  timeoutMs: number;
  /** Network, clock and randomness. */
  deps: Deps;
}

/** A question, and what its answer has to look like. */
export interface Question<T> {
  /** Leave to make the request. */
  permit: Permit;
  /** What is asked for, for messages: `the profile of mona`. */
  what: string;
  /** Checks the answer. */
  schema: v.GenericSchema<unknown, T>;
  /**
   * Whether it is known to exist, so that 404 means that the token may not read it: GitHub does not tell the two apart.
   * Default: false.
   */
  exists?: boolean;
}

/** Supported by GitHub until March 2028 at least, and by every Enterprise Server that is. */
const apiVersion = "2022-11-28";

/** GitHub refuses requests that do not say who they are from, and not every runtime says so by itself. */
const userAgent = "hubline";

/** How often a request is made at most. Each time counts. */
const mostAttempts = 2;

/** No token of GitHub's is shorter, in characters. */
const shortestToken = 8;

const retryDelay = { baseMs: 400, capMs: 400 };

/**
 * Asks GitHub, one request at a time for each call, within what the permit allows and what GitHub's limits leave. Every failure
 * is a {@linkcode LookupError}.
 */
export class GitHubApi {
  readonly #options: GitHubApiOptions;
  #pauses: Record<"rest" | "graphql", Pause | undefined> = { rest: undefined, graphql: undefined };

  /** Makes no request. */
  constructor(options: GitHubApiOptions) {
    this.#options = options;
  }

  /** Whether it asks as somebody. */
  get hasToken(): boolean {
    return this.#options.token !== undefined;
  }

  /** Gets JSON. `path` starts with a slash, and its parts are encoded already. */
  async get<T>(path: string, question: Question<T>): Promise<T> {
    const answer = await this.#get(path, { ...question, accept: "application/vnd.github+json" });
    return checked(parseJson(answer.text), question);
  }

  /** Gets the raw text of a file. */
  async getText(path: string, question: Omit<Question<string>, "schema">): Promise<string> {
    const accept = "application/vnd.github.raw+json";
    return (await this.#get(path, { ...question, accept })).text;
  }

  /** Asks by GraphQL. Values go in as variables, never as part of the query. */
  async query<T>(
    query: string,
    question: Question<T> & { variables: Record<string, string> },
  ): Promise<T> {
    const { variables, what, permit } = question;
    const request = {
      url: this.#options.address.graphql,
      method: "POST",
      headers: { accept: "application/vnd.github+json", "content-type": "application/json" },
      body: JSON.stringify({ query, variables }),
    };
    const answer = await this.#send(request, { what, permit, limit: "graphql" });
    this.#refuse(answer, { what });
    const now = this.#options.deps.now();
    return checked(dataOf(parseJson(answer.text), { what, now }), question);
  }

  async #get(
    path: string,
    { accept, what, permit, exists }: Omit<Question<unknown>, "schema"> & { accept: string },
  ): Promise<HttpAnswer> {
    const { rest } = this.#options.address;
    const asked = { what, permit, limit: "rest" } as const;
    const request = { url: rest + path, method: "GET", headers: { accept } };
    const answer = await this.#send(request, asked);
    const verdict = judge(answer);
    if (verdict.kind === "redirect") {
      const url = sameApi(verdict.location, request.url, rest);
      if (url === undefined) {
        throw failed(what, "unexpected_answer", "it leads to another host, where no token may go");
      }
      const moved = await this.#send({ ...request, url }, asked);
      this.#refuse(moved, { what, exists });
      return moved;
    }
    this.#refuse(answer, { what, exists });
    return answer;
  }

  /** Throws for everything but an answer that says yes. */
  #refuse(
    answer: HttpAnswer,
    { what, exists = false }: { what: string; exists?: boolean | undefined },
  ): void {
    const verdict = judge(answer);
    if (verdict.kind === "ok") return;
    if (verdict.kind === "redirect") {
      throw failed(what, "unexpected_answer", "it leads elsewhere");
    }
    if (exists && answer.status === 404) {
      throw failed(what, "forbidden", `${verdict.found}: the token may not read it`);
    }
    const pause = pauseAfter(answer, this.#options.deps.now());
    throw failed(what, verdict.code, verdict.found, pause?.until);
  }

  async #send(
    request: HttpRequest,
    asked: { what: string; permit: Permit; limit: "rest" | "graphql" },
  ): Promise<HttpAnswer> {
    const { deps } = this.#options;
    for (let attempt = 1;; attempt++) {
      this.#heedPause(asked);
      const endsAt = deps.now() + asked.permit.take();
      const result = await this.#attempt(request, asked.what, endsAt);
      if (!(result instanceof LookupError)) this.#notePause(result, asked.limit);
      if (attempt === mostAttempts || asked.permit.left === 0 || !canRetry(result)) {
        if (result instanceof LookupError) throw result;
        return result;
      }
      const delayMs = backoff(attempt, { ...retryDelay, random: deps.random });
      await deps.sleep(Math.min(delayMs, endsAt - deps.now()));
    }
  }

  async #attempt(
    request: HttpRequest,
    what: string,
    callEndsAt: number,
  ): Promise<HttpAnswer | LookupError> {
    const { deps, timeoutMs } = this.#options;
    const endsAt = Math.min(callEndsAt, deps.now() + timeoutMs);
    try {
      const token = await this.#token(endsAt - deps.now());
      const headers = {
        ...request.headers,
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        "user-agent": userAgent,
        "x-github-api-version": apiVersion,
      };
      const limits = { deps, timeoutMs: endsAt - deps.now() };
      return withoutToken(await sendOnce({ ...request, headers }, limits), token);
    } catch (error) {
      if (error instanceof LookupError) return error;
      if (!(error instanceof TransportError)) throw error;
      const code = error.code === "timeout" ? "timeout" : "unavailable";
      return failed(what, code, code === "timeout" ? "no answer in time" : "no connection");
    }
  }

  async #token(timeoutMs: number): Promise<string | undefined> {
    const { token, deps } = this.#options;
    if (token === undefined) return undefined;
    const label = "The function that gives the GitHub token";
    const limits = { label, deps, timeoutMs };
    const given: unknown = typeof token === "string"
      ? token
      // What it throws may hold a secret.
      : await withDeadline(async () => await token(), limits).catch(() => undefined);
    if (isGitHubToken(given)) return given;
    throw new LookupError("unauthorized", `${label} gave none: check what it throws or returns`);
  }

  #heedPause({ what, limit }: { what: string; limit: "rest" | "graphql" }): void {
    const pause = this.#pauses[limit];
    if (pause === undefined || pause.until <= this.#options.deps.now()) return;
    const found = pause.code === "unauthorized"
      ? "the token was refused a moment ago"
      : "GitHub's rate limit is used up";
    throw failed(what, pause.code, found, pause.until);
  }

  #notePause(answer: HttpAnswer, limit: "rest" | "graphql"): void {
    const pause = pauseAfter(answer, this.#options.deps.now());
    if (pause === undefined) return;
    if (pause.isForAll) this.#pauses = { rest: pause, graphql: pause };
    else this.#pauses[limit] = pause;
  }
}

/** Whether a text can be a token: one that was pasted with a line break would fail at every request. */
export function isGitHubToken(text: unknown): text is string {
  return typeof text === "string" && /^[!-~]+$/.test(text);
}

/** A proxy in between may quote what it was asked, and what is said here goes to logs. */
function withoutToken(answer: HttpAnswer, token: string | undefined): HttpAnswer {
  // A text of a few letters is no token of GitHub's, and part of many words.
  if (token === undefined || token.length < shortestToken) return answer;
  return { ...answer, text: answer.text.replaceAll(token, "***") };
}

function canRetry(result: HttpAnswer | LookupError): boolean {
  if (result instanceof LookupError) return result.code === "unavailable";
  const verdict = judge(result);
  return verdict.kind === "failed" && verdict.canRetry === true;
}

/** The address of a redirect, if the token may go there. GitHub answers so for a repository that was renamed. */
function sameApi(location: string, from: string, rest: string): string | undefined {
  if (!URL.canParse(location, from)) return undefined;
  const { href } = new URL(location, from);
  return href.startsWith(`${rest}/`) ? href : undefined;
}

function checked<T>(found: unknown, { what, schema }: Question<T>): T {
  const result = validate(schema, found);
  if (result.ok) return result.value;
  throw failed(what, "unexpected_answer", describeIssues(result.issues.slice(0, 3)));
}

function failed(
  what: string,
  code: LookupError["code"],
  found: string,
  retryAt?: number,
): LookupError {
  return new LookupError(code, `Cannot ask GitHub for ${what}: ${found}`, retryAt);
}
