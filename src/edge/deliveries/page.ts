import type { Journal } from "../../outbox/journal.ts";
import { mark } from "../../page/base_style.ts";
import type { Markup } from "../../page/markup.ts";
import { pageHeaders } from "../../page/page_headers.ts";
import { isSameText } from "../../sources/signature.ts";
import type { Deps } from "../../transport/deps.ts";
import { type Answer, emptyAnswer, textAnswer } from "../answers.ts";
import { discardBody } from "../body.ts";
import type { PageContext } from "../pages.ts";
import { TokenBucket } from "../token_bucket.ts";
import { act, type ActName, doneWords } from "./acts.ts";
import { detailPage } from "./detail_view.ts";
import { Guard, type Visitor } from "./guard.ts";
import { listPage } from "./list_view.ts";
import type { DeliveriesOptions } from "./options.ts";
import { readKey, readQuery } from "./query.ts";
import { script } from "./script.ts";
import { messagePage, signInPage } from "./sign_in_view.ts";
import { style } from "./style.ts";

/** What the page is made of. */
export interface DeliveriesParts {
  /** Who may see it. */
  deliveries: DeliveriesOptions;
  /** What it shows. */
  journal: Journal;
  /** Where it is reached, behind a proxy. Default: as requests say. */
  publicUrl?: string | undefined;
  /** Clock and chance. */
  deps: Pick<Deps, "now" | "uuid">;
  /** Told of what went wrong. */
  onError(error: unknown): void;
}

/** Path of the page on this server. */
export const deliveriesPath = "/deliveries";

/** Largest form, in bytes: the keys of a page of dead letters, each of which may be long. */
const maxFormBytes = 256 * 1024;

/** Guesses at the password, of everybody together: ten at once, and then one every two seconds. */
const guesses = { perSecond: 0.5, burst: 10 };

/** `same-origin`, because with `no-referrer` browsers say `Origin: null` of our own forms. */
const headers = { ...pageHeaders, "referrer-policy": "same-origin" };

const acts: ReadonlyMap<string, ActName> = new Map([
  ["/replay", "replay"],
  ["/drop", "drop"],
  ["/resume", "resume"],
]);

const assets: ReadonlyMap<string, { text: string; type: string }> = new Map([
  ["/style.css", { text: style, type: "text/css; charset=utf-8" }],
  ["/page.js", { text: script, type: "text/javascript; charset=utf-8" }],
  ["/mark.svg", { text: mark, type: "image/svg+xml; charset=utf-8" }],
]);

/** The page with what came in and what became of it. */
export class DeliveriesPage {
  readonly #parts: DeliveriesParts;
  readonly #guard: Guard;
  readonly #guesses: TokenBucket;
  /** Path of the page as its readers see it. */
  readonly #base: string;

  /** Makes the page. */
  constructor(parts: DeliveriesParts) {
    const { publicUrl } = parts;
    const above = publicUrl === undefined ? "" : new URL(publicUrl).pathname.replace(/\/$/, "");
    this.#parts = parts;
    this.#base = `${above}${deliveriesPath}`;
    this.#guard = new Guard({ ...parts, base: this.#base });
    this.#guesses = new TokenBucket(guesses, parts.deps);
  }

  /** Answers a request below the path of the page. */
  async handle(request: Request, context: PageContext): Promise<Answer> {
    const { pathname } = new URL(request.url);
    const below = pathname.slice(deliveriesPath.length).replace(/\/$/, "");
    const asset = assets.get(below);
    const isReading = request.method === "GET" || request.method === "HEAD";
    if (asset !== undefined && isReading) {
      return textAnswer(asset.text, { outcome: "page", type: asset.type, headers });
    }
    if (isReading) return await this.#read(request, below);
    if (request.method === "POST") return await this.#write(request, { below, context });
    discardBody(request);
    return this.#page(405, this.#message("Not here", "This method is not taken here."), {
      allow: "GET, HEAD, POST",
    });
  }

  async #read(request: Request, below: string): Promise<Answer> {
    const visitor = await this.#guard.visitor(request);
    if (below === "/login" && this.#hasPassword) {
      return visitor === undefined
        ? this.#page(200, signInPage({ base: this.#base }))
        : this.#goTo("");
    }
    if (visitor === undefined) return this.#refuse();
    if (below === "") {
      return this.#page(200, await this.#list(request, visitor), cookieOf(visitor));
    }
    if (below === "/event") return await this.#event(request, visitor);
    return this.#page(404, this.#message("Not found", "There is nothing at this address."));
  }

  async #write(
    request: Request,
    { below, context }: { below: string; context: PageContext },
  ): Promise<Answer> {
    if (!this.#guard.isOwnForm(request)) {
      discardBody(request);
      return this.#foreignForm();
    }
    const bytes = await context.readBody(maxFormBytes);
    const form = new URLSearchParams(new TextDecoder().decode(bytes));
    if (below === "/login" && this.#hasPassword) return await this.#signIn(request, form);
    const visitor = await this.#guard.visitor(request);
    if (visitor === undefined) return this.#refuse();
    if (!isSameText(form.get("token") ?? "", visitor.formToken)) return this.#foreignForm();
    if (below === "/logout") {
      return this.#goTo("/login", { "set-cookie": this.#guard.signOut(request) });
    }
    const name = acts.get(below);
    if (name === undefined) {
      return this.#page(404, this.#message("Not found", "There is nothing at this address."));
    }
    const done = await act(name, { form, journal: this.#parts.journal });
    return this.#goTo(`?${new URLSearchParams({ state: name === "resume" ? "" : "dead", done })}`);
  }

  async #signIn(request: Request, form: URLSearchParams): Promise<Answer> {
    const base = this.#base;
    const seconds = this.#guesses.take();
    if (seconds > 0) {
      const problem = `Too many tries: wait ${seconds} seconds.`;
      const retry = { "retry-after": String(seconds) };
      return this.#page(429, signInPage({ base, problem }), retry);
    }
    const cookie = await this.#guard.signIn(request, form.get("password") ?? "");
    if (cookie !== undefined) return this.#goTo("", { "set-cookie": cookie });
    return this.#page(403, signInPage({ base, problem: "That is not the password." }));
  }

  async #list(request: Request, { formToken }: Visitor): Promise<Markup> {
    const { journal, deps } = this.#parts;
    const parameters = new URL(request.url).searchParams;
    const query = readQuery(parameters);
    const [found, counts] = await Promise.all([
      // An address that somebody wrote may hold a cursor that came from no page.
      journal.list(query).catch((error) => {
        if (!(error instanceof RangeError)) throw error;
        return { entries: [] };
      }),
      journal.counts(),
    ]);
    return listPage({
      base: this.#base,
      formToken,
      hasPassword: this.#hasPassword,
      query,
      found,
      counts,
      notice: doneWords(parameters.get("done")),
      now: deps.now(),
    });
  }

  async #event(request: Request, visitor: Visitor): Promise<Answer> {
    const { formToken } = visitor;
    const { journal, deps } = this.#parts;
    const key = readKey(new URL(request.url).searchParams);
    const detail = key === undefined ? undefined : await journal.get(key);
    if (detail === undefined) {
      const text = "This event is not known, or it is forgotten by now.";
      return this.#page(404, this.#message("Not found", text));
    }
    const base = this.#base;
    const hasPassword = this.#hasPassword;
    const now = deps.now();
    const markup = detailPage({ base, formToken, hasPassword, detail, now });
    return this.#page(200, markup, cookieOf(visitor));
  }

  get #hasPassword(): boolean {
    return this.#parts.deliveries.password !== undefined;
  }

  async #refuse(): Promise<Answer> {
    if (this.#hasPassword) return this.#goTo("/login");
    return await this.#page(403, this.#message("Not for you", "You may not see this page."));
  }

  #foreignForm(): Promise<Answer> {
    const text = "This form is too old, or it came from another site. Nothing was done.";
    return this.#page(403, this.#message("Not taken", text));
  }

  #message(title: string, text: string): Markup {
    return messagePage({ base: this.#base, title, text });
  }

  #goTo(below: string, own: Record<string, string> = {}): Answer {
    const location = `${this.#base}${below}`;
    return emptyAnswer(303, { outcome: "page", headers: { ...headers, ...own, location } });
  }

  async #page(
    status: number,
    markup: Markup,
    own: Record<string, string> = {},
  ): Promise<Answer> {
    return textAnswer((await markup).toString(), {
      outcome: "page",
      status,
      type: "text/html; charset=utf-8",
      headers: { ...headers, ...own },
    });
  }
}

function cookieOf({ cookie }: Visitor): Record<string, string> {
  return cookie === undefined ? {} : { "set-cookie": cookie };
}
