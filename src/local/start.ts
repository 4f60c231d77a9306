import { listen } from "./listen.ts";
import {
  assembleLocalHubSpot,
  type LocalHubSpot,
  type LocalHubSpotOptions,
} from "./local_hubspot.ts";

/** How a Local HubSpot is to be, and where it listens. */
export interface StartLocalHubSpotOptions extends LocalHubSpotOptions {
  /** Port; 0 for any that is free. Default: 8788. */
  port?: number;
  /** Host name or address of the interface; the page may be asked for under it, unless it is a
   * wildcard such as `0.0.0.0`. Default: `127.0.0.1`. */
  host?: string;
}

/** A Local HubSpot that listens. */
export interface RunningLocalHubSpot extends LocalHubSpot {
  /** Where API and page are, without a slash at the end. */
  url: string;
  /** Stops listening, once requests in flight are answered (within five seconds). */
  close(): Promise<void>;
}

/**
 * Starts a Local HubSpot as a server. Rejects with an `Error` that names host and port where it cannot listen, and
 * with a `RangeError` as `createLocalHubSpot` throws.
 */
export async function startLocalHubSpot(
  { port = 8788, host = "127.0.0.1", hosts = [], ...options }: StartLocalHubSpotOptions = {},
): Promise<RunningLocalHubSpot> {
  const { local, live } = assembleLocalHubSpot({ ...options, hosts: [...hosts, ...namesOf(host)] });
  const listener = await listen(local.fetch, { port, host });
  return {
    ...local,
    url: listener.url,
    close() {
      // Open pages never finish on their own.
      live.end();
      return listener.close();
    },
  };
}

/** What people call the interface: nothing, where it is every interface. */
function namesOf(host: string): string[] {
  if (host === "0.0.0.0" || host === "::") return [];
  return [host.includes(":") ? `[${host}]` : host];
}
