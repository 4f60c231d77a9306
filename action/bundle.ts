import { build, type Plugin, stop } from "esbuild";
import { basename, dirname, join } from "node:path";
import { licensesOf } from "./licenses.ts";

/** Files of `action/dist`, by name. */
export type Bundle = ReadonlyMap<string, Uint8Array>;

/**
 * Builds what the runner runs: one CommonJS file without dependencies, and the licenses of what went into it. The same
 * sources give the same bytes wherever the repository lies.
 *
 * @param root Folder of the repository.
 */
export async function buildBundle(root: string): Promise<Bundle> {
  const { metafile, outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ["action/main.ts"],
    outfile: "action/dist/index.cjs",
    bundle: true,
    platform: "node",
    target: "node24",
    // Some packages call require for Node's own modules, for which an ESM bundle would need a stand-in.
    format: "cjs",
    minify: true,
    legalComments: "none",
    charset: "utf8",
    banner: {
      js: "// Built from action/main.ts by `deno task build:action`; licenses: licenses.txt",
    },
    plugins: [toolkitPlugin, yamlPlugin],
    metafile: true,
    write: false,
    logLevel: "silent",
  });
  const [file] = outputFiles;
  const [output] = Object.values(metafile.outputs);
  if (file === undefined || output === undefined) {
    throw new Error("Cannot build the Action: esbuild made no file");
  }
  const licenses = await licensesOf(root, Object.keys(output.inputs));
  return new Map([
    ["index.cjs", file.contents],
    ["licenses.txt", new TextEncoder().encode(licenses)],
  ]);
}

/** Ends esbuild's process, which would keep this one alive. */
export async function stopBuilding(): Promise<void> {
  await stop();
}

/**
 * Tells esbuild that importing the toolkit's modules does nothing in itself, which their manifests do not say. So what
 * is not used is left out, above all an HTTP client that would be two thirds of the bundle.
 */
const toolkitPlugin: Plugin = {
  name: "toolkit",
  setup(build) {
    build.onResolve({ filter: /^@actions\// }, async ({ path, pluginData, ...where }) => {
      if (pluginData === resolving) return undefined;
      const found = await build.resolve(path, { ...where, pluginData: resolving });
      return { ...found, sideEffects: false };
    });
  },
};

/** Marks the plugin's own question, so that it does not answer that itself. */
const resolving = Symbol("resolving");

/**
 * Has YAML's reader, nearly half of the bundle, run when a text is read for the first time, which in most steps never
 * happens.
 */
const yamlPlugin: Plugin = {
  name: "yaml",
  setup(build) {
    build.onResolve({ filter: /\/yaml_text\.ts$/ }, ({ path, resolveDir, kind }) => {
      const file = join(resolveDir, path);
      // What is required is run at the call, and only what is imported at the start.
      if (kind === "require-call") return { path: file };
      return { path: file, namespace: "at-first-use" };
    });
    build.onLoad({ filter: /.*/, namespace: "at-first-use" }, ({ path }) => ({
      resolveDir: dirname(path),
      contents: `export function readYaml(text) {
        return require(${JSON.stringify(`./${basename(path)}`)}).readYaml(text);
      }`,
    }));
    // Its modules for browsers are the same without Node's module system, of which a bundler leaves out what is not used.
    build.onResolve({ filter: /^yaml$/ }, async ({ path, pluginData, ...where }) => {
      if (pluginData === resolving) return undefined;
      const found = await build.resolve(path, { ...where, pluginData: resolving });
      return { path: join(dirname(found.path), "..", "browser", "index.js"), sideEffects: false };
    });
  },
};
