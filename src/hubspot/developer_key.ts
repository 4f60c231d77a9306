import { createDeps, type Fetch } from "../transport/deps.ts";
import { isToken } from "./access_token.ts";
import { connect, type Connection, type ConnectionOptions } from "./connection.ts";
import { withoutSecrets } from "./secrets.ts";

/** How HubSpot's API is reached with a developer account's API key, which goes into the query. */
export interface KeyedConnectionOptions extends Omit<ConnectionOptions, "accessToken"> {
  /** The developer account's API key. */
  developerKey: string;
  /** It is the one or the other. */
  accessToken?: never;
}

/**
 * Makes a connection with an access token or a developer key. A key is put into the address only where the request leaves:
 * no message and no hook sees it.
 *
 * @throws {TypeError} If `developerKey` is no word in ASCII; and as {@linkcode connect} does.
 */
export function connectWithKey(options: ConnectionOptions | KeyedConnectionOptions): Connection {
  if (!("developerKey" in options)) return connect(options);
  const { developerKey, ...others } = options;
  if (!isToken(developerKey)) {
    // Without its value, which is a secret.
    throw new TypeError("Cannot reach HubSpot: developerKey must be one word in ASCII");
  }
  const network = createDeps(options.deps);
  const fetchWithKey: Fetch = (url, { headers: { authorization: _, ...headers }, ...init }) => {
    const separator = url.includes("?") ? "&" : "?";
    const key = `hapikey=${encodeURIComponent(developerKey)}`;
    return network.fetch(`${url}${separator}${key}`, { ...init, headers });
  };
  const deps = { ...others.deps, fetch: fetchWithKey };
  const connection = connect({ ...others, accessToken: developerKey, deps });
  return {
    deps: connection.deps,
    async request(request, signal) {
      return withoutSecrets(await connection.request(request, signal), [developerKey]);
    },
  };
}
