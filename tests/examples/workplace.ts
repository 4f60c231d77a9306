import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { root } from "../checks/root.ts";
import { installRuntimes, type Runtimes, runtimesFolder, variables } from "../runtimes/install.ts";
import { environmentOf } from "../checks/command.ts";
import { packLibrary } from "../packaging/npm/pack.ts";
import { Program } from "./program.ts";

/** Name under which the examples import the library. */
const library = "@hubline/timeline";

/** Folders below `examples/` that npm installs for. */
export const npmExamples = ["cloudflare-workers", "node", "bun", "vercel-edge", "library"] as const;

/** Every folder that is copied. */
export const examples = [...npmExamples, "deno-deploy"] as const;

/** Name of an example's folder. */
export type Example = typeof examples[number];

/** How an example is started. */
export interface Start {
  /** Variables of its environment, with nothing of the developer's own beside them. */
  env?: Record<string, string>;
  /** Arguments. */
  args: readonly string[];
}

/**
 * Copies of all examples in a temporary folder, with the packages that they name. The library is among these as npm gets
 * it, and lies above the copies, where Node, Bun, esbuild and TypeScript look for it: installed for all at once, since each
 * for itself would take the time five times.
 */
export class Workplace {
  readonly folder: string;
  readonly runtimes: Runtimes;
  readonly #programs: Program[] = [];

  private constructor(folder: string, runtimes: Runtimes) {
    this.folder = folder;
    this.runtimes = runtimes;
  }

  static async make(): Promise<Workplace> {
    const workplace = new Workplace(
      mkdtempSync(join(tmpdir(), "hubline-examples-")),
      await installRuntimes(),
    );
    const { folder } = workplace;
    for (const name of examples) {
      cpSync(join(root, "examples", name), workplace.path(name), { recursive: true });
    }
    workplace.#linkDeno();
    const dependencies = Object.assign({}, ...npmExamples.map((name) => dependenciesOf(name)));
    dependencies[library] = `file:${await packLibrary(join(folder, "timeline.tgz"))}`;
    writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, dependencies }));
    await workplace.run("npm", {
      args: ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
    }, folder);
    return workplace;
  }

  /** Path of a file in the copy of an example, or of the copy itself. */
  path(example: Example, file = ""): string {
    return join(this.folder, example, file);
  }

  /** Path of what a tool runs that lies beside the runtimes. */
  tool(path: string): string {
    return join(root, runtimesFolder, "node_modules", path);
  }

  /** Starts a program in the copy of an example. */
  start(program: string, { env = {}, args }: Start, cwd: string): Program {
    const started = new Program(program, { args, cwd, env: { ...ownEnvironment(), ...env } });
    this.#programs.push(started);
    return started;
  }

  /** Runs a program to its end and returns what it printed; throws that where it ended badly. */
  async run(program: string, start: Start, cwd: string): Promise<string> {
    const started = this.start(program, start, cwd);
    const code = await started.exited();
    if (code !== 0) throw new Error(`Exit code ${code} of ${program}: ${started.output}`);
    return started.output;
  }

  /** Ends what still runs and removes the copies. */
  async close(): Promise<void> {
    await Promise.all(this.#programs.map((program) => program.kill()));
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  /** Has Deno take this checkout where the example names the library's release; all else stays as it is. */
  #linkDeno(): void {
    const path = this.path("deno-deploy", "deno.json");
    const config = JSON.parse(readFileSync(path, "utf8"));
    writeFileSync(path, JSON.stringify({ ...config, links: [root] }));
  }
}

/** What an example's package.json asks for to run. */
export function dependenciesOf(example: Example): Record<string, string> {
  const path = join(root, "examples", example, "package.json");
  return JSON.parse(readFileSync(path, "utf8")).dependencies;
}

/** Nothing that a developer has set for Hubline or for the tools reaches an example. */
function ownEnvironment(): Record<string, string> {
  return {
    ...environmentOf(variables()),
    npm_config_update_notifier: "false",
    // wrangler would ask Cloudflare where this machine is, and report its use.
    CLOUDFLARE_CF_FETCH_ENABLED: "false",
    WRANGLER_SEND_METRICS: "false",
    CI: process.env.CI ?? "true",
  };
}
