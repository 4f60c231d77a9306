import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { environmentOf } from "../checks/command.ts";
import { root } from "../checks/root.ts";
import { installRuntimes, variables } from "../runtimes/install.ts";
import { PostgresServer } from "../support/postgres.ts";
import { type Program, Victim } from "./processes.ts";
import { configText } from "./rules.ts";
import { forwardersOf, type OutboxKind, type ProcessName } from "./schedule.ts";
import { secrets } from "./secrets.ts";

/** All that runs, and where. */
export interface Stage {
  /** Which outbox the forwarders have. */
  outbox: OutboxKind;
  /** Folder of everything that is kept. */
  folder: string;
  /** The processes, by name. */
  victims: ReadonlyMap<ProcessName, Victim>;
  /** Addresses of the forwarders, in the order of their names. */
  urls: readonly string[];
  /** Address of Local HubSpot. */
  hubSpotUrl: string;
  /** How far the clock of each process is ahead, in milliseconds. */
  aheadMs: Map<ProcessName, number>;
  /** The database, where there is one beside the forwarders. */
  database: PostgresServer | undefined;
}

/** File of the SQLite outbox, in the folder of the stage. */
export const outboxFile = "outbox.db";

/** Opens the stage: nothing runs there yet but a database. */
export async function openStage(outbox: OutboxKind): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), "hubline-chaos-"));
  await writeFile(join(folder, "hubline.yml"), configText);
  const names = forwardersOf(outbox);
  const ports = await freePorts(names.length + 1);
  const [hubSpotPort = 0, ...forwarderPorts] = ports;
  const hubSpotUrl = `http://127.0.0.1:${hubSpotPort}`;
  const database = outbox === "postgres" ? await PostgresServer.start() : undefined;
  const place = { outbox, folder, hubSpotUrl, databaseUrl: database?.url ?? "" };
  const programs = await Promise.all(
    names.map((name, index) => forwarder(name, { ...place, port: forwarderPorts[index] ?? 0 })),
  );
  const victims = new Map<ProcessName, Victim>([
    ["hubspot", new Victim(localHubSpot(folder, hubSpotPort))],
  ]);
  for (const [index, program] of programs.entries()) {
    victims.set(names[index] ?? "forwarder 1", new Victim(program));
  }
  return {
    outbox,
    folder,
    victims,
    urls: forwarderPorts.map((port) => `http://127.0.0.1:${port}`),
    hubSpotUrl,
    aheadMs: new Map(),
    database,
  };
}

/** The process of this name. */
export function victimOf({ victims }: Stage, name: ProcessName): Victim {
  const victim = victims.get(name);
  if (victim === undefined) throw new Error(`There is no ${name}`);
  return victim;
}

/** Starts a process, with its clock as far ahead as it was. */
export async function startVictim(stage: Stage, name: ProcessName): Promise<void> {
  await victimOf(stage, name).start([String(stage.aheadMs.get(name) ?? 0)]);
}

/** Ends everything and leaves nothing behind. */
export async function closeStage({ victims, database, folder }: Stage): Promise<void> {
  await Promise.all([...victims.values()].map((victim) => victim.destroy()));
  await database?.stop();
  await rm(folder, { recursive: true, force: true });
}

/** Where a forwarder runs. */
interface Place {
  outbox: OutboxKind;
  folder: string;
  port: number;
  hubSpotUrl: string;
  databaseUrl: string;
}

async function forwarder(name: ProcessName, place: Place): Promise<Program> {
  const { outbox, folder: cwd, port, hubSpotUrl, databaseUrl } = place;
  const env = {
    ...environment(),
    HOST: "127.0.0.1",
    PORT: String(port),
    HUBLINE_DB: outboxFile,
    HUBLINE_EVENTS_TOKEN: secrets.events,
    HUBLINE_METRICS_TOKEN: secrets.metrics,
    HUBSPOT_ACCESS_TOKEN: secrets.hubspot,
    HUBSPOT_BASE_URL: hubSpotUrl,
    GITHUB_WEBHOOK_SECRET: secrets.github,
    SEGMENT_WRITE_KEY: secrets.segment,
    CLOUDEVENTS_TOKEN: secrets.cloudEvents,
    WEBHOOK_SECRET: secrets.webhook,
    DATABASE_URL: databaseUrl,
  };
  const shared = { name, cwd, ready: /listens on \S+\n/ };
  switch (outbox) {
    case "sqlite":
      return { ...shared, env, command: [...heedless, ...deno("start")] };
    case "postgres":
      return { ...shared, env, command: deno("postgres") };
    case "durable_object": {
      const { node } = await installRuntimes();
      const options = `--import=${join(root, "tests/runtimes/modules.mts")}`;
      const command = [node, join(root, "tests/chaos/workerd_forwarder.ts")];
      return { ...shared, env: { ...env, NODE_OPTIONS: options }, command };
    }
  }
}

/** A process that writes beyond a limit of its file size is ended, unless it heeds no such signal: then the write fails. */
const heedless = ["sh", "-c", `trap "" XFSZ; exec "$@"`, "sh"];

function localHubSpot(cwd: string, port: number): Program {
  const env = {
    ...environment(),
    HOST: "127.0.0.1",
    LOCAL_HUBSPOT_PORT: String(port),
    LOCAL_HUBSPOT_FILE: "hubspot.db",
  };
  return { name: "hubspot", cwd, env, ready: /listens on \S+:/, command: deno("local") };
}

/** One of the programs that `program.ts` runs. */
function deno(name: string): string[] {
  return [Deno.execPath(), "run", "-A", "--no-check", join(root, "tests/chaos/program.ts"), name];
}

function environment(): Record<string, string> {
  return environmentOf(variables());
}

/** Ports that nobody has now; a process that comes back needs the one that it had. */
async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports = await Promise.all(servers.map((server) =>
    new Promise<number>((resolve, reject) => {
      server.once("error", reject);
      server.listen(0, "127.0.0.1", () => {
        const address = server.address();
        resolve(typeof address === "object" && address !== null ? address.port : 0);
      });
    })
  ));
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
