import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { settingNames } from "../../src/cli/settings.ts";
import { root } from "../checks/root.ts";
import { portable } from "../runtimes/install.ts";
import { curlIn, environmentIn, readmeOf } from "./readme.ts";

const folder = join(root, "examples");
const all = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory()).map(({ name }) => name);
const examples = all.filter((name) => name !== "workflows");
const forwarders = examples.filter((name) => name !== "library");
const packaged = examples.filter((name) => existsSync(join(folder, name, "package.json")));
const library = JSON.parse(readFileSync(join(root, "deno.json"), "utf8"));

/** Variables that mean nothing to `deno task start`. */
const ownVariables = ["DATABASE_URL", "POSTGRES_PASSWORD"];

function read(example: string, file: string): string {
  return readFileSync(join(folder, example, file), "utf8");
}

/** All code of an example. */
function codeOf(example: string): string {
  return readdirSync(join(folder, example), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts") && !path.includes("node_modules"))
    .map((path) => read(example, path)).join("\n");
}

describe("examples/README.md", () => {
  it("leads to every folder", () => {
    const named = [...read("", "README.md").matchAll(/\]\((\S+?)\/\)/g)].map(([, name]) => name);
    assert.deepEqual(named.sort(), [...all].sort());
  });
});

for (const example of examples) {
  describe(`examples/${example}`, () => {
    const readme = readmeOf(example);

    it("has a README of one screen and code of 50 lines at most", () => {
      assert.ok(readme.split("\n").length <= 60);
      assert.ok(codeOf(example).split("\n").length <= 60);
    });

    it("reads variables that its README names, under the names that they have elsewhere", () => {
      const code = codeOf(example);
      const names = [...code.matchAll(/\b[A-Z][A-Z_]+_[A-Z_]+\b|"(?:HOST|PORT)"/g)]
        .map(([name]) => name.replaceAll('"', ""));
      assert.ok(names.includes("HUBSPOT_ACCESS_TOKEN"));
      assert.deepEqual(names.filter((name) => !readme.includes(name) && name !== "HOST"), []);
      const known = [...settingNames, ...ownVariables];
      assert.deepEqual(names.filter((name) => !known.includes(name)), []);
    });

    it("imports nothing of this checkout", () => {
      const specifiers = [...codeOf(example).matchAll(/from "([^"]+)"/g)].map(([, name = ""]) =>
        name
      );
      assert.deepEqual(specifiers.filter((name) => /^[./]/.test(name)), []);
    });
  });
}

for (const example of forwarders) {
  describe(`examples/${example}/README.md`, () => {
    const env = environmentIn(readmeOf(example));

    it("sets the variables without which nothing starts, and no secret of anybody's", () => {
      for (const name of ["HUBSPOT_ACCESS_TOKEN", "GITHUB_WEBHOOK_SECRET", "HUBLINE_EVENT_NAME"]) {
        assert.ok(Object.hasOwn(env, name), name);
      }
      const tokens = readmeOf(example).match(/pat-na1-[\w-]+/g) ?? [];
      assert.deepEqual(tokens.filter((token) => token !== "pat-na1-your-token"), []);
    });

    it("has curl send an event that carries the token", () => {
      const { path, init } = curlIn(readmeOf(example), env);
      assert.equal(path, "/events");
      assert.equal(init.headers.Authorization, `Bearer ${env.HUBLINE_EVENTS_TOKEN}`);
      assert.equal(JSON.parse(init.body).email, "ada@example.com");
    });
  });
}

for (const example of packaged) {
  describe(`examples/${example}/package.json`, () => {
    const { dependencies, devDependencies } = JSON.parse(read(example, "package.json"));

    it("asks for this version of the library, and pins the tools that the tests use", () => {
      assert.equal(dependencies["@hubline/timeline"], `^${library.version}`);
      const { "@hubline/timeline": _, ...others } = { ...dependencies, ...devDependencies };
      const known = [...portable, ...Object.values<string>(library.imports)];
      for (const [name, version] of Object.entries(others)) {
        const pinned = `${name}@${version}`;
        assert.ok(known.some((one) => one.replace("npm:", "") === pinned), pinned);
      }
    });
  });
}

describe("examples/deno-deploy/deno.json", () => {
  it("asks for this version of the library", () => {
    const { imports } = JSON.parse(read("deno-deploy", "deno.json"));
    assert.deepEqual(imports, { "@hubline/timeline": `jsr:@hubline/timeline@^${library.version}` });
  });
});

describe("examples/node", () => {
  const dockerfile = read("node", "Dockerfile");

  it("has an image of files that exist, for another user than root", () => {
    assert.match(dockerfile, /^FROM node:24-slim$/m);
    const copied = [...dockerfile.matchAll(/^COPY (\S+) \.\/$/gm)].map(([, file = ""]) => file);
    assert.deepEqual(copied, ["package*.json", "main.ts"]);
    assert.ok(copied.every((file) => existsSync(join(folder, "node", file.replace("*", "")))));
    assert.ok(dockerfile.indexOf("USER node") < dockerfile.indexOf("CMD "));
    assert.ok(dockerfile.indexOf("USER node") > dockerfile.indexOf("RUN "));
  });

  it("keeps settings out of the image, and is reached from this machine alone", () => {
    assert.match(read("node", ".dockerignore"), /^\.env\*$/m);
    assert.match(read("node", "compose.yaml"), /"127\.0\.0\.1:8787:8787"/);
    assert.match(dockerfile, /HOST=0\.0\.0\.0/);
  });
});

describe("examples/cloudflare-workers/wrangler.jsonc", () => {
  const config = read("cloudflare-workers", "wrangler.jsonc");

  it("keeps to the account's limits, and to what the object holds", () => {
    assert.match(config, /"max_concurrency": 1\b/);
    assert.match(config, /"max_batch_size": 100\b/);
    assert.match(config, /"dead_letter_queue": "hubline-dead-letters"/);
    assert.match(
      config,
      /"migrations": \[\{ "tag": "v1", "new_sqlite_classes": \["TimelineOutbox"\] \}\]/,
    );
    assert.doesNotMatch(config, /nodejs_compat/);
  });

  it("names queues that the README makes", () => {
    const queues = new Set(config.match(/hubline-[\w-]+/g));
    const readme = readmeOf("cloudflare-workers");
    assert.deepEqual([...queues].filter((name) => !readme.includes(`queues create ${name}`)), []);
  });
});
