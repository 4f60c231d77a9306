import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../checks/root.ts";

/** The secrets that the READMEs have made up, and what stands for them here. */
const madeUp = { command: "$(openssl rand -hex 20)", value: "made-up-by-the-test-1234" };

/** The secret of GitHub's webhook in {@linkcode environmentIn}. */
export const webhookSecret = madeUp.value;

/** Reads the README of an example. */
export function readmeOf(example: string): string {
  return readFileSync(join(root, "examples", example, "README.md"), "utf8");
}

/** The first file of variables that a README writes, as a shell would write it. */
export function environmentIn(readme: string): Record<string, string> {
  const [, block = ""] = /^cat > \.env\S* <<END\n([^]*?)^END$/m.exec(readme) ?? [];
  return Object.fromEntries(
    block.trimEnd().split("\n").map((line) => {
      const at = line.indexOf("=");
      return [line.slice(0, at), line.slice(at + 1).replace(madeUp.command, madeUp.value)];
    }),
  );
}

/** What a README has `curl` send, with the variables that the shell would put in. */
export function curlIn(readme: string, env: Record<string, string>): {
  path: string;
  port: string;
  init: { method: string; headers: Record<string, string>; body: string };
} {
  const [, url = ""] = /^curl -sS (\S+) /m.exec(readme) ?? [];
  const [, name = "", value = ""] = / -H "([\w-]+): ([^"]*)"/.exec(readme) ?? [];
  const [, body = ""] = / -d '([^']*)'$/m.exec(readme) ?? [];
  const { pathname, port } = new URL(url);
  const filled = value.replace(/\$(\w+)/g, (_, variable) => env[variable] ?? "");
  return { path: pathname, port, init: { method: "POST", headers: { [name]: filled }, body } };
}
