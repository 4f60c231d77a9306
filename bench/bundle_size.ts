import { build, type Plugin, stop } from "esbuild";
import { gzipSync } from "node:zlib";
import { root } from "../tests/checks/root.ts";

/** Bytes of each module in a bundle, the heaviest first; what is left out of it is not among them. */
export type ModuleSizes = [path: string, bytes: number][];

/** A program and all that it needs, in one file. */
export interface Bundle {
  /** The file, minified. */
  code: Uint8Array;
  /** What it is made of. */
  modules: ModuleSizes;
}

/** What a bundle weighs. */
export interface BundleSize {
  /** Minified, in bytes. */
  minified: number;
  /** Minified and compressed by gzip at its best, in bytes. */
  gzipped: number;
  /** What it is made of. */
  modules: ModuleSizes;
}

/** Settings of {@linkcode bundle} and {@linkcode weigh}. */
export interface BundleOptions {
  /** Where imports are looked for. Default: the folder of the repository. */
  folder?: string;
  /** What the bundle is for. Default: `neutral`, which is any runtime. */
  platform?: "neutral" | "node";
  /** What decides which modules are left out. Default: importing one of our own files does nothing in itself. */
  plugins?: Plugin[];
}

/** Bundles a program as its user would. */
export async function bundle(program: string, options: BundleOptions = {}): Promise<Bundle> {
  const { folder = root, platform = "neutral", plugins = [sideEffectsPlugin] } = options;
  const { metafile, outputFiles } = await build({
    absWorkingDir: root,
    stdin: { contents: program, resolveDir: folder, loader: "ts" },
    bundle: true,
    minify: true,
    // What requires Node's own modules cannot do so from an ES module.
    format: platform === "node" ? "cjs" : "esm",
    target: "es2024",
    platform,
    external: ["node:*"],
    legalComments: "none",
    plugins,
    metafile: true,
    write: false,
    logLevel: "silent",
  });
  const [file] = outputFiles;
  const [output] = Object.values(metafile.outputs);
  if (file === undefined || output === undefined) {
    throw new Error("Cannot bundle a program: esbuild made no file");
  }
  const modules = Object.entries(output.inputs)
    .map(([path, { bytesInOutput }]): [string, number] => [path, bytesInOutput])
    .filter(([, bytes]) => bytes > 0)
    .sort(([, one], [, other]) => other - one);
  return { code: file.contents, modules };
}

/** Bundles a program and weighs it. */
export async function weigh(program: string, options: BundleOptions = {}): Promise<BundleSize> {
  const { code, modules } = await bundle(program, options);
  return { minified: code.length, gzipped: gzipSync(code, { level: 9 }).length, modules };
}

/** Ends esbuild's process, which would keep this one alive. */
export async function stopWeighing(): Promise<void> {
  await stop();
}

/** Says of our own files what the manifest of the published package says of them: importing one does nothing. */
const sideEffectsPlugin: Plugin = {
  name: "side effects",
  setup(build) {
    build.onResolve({ filter: /^\./ }, async ({ path, pluginData, ...where }) => {
      if (pluginData === resolving) return undefined;
      const found = await build.resolve(path, { ...where, pluginData: resolving });
      return found.path.includes("/node_modules/") ? found : { ...found, sideEffects: false };
    });
  },
};

/** Marks the plugin's own question, so that it does not answer that itself. */
const resolving = Symbol("resolving");
