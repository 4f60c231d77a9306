import { listen } from "./listen.ts";
import {
  assembleLocalHubSpot,
  type LocalHubSpot,
  type LocalHubSpotOptions,
} from "./local_hubspot.ts";
import type { AccountStore } from "./storage/account_store.ts";

/** How a Local HubSpot is to be, and where it listens. */
export interface StartLocalHubSpotOptions extends LocalHubSpotOptions {
  /** Port; 0 for any that is free. Default: 8788. */
  port?: number;
  /** Host name or address of the interface; the page may be asked for under it, unless it is a
   * wildcard such as `0.0.0.0`. Default: `127.0.0.1`. */
  host?: string;
  /**
   * Path of an SQLite file to keep contacts, events and declarations in; made where it is missing. What is in it counts,
   * and `contacts`, `templates`, `appEventTypes` and `eventDefinitions` only where it is new, or reset. One process has
   * it at a time. Default: nothing outlives the process.
   */
  file?: string;
}

/** A Local HubSpot that listens. */
export interface RunningLocalHubSpot extends LocalHubSpot {
  /** Where API and page are, without a slash at the end. */
  url: string;
  /** Stops listening, once requests in flight are answered (within five seconds). */
  close(): Promise<void>;
}

/**
 * Starts a Local HubSpot as a server. Rejects with an `Error` that names host and port where it cannot listen or the
 * file where that cannot be used, and with a `RangeError` as `createLocalHubSpot` throws.
 */
export async function startLocalHubSpot(
  { port = 8788, host = "127.0.0.1", hosts = [], file, ...options }: StartLocalHubSpotOptions = {},
): Promise<RunningLocalHubSpot> {
  const store = file === undefined ? undefined : await openFile(file);
  try {
    const assembled = { ...options, hosts: [...hosts, ...namesOf(host)] };
    const { local, end } = assembleLocalHubSpot(assembled, store);
    const listener = await listen(local.fetch, { port, host });
    let closed: Promise<void> | undefined;
    return {
      ...local,
      url: listener.url,
      close() {
        // Open pages never finish on their own, and neither do requests that a fault keeps waiting.
        end();
        return closed ??= listener.close().then(() => store?.close());
      },
    };
  } catch (error) {
    store?.close();
    throw error;
  }
}

/** Loaded only where a file is asked for: not every runtime has SQLite. */
async function openFile(file: string): Promise<AccountStore> {
  const { openSqliteStore } = await import("./storage/sqlite_store.ts");
  return openSqliteStore(file);
}

/** What people call the interface: nothing, where it is every interface. */
function namesOf(host: string): string[] {
  if (host === "0.0.0.0" || host === "::") return [];
  return [host.includes(":") ? `[${host}]` : host];
}
