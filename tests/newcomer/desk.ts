import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { environmentOf, runCommand } from "../checks/command.ts";
import { root } from "../checks/root.ts";
import { Program } from "../examples/program.ts";
import { installRuntimes, variables } from "../runtimes/install.ts";

/** Where the documents say that the house can be cloned from. */
const address = "https://github.com/hubline/timeline";

/**
 * An empty folder and a shell in it, with Node, npm, Bun, Deno, git, curl and openssl: what a newcomer has. What a document
 * says is done in it word by word, but for this:
 *
 * - git takes the house from this checkout, as it stands, where the documents name its address;
 * - the variables PORT and LOCAL_HUBSPOT_PORT are 0, since others may listen on the documents' ports, and addresses with
 *   these are then replaced by the ones that were printed.
 */
export class Desk {
  /** The folder. */
  readonly folder: string = mkdtempSync(join(tmpdir(), "hubline-newcomer-"));
  /** Where the programs are, and the house as git finds it. */
  readonly #shelf = mkdtempSync(join(tmpdir(), "hubline-shelf-"));
  readonly #programs: Program[] = [];
  readonly #env: Record<string, string>;

  private constructor(env: Record<string, string>) {
    this.#env = env;
  }

  /** Sits down at an empty desk. */
  static async sitDown(): Promise<Desk> {
    const { node, bun } = await installRuntimes();
    const own = environmentOf(variables());
    const env: Record<string, string> = {
      ...own,
      npm_config_update_notifier: "false",
      npm_config_fund: "false",
      npm_config_audit: "false",
      PORT: "0",
      LOCAL_HUBSPOT_PORT: "0",
    };
    const desk = new Desk(env);
    const bin = join(desk.#shelf, "bin");
    mkdirSync(bin);
    for (
      const [name, path] of [["node", node], ["bun", bun], ["deno", process.execPath]] as const
    ) {
      symlinkSync(path, join(bin, name));
    }
    env.PATH = `${bin}:${own.PATH ?? ""}`;
    await desk.#offerHouse();
    return desk;
  }

  /** Path of something on the desk. */
  path(...parts: string[]): string {
    return join(this.folder, ...parts);
  }

  /** Reads a text on the desk. */
  read(...parts: string[]): string {
    return readFileSync(this.path(...parts), "utf8");
  }

  /** Writes a text, with the folder that it lies in. */
  write(path: string, text: string): void {
    mkdirSync(dirname(this.path(path)), { recursive: true });
    writeFileSync(this.path(path), text);
  }

  /** Runs a block of shell to its end, and returns what it printed; throws that where it ended badly. */
  async run(block: string, { folder = "", env = {} }: ShellOptions = {}): Promise<string> {
    const { code, output, trouble } = await runCommand({
      program: "sh",
      args: ["-ec", block],
      cwd: this.path(folder),
      env: { ...this.#env, ...env },
      timeout: 120_000,
    });
    if (code === 0) return output;
    throw new Error(`${block}: ${trouble ?? `exit code ${code}`}\n${output}`);
  }

  /** Starts a block of shell that goes on until it is ended. */
  start(block: string, { folder = "", env = {} }: ShellOptions = {}): Program {
    const program = new Program("sh", {
      args: ["-ec", block],
      cwd: this.path(folder),
      env: { ...this.#env, ...env },
    });
    this.#programs.push(program);
    return program;
  }

  /** Ends what still runs and clears the desk. */
  async leave(): Promise<void> {
    await Promise.all(this.#programs.map((program) => program.kill()));
    for (const folder of [this.folder, this.#shelf]) {
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  }

  /** Puts this checkout, with what is not committed yet, where git finds it in place of the documents' address. */
  async #offerHouse(): Promise<void> {
    const house = join(this.#shelf, "house");
    const list = "git ls-files -z --cached --others --exclude-standard --deduplicate";
    const names = await this.run(`cd '${root}' && ${list}`);
    // What was removed and is not committed yet is listed, too.
    for (
      const name of names.split("\0").filter((one) => one !== "" && existsSync(join(root, one)))
    ) {
      cpSync(join(root, name), join(house, name));
    }
    const newcomer = "-c user.name=Newcomer -c user.email=newcomer@example.com";
    await this.run(
      `cd '${house}' && git init -q && git add -A && git ${newcomer} commit -qm "As it stands"`,
    );
    this.#env.GIT_CONFIG_COUNT = "1";
    this.#env.GIT_CONFIG_KEY_0 = `url.${house}.insteadOf`;
    this.#env.GIT_CONFIG_VALUE_0 = address;
  }
}

/** Where a block of shell runs. */
export interface ShellOptions {
  /** Folder on the desk. Default: the desk itself. */
  folder?: string;
  /** Variables beside those of the desk. Default: none. */
  env?: Record<string, string>;
}
