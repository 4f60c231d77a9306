/** What the address of a page asks for beside its path. */
export interface PageQuery {
  /** Which contacts are listed. */
  search: string;
  /** Which events or requests are shown; empty for all. */
  only: string;
  /** Which page of them, from 1. */
  page: number;
}

/** Longest words that are searched for. */
const longestSearch = 200;

/** Reads a page's address; what makes no sense counts as missing. */
export function readQuery({ searchParams }: URL): PageQuery {
  const page = searchParams.get("page") ?? "";
  return {
    search: (searchParams.get("q") ?? "").trim().slice(0, longestSearch),
    only: searchParams.get("only") ?? "",
    page: /^[1-9]\d{0,6}$/.test(page) ? Number(page) : 1,
  };
}

/** Writes a page's address. */
export function addressOf(
  path: string,
  { search = "", only = "", page = 1 }: Partial<PageQuery>,
): string {
  const query = new URLSearchParams();
  if (search !== "") query.set("q", search);
  if (only !== "") query.set("only", only);
  if (page !== 1) query.set("page", String(page));
  return query.size === 0 ? path : `${path}?${query}`;
}
