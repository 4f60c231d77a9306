import { build, type Plugin } from "esbuild";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { root } from "../checks/root.ts";

/** What goes into a bundle. */
export interface BundleParts {
  /** The tests, relative to the root of the repository. */
  tests: readonly string[];
  /** Path of the source that is mutated, relative to the root. */
  source: string;
  /** That source with its mutants. */
  text: string;
  /** Where the bundle goes. */
  to: string;
}

/**
 * Makes one module of tests and all that they import, so that loading it again gives a world of its own: constants that
 * are made as a module is loaded can be mutated, and nothing that a mutant spoils is left for the next.
 */
export async function bundleTests({ tests, source, text, to }: BundleParts): Promise<void> {
  const mutated: Plugin = {
    name: "mutated",
    setup({ onLoad, onResolve }) {
      // One for all runs, so it stays outside.
      const collector = fileURLToPath(new URL("./collector.ts", import.meta.url));
      onResolve({ filter: /^node:test$/ }, () => ({
        path: pathToFileURL(collector).href,
        external: true,
      }));
      onLoad(
        { filter: /\.ts$/ },
        ({ path }) => path === resolve(root, source) ? { contents: text, loader: "ts" } : undefined,
      );
    },
  };
  await build({
    stdin: {
      contents: tests.map((path) => `import ${JSON.stringify(`./${path}`)};`).join("\n"),
      resolveDir: root,
    },
    outfile: join(root, to),
    bundle: true,
    format: "esm",
    target: "esnext",
    platform: "node",
    packages: "external",
    plugins: [mutated],
    logLevel: "error",
  });
}
