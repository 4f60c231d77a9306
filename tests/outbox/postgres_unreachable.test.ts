import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import process from "node:process";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Opens an outbox on a socket that is not there, in a process with no more rights than the network's. */
const program = `
const { openPostgresOutbox } = await import("./src/outbox/postgres.ts");
const client = { async *sendAll() {} };
const database = "postgres://postgres@/postgres?host=/nowhere";
await openPostgresOutbox({ database, client }).then(
  () => console.log("opened"),
  (error) => console.log("rejected: " + error.message),
);
`;

const commands: [runtime: string, args: string[]][] = [
  ["Deno", ["run", "--no-check", "--no-prompt", "--allow-net", "--allow-env", "-"]],
  ["Bun", ["run", "-"]],
];
const [, args] = commands.find(([name]) => name in globalThis) ?? ["Node", ["--input-type=module"]];

describe("openPostgresOutbox", () => {
  it("rejects with the reason, and soon, where its socket cannot be opened or may not be", async () => {
    const output = await new Promise<string>((resolve) => {
      const child = execFile(
        process.execPath,
        args,
        { cwd: root, timeout: 20_000 },
        (_, stdout, stderr) => resolve(`${stdout}${stderr}`),
      );
      child.stdin?.end(program);
    });
    assert.match(
      output,
      /^rejected: (?:Requires (?:read|write) access to|connect ENOENT) .*nowhere/m,
    );
  });
});
