import { matchesGlob } from "../validation/glob.ts";
import { withDeadline } from "../transport/deadline.ts";
import { validate } from "../validation/issues.ts";
import type { CallBudget } from "./budget.ts";
import { type Choice, choose, isCommitSource } from "./choose.ts";
import { Documents } from "./documents.ts";
import { GitHubApi } from "./github_api.ts";
import { LookupError } from "./lookup_error.ts";
import { type Remembered, rememberedSchema } from "./people_cache.ts";
import type { Person } from "./person.ts";
import { type Found, reasonOf } from "./outcome.ts";
import { Recent } from "./recent.ts";
import type { LookupFailure, ResolverProblem, Tried, UnresolvedReason } from "./resolver.ts";
import type { ResolverSettings } from "./resolver_options.ts";
import type { LookupTools, Strategy } from "./strategy.ts";

/** One call, as far as looking somebody up needs to know it. */
export interface LookupCall {
  /** What it may use. */
  budget: CallBudget;
  /** Told of what goes wrong. */
  report(problem: ResolverProblem): void;
}

/** What came of looking somebody up. */
export type LookupOutcome =
  | { kind: "found"; found: Found }
  | { kind: "unresolved"; reason: UnresolvedReason; tried: readonly Tried[] };

/** Most repositories and pull requests that are kept in memory at once. */
const mostDocuments = 200;

/** Looks people up: first what is remembered, then one place after the other. */
export class Lookup {
  readonly #settings: ResolverSettings;
  readonly #api: GitHubApi;
  readonly #documents: Documents;
  /** Places that the token may not read. */
  readonly #closed: Recent<true>;
  readonly #underWay = new Map<string, Promise<LookupOutcome>>();

  /** Asks nobody yet. */
  constructor(settings: ResolverSettings) {
    const { address, token, requestTimeoutMs, missTtlMs, deps } = settings;
    this.#settings = settings;
    this.#api = new GitHubApi({ address, token, timeoutMs: requestTimeoutMs, deps });
    const recent = { maxEntries: mostDocuments, now: deps.now };
    this.#documents = new Documents({ ...recent, ttlMs: missTtlMs });
    this.#closed = new Recent(recent);
  }

  /** Looks somebody up; who is being looked up already is waited for. Never rejects. */
  find(person: Person, call: LookupCall): Promise<LookupOutcome> {
    const key = JSON.stringify({ ...person, login: person.login.toLowerCase() });
    const running = this.#underWay.get(key);
    if (running !== undefined) return running;
    const finding = this.#find(person, call)
      .catch((error: unknown) => unexpected(error, call))
      .finally(() => this.#underWay.delete(key));
    this.#underWay.set(key, finding);
    return finding;
  }

  async #find(person: Person, call: LookupCall): Promise<LookupOutcome> {
    const { excludeLogins, strategies } = this.#settings;
    const login = person.login.toLowerCase();
    const tried: Tried[] = [];
    if (excludeLogins.some((pattern) => matchesGlob(pattern, login))) {
      return { kind: "unresolved", reason: "excluded", tried };
    }
    const known = this.#chooseAgain(await this.#remembered(this.#key(person), call), person);
    if (known.outcome === "found") return { kind: "found", found: known };
    if (known.outcome === "excluded") return { kind: "unresolved", reason: "excluded", tried };
    const permits = call.budget.forPerson();
    const tools = {
      api: this.#api,
      documents: this.#documents,
      host: this.#settings.address.host,
      permits,
    };
    let { hidesEmail } = person;
    for (const strategy of strategies) {
      const scope = this.#scopeOf(strategy, person);
      if (scope === undefined) continue;
      const { source } = strategy;
      const choice = hidesEmail && this.#isHiddenIn(strategy)
        ? { outcome: "private" as const }
        : await this.#ask(strategy, { person, scope, tools, call });
      if (choice.outcome === "found") return { kind: "found", found: choice };
      tried.push({ source, outcome: choice.outcome });
      if (choice.outcome === "excluded") break;
      if (choice.outcome === "private") hidesEmail = true;
    }
    return { kind: "unresolved", reason: reasonOf(tried), tried };
  }

  /** Asks one place, unless it is known what it would say. */
  async #ask(
    strategy: Strategy,
    { person, scope, tools, call }: {
      person: Person;
      scope: string;
      tools: LookupTools;
      call: LookupCall;
    },
  ): Promise<Choice | { outcome: LookupFailure }> {
    const { rules, foundTtlMs, missTtlMs } = this.#settings;
    const { source } = strategy;
    const place = JSON.stringify([source, scope]);
    if (this.#closed.get(place)) return { outcome: "forbidden" };
    const missKey = this.#key(person, place);
    const known = await this.#remembered(missKey, call);
    if (known !== undefined && known.outcome !== "found") return known;
    try {
      const choice = choose(await askOrNobody(strategy, person, tools), rules);
      if (choice.outcome === "found") {
        await this.#remember(this.#key(person), { value: choice, ttlMs: foundTtlMs, call });
      } else await this.#remember(missKey, { value: choice, ttlMs: missTtlMs, call });
      return choice;
    } catch (error) {
      if (!(error instanceof LookupError) || error.code === "not_found") throw error;
      const { code, message, retryAt } = error;
      if (code === "forbidden") this.#closed.put(place, true, missTtlMs);
      call.report({ code, source, message, ...(retryAt === undefined ? {} : { retryAt }) });
      return { outcome: code };
    }
  }

  #scopeOf(strategy: Strategy, person: Person): string | undefined {
    return strategy.needsToken && !this.#api.hasToken ? undefined : strategy.scopeOf(person);
  }

  #isHiddenIn({ source }: Strategy): boolean {
    return isCommitSource(source) && !this.#settings.rules.includeHidden;
  }

  /** Settings may have changed since an address was remembered, and the person may have gone into hiding. */
  #chooseAgain(known: Remembered | undefined, person: Person): Choice {
    if (known === undefined || known.outcome !== "found") return { outcome: "none" };
    const { strategies, rules } = this.#settings;
    const strategy = strategies.find(({ source }) => source === known.source);
    if (strategy === undefined || (person.hidesEmail && this.#isHiddenIn(strategy))) {
      return { outcome: "none" };
    }
    return choose([known], rules);
  }

  /** What is found of a person holds everywhere on the host; that a place knows nothing holds for that place. */
  #key({ login }: Person, place = ""): string {
    return JSON.stringify([this.#settings.address.host, login.toLowerCase(), place]);
  }

  async #remembered(key: string, call: LookupCall): Promise<Remembered | undefined> {
    const { cache } = this.#settings;
    const found = await this.#withCache(async () => await cache.get(key), call);
    if (found === undefined) return undefined;
    const checked = validate(rememberedSchema, found);
    return checked.ok ? checked.value : undefined;
  }

  async #remember(
    key: string,
    { value, ttlMs, call }: { value: Remembered; ttlMs: number; call: LookupCall },
  ): Promise<void> {
    const { cache } = this.#settings;
    await this.#withCache(async () => await cache.put(key, value, ttlMs), call);
  }

  /** A host's cache may fail or hang; then nothing is remembered. */
  async #withCache<T>(
    act: () => Promise<T>,
    { budget, report }: LookupCall,
  ): Promise<T | undefined> {
    const limits = { deps: this.#settings.deps, timeoutMs: budget.timeLeftMs };
    if (limits.timeoutMs === 0) return undefined;
    try {
      return await withDeadline(act, { label: "The cache of people", ...limits });
    } catch {
      // What it threw may hold an address.
      report({ code: "cache_failed", message: "Cannot use the cache of people: it failed" });
      return undefined;
    }
  }
}

/** What does not exist tells of nobody. */
async function askOrNobody(
  strategy: Strategy,
  person: Person,
  tools: LookupTools,
): ReturnType<Strategy["ask"]> {
  try {
    return await strategy.ask(person, tools);
  } catch (error) {
    if (error instanceof LookupError && error.code === "not_found") return [];
    throw error;
  }
}

function unexpected(error: unknown, { report }: LookupCall): LookupOutcome {
  const name = error instanceof Error ? error.name : typeof error;
  report({ code: "unexpected_error", message: `Cannot look somebody up: unexpected ${name}` });
  return { kind: "unresolved", reason: "unexpected_error", tried: [] };
}
