import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import process from "node:process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Where Debian's packages put each version's programs, which are not on the PATH. */
const debianFolder = "/usr/lib/postgresql";

/** Postgres refuses to run as root; this is the user that Debian's package makes for it. */
const serverUser = "postgres";

/**
 * Starts the server and waits until it takes connections. When nobody is left at the other end of the pipe, as when the
 * tests were killed, it ends the server and removes its folder. Whoever ends all that the tests started must not end it
 * before that.
 */
const keeper = `
trap '' HUP INT TERM
if "$1/pg_ctl" -D "$2/data" -l "$2/log" -w start >/dev/null
then echo ready && read -r line
else cat "$2/log" >&2
fi
"$1/pg_ctl" -D "$2/data" -m immediate -w stop >/dev/null
rm -rf "$2"
`;

/** A Postgres of the test's own, in a temporary folder, reached through a Unix socket. */
export class PostgresServer {
  readonly #programs: string;
  readonly #folder: string;
  #keeper: ChildProcess | undefined;

  private constructor(programs: string) {
    this.#programs = programs;
    // Under root's TMPDIR another user may reach nothing.
    this.#folder = mkdtempSync(join(isRoot() ? "/tmp" : tmpdir(), "hubline-postgres-"));
  }

  /** Makes a cluster and starts its server. */
  static async start(): Promise<PostgresServer> {
    const server = new PostgresServer(findPrograms());
    try {
      if (isRoot()) await run("chown", [serverUser, server.#folder]);
      await server.#run(
        "initdb",
        "--username=postgres",
        "--auth=trust",
        "--no-sync",
        "--encoding=UTF8",
        "--no-locale",
        "-D",
      );
      appendFileSync(
        join(server.#data, "postgresql.conf"),
        // Nothing here tests what becomes of a disk when the power goes off.
        `listen_addresses = ''\nunix_socket_directories = '${server.#folder}'\nfsync = off\n`,
      );
      server.#keeper = await server.#keep();
    } catch (error) {
      rmSync(server.#folder, { recursive: true, force: true });
      throw error;
    }
    return server;
  }

  /** What to connect to. */
  get url(): string {
    return `postgres://postgres@localhost/postgres?host=${this.#folder}`;
  }

  /** Ends the server as a crash does: no connection is told, and nothing is written down first. */
  async crash(): Promise<void> {
    await this.#run("pg_ctl", "-m", "immediate", "-w", "stop", "-D");
  }

  /** Starts the server again after a crash. */
  async restart(): Promise<void> {
    await this.#run("pg_ctl", "-l", join(this.#folder, "log"), "-w", "start", "-D");
  }

  /** Ends the server and forgets what it held. */
  async stop(): Promise<void> {
    if (this.#keeper !== undefined) {
      const ended = once(this.#keeper, "close");
      this.#keeper.stdin?.end();
      await ended;
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }

  get #data(): string {
    return join(this.#folder, "data");
  }

  /** Runs one of Postgres' programs on the cluster. */
  async #run(program: string, ...options: string[]): Promise<void> {
    const [first = "", ...rest] = asServerUser([
      join(this.#programs, program),
      ...options,
      this.#data,
    ]);
    await run(first, rest, { cwd: "/", env: environment });
  }

  async #keep(): Promise<ChildProcess> {
    const [first = "", ...rest] = asServerUser([
      "sh",
      "-c",
      keeper,
      "sh",
      this.#programs,
      this.#folder,
    ]);
    const child = spawn(first, rest, {
      cwd: "/",
      env: environment,
      stdio: ["pipe", "pipe", "inherit"],
    });
    await Promise.race([
      once(child.stdout, "data"),
      once(child, "close").then(() => {
        throw new Error("Postgres did not start");
      }),
    ]);
    return child;
  }
}

/** Nothing of the machine's: its variables name other servers. */
const environment = { PATH: process.env.PATH ?? "", LC_ALL: "C" };

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** `setpriv` is part of Debian's util-linux, and replaces itself by the program, so that signals reach it. */
function asServerUser(command: readonly string[]): string[] {
  if (!isRoot()) return [...command];
  return [
    "setpriv",
    `--reuid=${serverUser}`,
    `--regid=${serverUser}`,
    "--clear-groups",
    ...command,
  ];
}

/** The folder with Postgres' programs, the latest version first. */
function findPrograms(): string {
  const versions = existsSync(debianFolder) ? readdirSync(debianFolder) : [];
  const folders = [
    ...versions.sort((a, b) => Number(b) - Number(a)).map((one) => join(debianFolder, one, "bin")),
    ...(process.env.PATH ?? "").split(delimiter),
  ];
  const found = folders.find((folder) => existsSync(join(folder, "initdb")));
  if (found !== undefined) return found;
  throw new Error(
    "Postgres is missing, which these tests need: install Debian's package `postgresql`, as .ci/run does",
  );
}
