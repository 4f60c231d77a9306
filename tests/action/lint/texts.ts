import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** A workflow and where it stands. */
export interface Workflow {
  /** Path of the file in the repository. */
  path: string;
  /** Number of the line before its first one. */
  offset: number;
  /** The YAML. */
  text: string;
}

/** Folders of workflows. */
const folders = [".github/workflows", "examples/workflows"];

/** Documents that show workflows. */
const documents = ["README.md", "docs/action.md"];

/** Finds all workflows of the repository: files, and what documents show. */
export async function findWorkflows(root: string): Promise<Workflow[]> {
  const found: Workflow[] = [];
  for (const folder of folders) {
    const names = await readdir(join(root, folder));
    for (const name of names.sort()) {
      const path = `${folder}/${name}`;
      found.push({ path, offset: 0, text: await readFile(join(root, path), "utf8") });
    }
  }
  for (const path of documents) {
    found.push(...workflowsIn(path, await readFile(join(root, path), "utf8")));
  }
  return found;
}

/** Finds the workflows in a Markdown text: the YAML blocks that have jobs. */
export function workflowsIn(path: string, markdown: string): Workflow[] {
  return [...markdown.matchAll(/^```ya?ml\n([^]*?)^```$/gm)].flatMap(({ 1: text = "", index }) => {
    if (!/^jobs:/m.test(text)) return [];
    return [{ path, offset: markdown.slice(0, index).split("\n").length, text }];
  });
}
