import { type DeliveriesOptions, deliveriesPage } from "../../../src/edge/deliveries/mod.ts";
import type { ForwarderOptions } from "../../../src/edge/mod.ts";
import { appEvent } from "../../support/events.ts";
import { startJournaled } from "../journaled.ts";

export const password = "correct horse battery";
export const origin = "https://hubline.example";

/** A browser's part: it keeps the cookie, says where forms come from, and follows nothing by itself. */
export class Reader {
  readonly #fetch: (request: Request) => Promise<Response>;
  cookie = "";
  /** The token of the form that was read last. */
  formToken = "";

  constructor(fetch: (request: Request) => Promise<Response>) {
    this.#fetch = fetch;
  }

  async get(path: string, headers: Record<string, string> = {}) {
    return await this.#send(path, { headers });
  }

  /** Sends a form, as a page of the forwarder would. */
  async post(
    path: string,
    fields: Record<string, string> | [string, string][],
    headers: Record<string, string> = {},
  ) {
    return await this.#send(path, {
      method: "POST",
      body: new URLSearchParams(fields).toString(),
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        origin,
        "sec-fetch-site": "same-origin",
        ...headers,
      },
    });
  }

  async signIn(): Promise<void> {
    await this.post("/deliveries/login", { password });
    await this.get("/deliveries");
  }

  /** Sends a form with the token of the page that was read last. */
  async act(path: string, fields: [string, string][] = []) {
    return await this.post(path, [["token", this.formToken], ...fields]);
  }

  async #send(path: string, init: RequestInit) {
    const headers = new Headers(init.headers);
    if (this.cookie !== "") headers.set("cookie", `theme=dark; ${this.cookie}`);
    const response = await this.#fetch(new Request(`${origin}${path}`, { ...init, headers }));
    const set = response.headers.get("set-cookie");
    if (set !== null) this.cookie = set.split(";")[0] ?? "";
    const text = await response.text();
    this.formToken = /name="token" value="([^"]*)"/.exec(text)?.[1] ?? this.formToken;
    const { status } = response;
    return { status, text, headers: response.headers };
  }
}

/** A forwarder with the page, and somebody who reads it. */
export function startPage(
  decide: Parameters<typeof startJournaled>[0],
  deliveries: DeliveriesOptions = { password },
  own: Partial<ForwarderOptions> = {},
) {
  const hubline = startJournaled(decide, { pages: [deliveriesPage(deliveries)], ...own });
  const reader = new Reader((request) => hubline.forwarder.fetch(request));
  /** Takes events with these ids in and attempts each once. */
  const bring = async (...ids: string[]) => {
    await hubline.postEvents({ inputs: ids.map((id) => appEvent({ id })) });
    await hubline.outbox.process(100);
  };
  return { ...hubline, reader, bring };
}

/** Ids of the events on a page, in order. */
export function idsOn(text: string): string[] {
  return [...text.matchAll(/<td class="event">\s*<a href="[^"]*id=([^"&]*)"/g)]
    .map(([, id = ""]) => decodeURIComponent(id));
}

/** What stands on a page, without its tags. */
export function wordsOf(text: string): string {
  return text.replaceAll(/<\/?(?:wbr|bdi)>/g, "").replaceAll(/<[^>]*>/g, " ").replaceAll(
    /\s+/g,
    " ",
  );
}
