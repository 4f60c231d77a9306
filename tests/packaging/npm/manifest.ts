/** What deno.json says of the package. */
export interface Source {
  /** Name of the package. */
  name: string;
  /** Its version. */
  version: string;
  /** What it is, in a line. */
  description: string;
  /** The package's entries, each a path of a source file. */
  exports: Record<string, string>;
}

/** A package.json as `deno pack` writes it. */
export type Manifest = Record<string, unknown>;

const repository = "https://github.com/hubline/timeline";

/**
 * Adds what `deno pack` leaves out. The repository is more than a courtesy: npm refuses provenance where it is missing, or
 * is not the one that built the package.
 */
export function completeManifest(packed: Manifest, source: Source): Manifest {
  return {
    name: source.name,
    version: source.version,
    description: source.description,
    keywords: ["hubspot", "timeline", "events", "webhooks", "github", "segment", "cloudevents"],
    homepage: `${repository}#readme`,
    bugs: { url: `${repository}/issues` },
    repository: { type: "git", url: `git+${repository}.git` },
    ...packed,
    engines: { node: ">=22.13" },
    // No module does more than declare, so a bundler may leave out what nobody uses.
    sideEffects: false,
    publishConfig: { access: "public" },
  };
}
