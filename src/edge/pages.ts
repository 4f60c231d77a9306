import type { Outbox } from "../outbox/outbox.ts";
import type { Deps } from "../transport/deps.ts";
import { type Answer, emptyAnswer } from "./answers.ts";

/** What a page is given of the forwarder that it is part of. */
export interface PageParts {
  /** Keeps the events. */
  outbox: Outbox;
  /** Where readers reach the forwarder, behind a proxy. Default: as requests say. */
  publicUrl?: string;
  /** Clock and chance. */
  deps: Pick<Deps, "now" | "uuid">;
  /** Told of what went wrong on our side. */
  onError(error: unknown): void;
}

/** What a page is given with a request. */
export interface PageContext {
  /** Reads the body, up to so many bytes; what it throws, the forwarder answers. */
  readBody(maxBytes: number): Promise<Uint8Array<ArrayBuffer>>;
}

/** Answers the requests for a page. */
export type PageHandler = (request: Request, context: PageContext) => Promise<Response>;

/**
 * A page that a forwarder serves beside its routes, such as `deliveriesPage` makes. Whoever wants none does not load
 * any, since a Worker shall stay small.
 */
export interface ForwarderPage {
  /** Paths, each with all that is below it: `/deliveries`; `/` is that one alone. */
  paths: readonly string[];
  /** Opens it; throws a `TypeError` where it does not fit the forwarder. */
  open(parts: PageParts): PageHandler;
}

/**
 * Leads a reader who put a slash behind the address of a page to the page: its links are relative, and would lead astray
 * from there. The way is relative, too, since a proxy may have taken off what stands before it.
 */
export function leadToPage({ method, url }: Request): Answer | undefined {
  if (method !== "GET" && method !== "HEAD") return undefined;
  const { pathname, search } = new URL(url);
  const [, name] = /\/([^/]+)\/$/.exec(pathname) ?? [];
  if (name === undefined) return undefined;
  return emptyAnswer(308, { outcome: "page", headers: { location: `../${name}${search}` } });
}
