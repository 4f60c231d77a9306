/**
 * Does what README.md and the pages of docs say, in an empty folder, as somebody would who has just found the project.
 * Deno runs this file; `deno task test guides` does so.
 *
 * @module
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { blocksUnder, blockUnder } from "../checks/code_blocks.ts";
import { root } from "../checks/root.ts";
import type { Program } from "../examples/program.ts";
import { Desk } from "./desk.ts";

/** Where `git clone` puts the house. */
const clone = { folder: "timeline" };
/** Where a program of the newcomer's own is. */
const own = { folder: "own" };

const readme = readFileSync(join(root, "README.md"), "utf8");

let desk: Desk;

before(async () => {
  desk = await Desk.sitDown();
});
after(() => desk.leave());

/** A block of README's. */
function says(heading: string, language = "sh"): string {
  return blockUnder(readme, { heading, language });
}

/** The blocks of a page of docs. */
function docsSay(page: string, heading: string, language = "sh"): string[] {
  return blocksUnder(readFileSync(join(root, "docs", page), "utf8"), { heading, language });
}

/** A block with the address that was printed in place of the one that the document has. */
function at(block: string, address: string): string {
  return block.replace(/http:\/\/127\.0\.0\.1:878[78]/g, address);
}

async function startForwarder(env: Record<string, string>): Promise<{
  program: Program;
  forwarder: string;
  page: string;
}> {
  const program = desk.start(says("Run the forwarder"), { ...clone, env });
  const forwarder = await program.printed(/Hubline listens on (\S+)/);
  return { program, forwarder, page: await program.printed(/timeline page: (\S+)/) };
}

/** Local HubSpot, as docs/local.md has it, once it listens. */
async function startLocalHubSpot(): Promise<{ program: Program; address: string }> {
  const program = desk.start(docsSay("local.md", "Start it").join(""), clone);
  return { program, address: await program.printed(/(http:\/\/127\.0\.0\.1:\d+)/) };
}

/** How often a page shows the pull request that README has sent. */
async function cardsOn(page: string): Promise<number> {
  const text = await (await fetch(page)).text();
  return text.split("https://github.com/hubline/timeline/pull/7").length - 1;
}

describe("README.md, in an empty folder", () => {
  it("shows it in a minute: a clone, a table of receipts and a page of timelines", async () => {
    const demo = desk.start(says("See it in a minute"));
    const page = await demo.printed(/Look at the timelines: (\S+)/);
    assert.match(demo.output, /what was sent +answer +event id +receipt/);
    assert.match(demo.output, /202 .* delivered/);
    assert.match(await (await fetch(page)).text(), /@petspot\.com/);
    await demo.interrupt();
  });

  it("puts a pull request on a timeline by hand, once, and refuses another secret", async () => {
    desk.write(join(clone.folder, "hubline.yml"), says("A pull request, by hand", "yaml"));
    const [, name = "", value = ""] = /with `(GITHUB_WEBHOOK_SECRET)=([\w-]+)`/.exec(readme) ?? [];
    const { program, forwarder, page } = await startForwarder({ [name]: value });
    const block = at(says("A pull request, by hand"), forwarder);
    const first = JSON.parse(await desk.run(block, clone));
    assert.equal(first.ids.length, 1);
    await program.printed(/delivered pe0_activity/);
    assert.equal(await cardsOn(page), 1);
    assert.deepEqual(JSON.parse(await desk.run(block, clone)), first);
    assert.equal(await cardsOn(page), 1);
    const stranger = block.replace(value, "another").replace("curl", "curl -w '%{http_code}'");
    assert.match(await desk.run(stranger, clone), /"unauthorized".*401$/);
    await program.interrupt();
  });

  it("gives the library to a project of npm's", async () => {
    const [pack = ""] = /npx -y deno@[\d.]+ task pack/.exec(readme) ?? [];
    const [file = ""] = /hubline-timeline-[\d.]+\.tgz/.exec(readme) ?? [];
    await desk.run(pack, clone);
    desk.write(join(own.folder, "library.ts"), says("Use the library", "ts"));
    desk.write(join(own.folder, "local.ts"), says("Local HubSpot, in your own tests", "ts"));
    const block = says("Use the library").replace("@hubline/timeline", desk.path("timeline", file));
    await desk.run(block, own);
  });

  for (const command of ["node", "bun", "deno run -A"]) {
    for (const program of ["library.ts", "local.ts"]) {
      it(`has an example that does what it says: ${command} ${program}`, async () => {
        const output = await desk.run(`${command} ${program}`, own);
        // console.assert ends no program.
        assert.doesNotMatch(output, /Assertion failed/);
        if (program === "library.ts") assert.match(output, /outcome: "?'?delivered/);
      });
    }
  }

  it("starts the forwarder elsewhere: on Deno, Bun and Node, with Local HubSpot for HubSpot", async () => {
    const { program: local, address: hubspot } = await startLocalHubSpot();
    const heading = "Deploy the forwarder elsewhere";
    const code = says(heading, "ts").replace("accessToken:", `baseUrl: "${hubspot}", accessToken:`);
    desk.write(join(own.folder, "forwarder.ts"), code);
    const [asItIs = "", onNode = ""] = blocksUnder(readme, { heading, language: "sh" });
    const commands = [...asItIs.trimEnd().split("\n"), onNode];
    assert.deepEqual(commands.map((command) => command.match(/deno|bun|node/)?.[0]), [
      "deno",
      "bun",
      "node",
    ]);
    for (const command of commands) {
      const server = desk.start(command.replace("8787", "0"), own);
      const port = await server.printed(/(?:Listening on|server:|port:)\D+(?:0\.0\.0\.0:)?(\d+)/);
      const block = at(says("A pull request, by hand"), `http://127.0.0.1:${port}`);
      const { receipts } = JSON.parse(await desk.run(block, own));
      assert.match(receipts[0].outcome, /^(?:delivered|duplicate)$/);
      assert.equal(await cardsOn(hubspot), 1);
      await server.interrupt();
    }
    await local.interrupt();
  });
});

describe("docs", () => {
  it("local.md switches faults on and off, and has a script of answers", async () => {
    const { program, address } = await startLocalHubSpot();
    const [switches = "", script = ""] = docsSay("local.md", "Make it go wrong");
    const [on = "", off = ""] = at(switches, address).split("\n");
    const faults = async () => await (await fetch(`${address}/_local/faults`)).text();
    await desk.run(on, clone);
    assert.match(await faults(), /"hang"/);
    await desk.run(off, clone);
    assert.doesNotMatch(await faults(), /"hang"/);
    await desk.run(at(script, address), clone);
    const answers: boolean[] = [];
    for (let request = 1; request <= 3; request++) {
      const answer = await fetch(`${address}/oauth/v1/token`, { method: "POST" });
      answers.push((await answer.text()).includes("access_denied"));
    }
    assert.deepEqual(answers, [true, true, false]);
    await program.interrupt();
  });

  it("migrating.md ends in a program that sends the event", async () => {
    const { program: local, address } = await startLocalHubSpot();
    const diff = docsSay("migrating.md", "From `@hubspot/api-client`", "diff").join("");
    const after = diff.split("\n")
      .filter((line) => !line.startsWith("-")).map((line) => line.slice(1)).join("\n");
    const given = `const accessToken = "anything";\n`;
    const program = given + after.replace("accessToken }", `accessToken, baseUrl: "${address}" }`);
    desk.write(join(own.folder, "migrated.ts"), program);
    await desk.run("node migrated.ts", own);
    assert.match(await (await fetch(address)).text(), /pe1234567_signed_up/);
    await local.interrupt();
  });

  it("sources.md sends a file of lines, each answered by a line", async () => {
    const env = { HUBLINE_EVENTS_TOKEN: "a-token-of-your-own" };
    const { program, forwarder } = await startForwarder(env);
    const block = at(docsSay("sources.md", "Your own events").join(""), forwarder);
    const answers = (await desk.run(block, { ...own, env })).trimEnd().split("\n");
    assert.equal(answers.length, 2);
    for (const answer of answers) assert.match(answer, /"id/);
    await program.interrupt();
  });
});
