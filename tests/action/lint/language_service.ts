import { build, stop } from "esbuild";
import { mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import * as v from "valibot";

/** A text as GitHub's language service takes it. */
interface Document {
  uri: string;
  getText(): string;
}

/** What it found in a text. */
interface Diagnostic {
  message: string;
  range: { start: { line: number } };
}

/** An action as it is used in a step, as in `hubline/timeline@v1`. */
interface ActionReference {
  owner: string;
  name: string;
}

/** The part of GitHub's language service for workflows and actions that the linter uses. */
interface LanguageService {
  validate(document: Document, config: {
    actionsMetadataProvider: {
      fetchActionMetadata(action: ActionReference): Promise<unknown>;
    };
  }): Promise<Diagnostic[]>;
  validateAction(document: Document): Promise<Diagnostic[]>;
}

const shape: v.GenericSchema<unknown, LanguageService> = v.object({
  validate: v.custom<LanguageService["validate"]>((found) => typeof found === "function"),
  validateAction: v.custom<LanguageService["validateAction"]>((found) =>
    typeof found === "function"
  ),
});

const entry = `
export { validateAction } from "./dist/validate-action.js";
export { validate } from "./dist/validate.js";
export { TextDocument } from "vscode-languageserver-textdocument";
`;

/**
 * Loads GitHub's own language service. It imports JSON in a way that no runtime takes, so it is bundled first.
 *
 * @param root Folder of the repository.
 */
export async function loadLanguageService(
  root: string,
): Promise<LanguageService & { document(uri: string, text: string): Document }> {
  const folder = await realpath(join(root, "node_modules/@actions/languageservice"));
  const { outputFiles } = await build({
    stdin: { contents: entry, resolveDir: folder, loader: "js" },
    bundle: true,
    platform: "node",
    format: "esm",
    banner: {
      js:
        'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
    write: false,
    logLevel: "silent",
  });
  await stop();
  const work = await mkdtemp(join(tmpdir(), "hubline-lint-"));
  try {
    const path = join(work, "language_service.mjs");
    await writeFile(path, outputFiles[0]?.text ?? "");
    const loaded = await import(pathToFileURL(path).href);
    const service = v.parse(shape, loaded);
    return {
      ...service,
      document: (uri, text) => loaded.TextDocument.create(uri, "yaml", 1, text),
    };
  } finally {
    await rm(work, { recursive: true });
  }
}
