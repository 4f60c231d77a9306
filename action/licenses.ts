import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";

const manifest = v.object({ name: v.string(), version: v.string(), license: v.string() });

/** A package's folder in a path; the last one where packages lie within packages. */
const packageFolder = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/;

/**
 * Writes out the license of each package that files come from.
 *
 * @param root Folder that the paths start from.
 * @param paths Files of packages and others.
 */
export async function licensesOf(root: string, paths: readonly string[]): Promise<string> {
  const folders = new Set(paths.flatMap((path) => packageFolder.exec(path)?.[0] ?? []));
  const licenses = await Promise.all([...folders].map((folder) => licenseOf(join(root, folder))));
  return licenses.sort().join(`\n${"-".repeat(80)}\n\n`);
}

async function licenseOf(folder: string): Promise<string> {
  const json = await readFile(join(folder, "package.json"), "utf8");
  const { name, version, license } = v.parse(manifest, JSON.parse(json));
  const file = (await readdir(folder)).find((entry) => /^licen[cs]e(\.\w+)?$/i.test(entry));
  if (file === undefined) throw new Error(`Cannot write the licenses: ${name} has no license file`);
  const text = await readFile(join(folder, file), "utf8");
  return `${name} ${version} (${license})\n\n${text.replaceAll("\r\n", "\n").trim()}\n`;
}
