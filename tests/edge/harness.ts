import { type AcceptedEvent, defaultMapping } from "../../mod.ts";
import { createForwarder, type ForwarderOptions, type Handled } from "../../src/edge/mod.ts";
import type { Outbox } from "../../src/outbox/outbox.ts";
import { github, signGitHub, type Source } from "../../src/sources/github.ts";

export const secret = "the webhook's secret";
export const token = "the-token-of-events";

/** A forwarder whose outbox and hooks write down what they are given, and ways to post to it. */
export function start(own: Partial<ForwarderOptions> = {}) {
  const kept: AcceptedEvent[] = [];
  const handled: Handled[] = [];
  const errors: unknown[] = [];
  const outbox: Outbox = {
    put(events) {
      kept.push(...events);
      return Promise.resolve({});
    },
    process: () => Promise.resolve({ receipts: [] }),
    onPut: () => () => {},
    close: () => Promise.resolve(),
  };
  const forwarder = createForwarder({
    outbox,
    sources: [{
      path: "/github",
      source: github({ secret }),
      mapping: defaultMapping({ eventName: "pe1_github_activity" }),
      people: { octocat: "octocat@example.com" },
    }],
    events: { token },
    onHandled: (one) => handled.push(one),
    onError: (error) => errors.push(error),
    deps: { now: () => Date.parse("2026-11-22T12:00:00Z"), uuid: () => "fresh-uuid" },
    ...own,
  });
  const post = async (path: string, body: string, headers: Record<string, string> = {}) => {
    const response = await forwarder.fetch(
      new Request(`http://localhost${path}`, { method: "POST", body, headers }),
    );
    return { status: response.status, headers: response.headers, body: await response.json() };
  };
  const postEvents = (body: unknown, authorization = `Bearer ${token}`) =>
    post("/events", typeof body === "string" ? body : JSON.stringify(body), { authorization });
  const postGitHub = async (event: string, payload: unknown, signWith = secret) => {
    const body = JSON.stringify(payload);
    const signature = await signGitHub(signWith, new TextEncoder().encode(body));
    return await post("/github", body, {
      "x-github-event": event,
      "x-hub-signature-256": signature,
    });
  };
  return { forwarder, kept, handled, errors, post, postEvents, postGitHub };
}

/** A source that throws whatever it is told to. */
export function throwing(thrown: unknown): Source {
  return { ...github({ secret }), admit: () => {}, verify: () => Promise.reject(thrown) };
}

/** A GitHub route at a path. */
export function route(path: string) {
  return { path, source: github({ secret }), mapping: defaultMapping({ eventName: "pe1_x" }) };
}
