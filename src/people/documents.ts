import type { Candidate } from "./choose.ts";
import { type Mailmap, parseMailmap } from "./mailmap.ts";
import type { CommitRow } from "./commit_rows.ts";
import type { Person } from "./person.ts";
import { Recent, type RecentOptions } from "./recent.ts";

/** Keeps for a while what tells about several people, and asks for it only once at a time. */
export class Documents {
  readonly #ttlMs: number;
  readonly #mailmaps: Recent<Promise<Mailmap>>;
  readonly #commits: Recent<Promise<readonly CommitRow[]>>;

  /** Starts with nothing. */
  constructor(options: RecentOptions & { ttlMs: number }) {
    this.#ttlMs = options.ttlMs;
    this.#mailmaps = new Recent(options);
    this.#commits = new Recent(options);
  }

  /** The mailmap of a repository. */
  mailmap(scope: string, read: () => Promise<string>): Promise<Mailmap> {
    return this.#remember(this.#mailmaps, scope, async () => parseMailmap(await read()));
  }

  /** The commits of a pull request. */
  commits(
    scope: string,
    read: () => Promise<readonly CommitRow[]>,
  ): Promise<readonly CommitRow[]> {
    return this.#remember(this.#commits, scope, read);
  }

  /** Puts the proper addresses in place of those in commits, where the repository's mailmap was read before. */
  async canonical(candidates: readonly Candidate[], person: Person): Promise<readonly Candidate[]> {
    const scope = repositoryScope(person);
    const mailmap = scope === undefined ? undefined : await this.#mailmaps.get(scope);
    if (mailmap === undefined) return candidates;
    return candidates.map((candidate) => {
      const author = mailmap.canonical(candidate);
      return author.email === candidate.email
        ? { ...candidate, ...author }
        : { ...author, source: "mailmap" };
    });
  }

  #remember<T>(kept: Recent<Promise<T>>, key: string, read: () => Promise<T>): Promise<T> {
    const known = kept.get(key);
    if (known !== undefined) return known;
    const reading = read();
    kept.put(key, reading, this.#ttlMs);
    // What failed may go well the next time; whoever waits for it is told by the promise itself.
    reading.catch(() => kept.delete(key));
    return reading;
  }
}

/** What tells a repository from others on its host. */
export function repositoryScope({ repository }: Person): string | undefined {
  if (repository === undefined) return undefined;
  return `${repository.owner}/${repository.name}`.toLowerCase();
}
