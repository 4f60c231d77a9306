import { posix } from "node:path";
import { lineAt, type SourceText } from "./source_text.ts";

/**
 * What each room may import besides itself: another room, one file of it, or (`types of …`) only its types.
 * A room is a folder of `src/`; `action` and `mod.ts`, the library's face, stand beside them.
 */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  validation: [],
  activity: ["validation"],
  sources: ["activity", "validation"],
  // What a rule wrote is checked by the schemas of the event types, and never sent from there.
  // Of the sources it knows what their options look like in a configuration file.
  mapping: [
    "activity",
    "types of sources",
    "validation",
    "src/hubspot/events.ts",
    "src/hubspot/event_schemas.ts",
  ],
  // What the pages of the stand-in and of the forwarder have in common.
  page: [],
  transport: ["validation"],
  hubspot: ["transport", "validation"],
  people: ["activity", "transport", "validation"],
  // The address book of Segment's source has an adapter beside the outbox, in the same file on disk.
  outbox: ["hubspot", "transport", "validation", "types of sources"],
  edge: [
    "schema/openapi.json",
    "activity",
    "hubspot",
    "mapping",
    "outbox",
    "page",
    "people",
    "sources",
    "transport",
    "validation",
  ],
  // The stand-in shares HubSpot's words with the client, but not the client's idea of what HubSpot answers.
  local: [
    "src/hubspot/events.ts",
    "types of hubspot",
    "page",
    "transport",
    "validation",
  ],
  cli: [
    "mod.ts",
    "activity",
    "edge",
    "hubspot",
    "local",
    "mapping",
    "outbox",
    "people",
    "sources",
    "transport",
    "validation",
  ],
  action: [
    "mod.ts",
    "activity",
    "hubspot",
    "mapping",
    "outbox",
    "people",
    "sources",
    "transport",
    "validation",
  ],
  "mod.ts": [
    "activity",
    "hubspot",
    "mapping",
    "outbox",
    "people",
    "sources",
    "transport",
    "validation",
  ],
};

/** Packages that only some rooms use. */
const packageRooms: Readonly<Record<string, readonly string[]>> = {
  handlebars: ["local"],
  hono: ["edge", "local", "page"],
  marked: ["local"],
  "@hono/node-server": ["edge", "local", "cli"],
  pg: ["outbox"],
};

/** All that whoever imports the library has to load with it. */
const corePackages = ["valibot"];

/**
 * What tests may use besides Node's own modules, so that the same files run on every runtime. Valibot is among it
 * because callers hand its schemas to `validate`, YAML because `action.yml` is read by a test, and marked because GitHub
 * reads the job summary as Markdown; the others are senders, signers, examples, a validator, a browser and a storage that
 * are not ours and that ours are held against.
 */
const testPackages = [
  "fast-check",
  "valibot",
  "yaml",
  "marked",
  "@octokit/webhooks-examples",
  "node-sqlite3-wasm",
  "playwright-core",
  "@valibot/to-json-schema",
  "ajv",
  "@octokit/webhooks-methods",
  "cloudevents",
  "standardwebhooks",
  "@opentelemetry/api",
  "@opentelemetry/sdk-metrics",
  "@opentelemetry/sdk-trace-base",
  "@segment/analytics-next",
  "@segment/analytics-node",
];

/** Each import goes the one way that DESIGN's rooms allow. */
export function checkDirections(sources: readonly SourceText[]): string[] {
  return sources.flatMap((source) => {
    const room = roomOf(source.path);
    if (room === undefined) return [];
    const allowed = Object.hasOwn(mayImport, room) ? mayImport[room] : undefined;
    if (allowed === undefined) return [`${source.path}: no room of that name is known`];
    return source.imports.flatMap(({ specifier, line, typeOnly }) => {
      if (specifier === "") return [`${source.path}:${line}: imports something computed`];
      if (!specifier.startsWith(".")) return [];
      const target = targetOf(source.path, specifier);
      const other = roomOf(target) ?? target;
      const open = other === room || allowed.includes(other) || allowed.includes(target) ||
        (typeOnly && allowed.includes(`types of ${other}`));
      return open ? [] : [`${source.path}:${line}: ${room} may not import ${target}`];
    });
  });
}

/** Packages stay in the rooms that are there for them. */
export function checkPackageRooms(sources: readonly SourceText[]): string[] {
  return sources.flatMap((source) => {
    const room = roomOf(source.path);
    if (room === undefined) return [];
    return source.imports.flatMap(({ specifier, line }) => {
      const name = packageOf(specifier);
      if (name === undefined || !Object.hasOwn(packageRooms, name)) return [];
      if (packageRooms[name]?.includes(room)) return [];
      return [`${source.path}:${line}: ${room} may not import ${name}`];
    });
  });
}

/** Whoever imports the library loads Valibot with it and no other package, by whatever way. */
export function checkCorePackages(sources: readonly SourceText[]): string[] {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const reached = new Set(["mod.ts"]);
  const found: string[] = [];
  // A set also visits what is added while it is walked.
  for (const path of reached) {
    for (const { specifier, line } of byPath.get(path)?.imports ?? []) {
      const name = packageOf(specifier);
      if (specifier.startsWith(".")) reached.add(targetOf(path, specifier));
      else if (name === undefined || !corePackages.includes(name)) {
        found.push(`${path}:${line}: mod.ts reaches ${specifier}`);
      }
    }
  }
  return found;
}

/** Folders below `tests/` that are programs of Deno's: they start runtimes, lint workflows, pack and install, or mutate. */
const testPrograms = [
  "tests/runtimes/",
  "tests/action/lint/",
  "tests/packaging/npm/",
  "tests/mutation/",
];

/** Tests import Node's modules, our own files and little else. */
export function checkTestImports(sources: readonly SourceText[]): string[] {
  const tests = sources.filter(({ path }) =>
    path.startsWith("tests/") && !testPrograms.some((folder) => path.startsWith(folder))
  );
  return tests.flatMap(({ path, imports }) =>
    imports.filter(({ specifier }) => {
      if (specifier.startsWith(".") || specifier.startsWith("node:")) return false;
      return !testPackages.includes(packageOf(specifier) ?? "");
    }).map(({ specifier, line }) => `${path}:${line}: a test may not import ${specifier}`)
  );
}

/** A file with tests that `deno task test` does not run would be red and nobody would see it. */
export function checkTestsRun(sources: readonly SourceText[]): string[] {
  return sources.flatMap(({ path, imports, code }) => {
    // A file that only brings hooks along, as a harness does, has no tests.
    const hasTests = imports.some(({ specifier }) => specifier === "node:test") &&
      /\b(?:it|test|describe)\(/.test(code);
    if (!hasTests) return [];
    const isRun = /^tests\/runtimes\/(?:workerd\w*|hubspot_client)\.test\.ts$/.test(path) ||
      (/^tests\/.*\.test\.ts$/.test(path) && !path.startsWith("tests/runtimes/"));
    return isRun ? [] : [`${path}: nobody runs the tests in it`];
  });
}

/** Room of a path; `undefined` for what is no part of library or Action. */
export function roomOf(path: string): string | undefined {
  if (path === "mod.ts") return path;
  const [top, room] = path.split("/");
  if (top === "action") return top;
  return top === "src" ? room : undefined;
}

/** Finds code and says where it is. */
export function findCode(source: SourceText, pattern: RegExp, what: string): string[] {
  return [...source.code.matchAll(pattern)].map(({ index }) =>
    `${source.path}:${lineAt(source.code, index)}: ${what}`
  );
}

function targetOf(path: string, specifier: string): string {
  return posix.join(posix.dirname(path), specifier);
}

/** Name of the package behind a bare specifier; `undefined` for files and built-in modules. */
function packageOf(specifier: string): string | undefined {
  if (specifier === "" || /^(?:\.|node:)/.test(specifier)) return undefined;
  const bare = specifier.replace(/^npm:/, "");
  const name = bare.split("/", bare.startsWith("@") ? 2 : 1).join("/");
  return name.replace(/(.)@.*$/, "$1");
}
