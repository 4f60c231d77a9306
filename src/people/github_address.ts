/** Where one GitHub is reached. */
export interface GitHubAddress {
  /** Address of the REST API, without a slash at the end. */
  rest: string;
  /** Address of the GraphQL API. */
  graphql: string;
  /** Host of its web site, as activities name it, in lower case. */
  host: string;
}

const enterprisePath = "/api/v3";

/**
 * Finds the addresses of a GitHub from that of its REST API: `https://api.github.com`, `https://api.OCTOCORP.ghe.com`, or
 * `https://HOST/api/v3` of an Enterprise Server.
 *
 * Throws a `TypeError` where it is no http(s) address, or has a user, a query or a fragment.
 *
 * @see https://docs.github.com/en/enterprise-server/graphql/guides/managing-enterprise-accounts
 */
export function githubAddress(apiUrl: string): GitHubAddress {
  if (!isApiUrl(apiUrl)) {
    // Said without the value, which may hold a password.
    throw new TypeError(
      "Cannot make the resolver: apiUrl must be an http(s) address without user, query or fragment",
    );
  }
  const { origin, host, pathname } = new URL(apiUrl);
  const path = pathname.replace(/\/+$/, "");
  const rest = origin + path;
  if (path.endsWith(enterprisePath)) {
    const before = rest.slice(0, -enterprisePath.length);
    return { rest, graphql: `${before}/api/graphql`, host };
  }
  return { rest, graphql: `${rest}/graphql`, host: host.replace(/^api\./, "") };
}

function isApiUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, search, hash } = new URL(text);
  return /^https?:$/.test(protocol) && username + password + search + hash === "";
}
