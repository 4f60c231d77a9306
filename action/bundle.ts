import { build, type Plugin, stop } from "esbuild";
import { basename, dirname, join } from "node:path";
import { licensesOf } from "./licenses.ts";

/** Files of `action/dist`, by name. */
export type Bundle = ReadonlyMap<string, Uint8Array>;

/** What reads YAML and templates, and what it gives to others. */
const texts = {
  path: "action/input_texts.ts",
  functions: ["readConfig", "readPeople", "readProperties", "readTemplate"],
};

/**
 * Builds what the runner runs: CommonJS without dependencies, and the licenses of what went into it. What reads YAML
 * is a file of its own, which most steps never load. The same sources give the same bytes wherever the repository lies.
 *
 * @param root Folder of the repository.
 */
export async function buildBundle(root: string): Promise<Bundle> {
  const { metafile, outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: { index: "action/main.ts", texts: texts.path },
    outdir: "action/dist",
    outExtension: { ".js": ".cjs" },
    bundle: true,
    platform: "node",
    target: "node24",
    // Some packages call require for Node's own modules, for which an ESM bundle would need a stand-in.
    format: "cjs",
    minify: true,
    legalComments: "none",
    banner: {
      js: "// Built from action/main.ts by `deno task build:action`; licenses: licenses.txt",
    },
    plugins: [toolkitPlugin, textsPlugin, yamlPlugin],
    metafile: true,
    write: false,
    logLevel: "silent",
  });
  const sources = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.keys(inputs));
  const licenses = await licensesOf(root, sources);
  return new Map([
    ...outputFiles.map(({ path, contents }): [string, Uint8Array] => [basename(path), contents]),
    ["licenses.txt", new TextEncoder().encode(licenses)],
  ]);
}

/** Ends esbuild's process, which would keep this one alive. */
export async function stopBuilding(): Promise<void> {
  await stop();
}

/**
 * Tells esbuild that importing the toolkit's modules does nothing in itself, which their manifests do not say. So what
 * is not used is left out, above all an HTTP client that would be two thirds of the bundle. Of `crypto` the toolkit uses
 * one function, which is there as a global as well, without all the rest of that module to load.
 */
export const toolkitPlugin: Plugin = {
  name: "toolkit",
  setup(build) {
    build.onResolve({ filter: /^(@actions\/|\.)/ }, async ({ path, pluginData, ...where }) => {
      if (pluginData === resolving) return undefined;
      const found = await build.resolve(path, { ...where, pluginData: resolving });
      return found.path.includes("/@actions/") ? { ...found, sideEffects: false } : found;
    });
    build.onResolve({ filter: /^crypto$/ }, ({ path, importer }) => {
      return importer.endsWith("/file-command.js") ? { path, namespace: "global" } : undefined;
    });
    build.onLoad({ filter: /.*/, namespace: "global" }, () => ({
      contents: "export function randomUUID() { return crypto.randomUUID(); }",
    }));
  },
};

/** Marks the plugin's own question, so that it does not answer that itself. */
const resolving = Symbol("resolving");

/** Has what reads texts loaded from its own file, when one of its functions is called for the first time. */
const textsPlugin: Plugin = {
  name: "texts",
  setup(build) {
    build.onResolve({ filter: /\/input_texts\.ts$/ }, ({ path, kind }) => {
      return kind === "entry-point" ? undefined : { path, namespace: "at-first-use" };
    });
    build.onLoad({ filter: /.*/, namespace: "at-first-use" }, () => ({
      contents: texts.functions.map((name) =>
        `export function ${name}(...given) { return require("./texts.cjs").${name}(...given); }`
      ).join("\n"),
    }));
    build.onResolve({ filter: /^\.\/texts\.cjs$/ }, ({ path }) => ({ path, external: true }));
  },
};

/** YAML's modules for browsers are the same without Node's module system, of which nothing can be left out. */
const yamlPlugin: Plugin = {
  name: "yaml",
  setup(build) {
    build.onResolve({ filter: /^yaml$/ }, async ({ path, pluginData, ...where }) => {
      if (pluginData === resolving) return undefined;
      const found = await build.resolve(path, { ...where, pluginData: resolving });
      return { path: join(dirname(found.path), "..", "browser", "index.js"), sideEffects: false };
    });
  },
};
