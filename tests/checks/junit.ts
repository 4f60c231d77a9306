/** One test in a JUnit report. */
export interface TestCase {
  /** Its name as the runner wrote it. */
  name: string;
  /** The file it is in, as the runner wrote it; empty where the report does not say. */
  file: string;
  /** How it ended. */
  outcome: "passed" | "failed" | "skipped";
  /** What the runner said of a failure. */
  message: string;
}

/** What a runner's report comes to. */
export interface Tally {
  /** Tests that passed. */
  passed: number;
  /** Tests that did not: failed ones, and skipped or postponed ones, which this project does not have. */
  failed: number;
  /** Files in which no test ran, for example because the module threw. */
  silent: string[];
}

/** Reads the test cases out of the JUnit reports of Deno, Node and Bun. */
export function parseReport(xml: string): TestCase[] {
  return [...xml.matchAll(testCase)].map(([, attributes = "", body = ""]) => {
    const of = new Map(
      [...attributes.matchAll(attribute)].map((
        [, name = "", value = ""],
      ) => [name, unescape(value)]),
    );
    // Deno names the file in `classname`; Node and Bun name the suite there and have an attribute of their own.
    const file = of.get("file") ?? of.get("classname") ?? "";
    const failure = body.match(/<(?:failure|error)\b[^>]*?message="([^"]*)"/);
    const failed = failure !== null || /<(?:failure|error)\b/.test(body);
    const outcome = failed ? "failed" : /<skipped\b/.test(body) ? "skipped" : "passed";
    return { name: of.get("name") ?? "", file, outcome, message: unescape(failure?.[1] ?? "") };
  });
}

/**
 * Counts tests, not the groups around them, and finds the files that had none. `files` are the paths that the
 * runner was given, relative to the folder it ran in.
 */
export function tally(cases: readonly TestCase[], files: readonly string[]): Tally {
  const real = cases.filter((one) => !isFile(one, files) && !isGroup(one, cases));
  const passed = real.filter(({ outcome }) => outcome === "passed").length;
  // A group names its file where its tests do not, so all cases but the file's own count as a sign of life.
  const alive = cases.filter((one) => !isFile(one, files));
  const silent = files.filter((path) => !alive.some(({ file }) => isSame(file, path)));
  return { passed, failed: real.length - passed, silent };
}

/** Node reports a file in which nothing was declared as one test of the file's name. */
function isFile({ name }: TestCase, files: readonly string[]): boolean {
  return files.some((path) => isSame(name, path));
}

/**
 * Deno reports a `describe` as one more case beside the tests in it, whose names begin with its own. It fails with
 * them; only when it fails by itself, as a hook can make it, is that one more failure.
 */
function isGroup(one: TestCase, cases: readonly TestCase[]): boolean {
  // A skipped one has no tests in it: what begins with its name is another file's group of the same name.
  if (one.outcome === "skipped") return false;
  if (!cases.some(({ name }) => name.startsWith(`${one.name} > `))) return false;
  return one.outcome !== "failed" || /^\d+ test steps? failed/.test(one.message);
}

function isSame(reported: string, path: string): boolean {
  const plain = reported.replace(/^\.\//, "");
  return plain === path || plain.endsWith(`/${path}`);
}

function unescape(text: string): string {
  return text.replace(/&(?:lt|gt|quot|apos|amp|#(\d+));/g, (entity, code?: string) => {
    if (code !== undefined) return String.fromCodePoint(Number(code));
    return entities.get(entity) ?? entity;
  });
}

const entities = new Map([
  ["&lt;", "<"],
  ["&gt;", ">"],
  ["&quot;", '"'],
  ["&apos;", "'"],
  ["&amp;", "&"],
]);

// An attribute may hold a bare `>` (Node writes it so); `<` is escaped by all three, in attributes and in text.
const testCase = /<testcase((?:\s+[\w:.-]+="[^"]*")*)\s*(?:\/>|>([\s\S]*?)<\/testcase>)/g;
const attribute = /([\w:.-]+)="([^"]*)"/g;
