import { readdirSync } from "node:fs";
import { join } from "node:path";

/** Folders whose texts are for readers, beside those at the top. */
const folders = ["bench", "docs", "examples"];

/** Paths of all documents for readers in a repository, from its top. */
export function guidePaths(root: string): string[] {
  const top = readdirSync(root);
  const below = folders.filter((folder) => top.includes(folder)).flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true })
      .map((path) => `${folder}/${String(path).replaceAll("\\", "/")}`)
      .filter((path) => !path.includes("node_modules"))
  );
  return [...top, ...below].filter((path) => path.endsWith(".md")).sort();
}
