import type { Context, Hono } from "hono";
import { errorAnswer, jsonAnswer } from "./api/answers.ts";
import { wrongMethod } from "./api/api.ts";
import { readJson } from "./api/json.ts";
import type { FaultBook } from "./faults/fault_book.ts";
import type { RequestLog } from "./log/request_log.ts";
import { isFromHere } from "./own_origin.ts";
import { isForHost } from "./page/host.ts";
import type { AccountData } from "./storage/account_data.ts";

/** What can be controlled from outside. */
export interface ControlOptions {
  /** What goes wrong on demand. */
  faults: FaultBook;
  /** What was asked. */
  log: RequestLog;
  /** Host names beside this machine's own under which it may be asked for. */
  hosts: readonly string[];
  /** Forgets everything. */
  reset(): void;
  /** All that the account holds. */
  export(): AccountData;
  /** Puts data in place of it; throws a `TypeError` for what is none. */
  import: (data: unknown) => void;
  /** Declares a type of app events; throws a `RangeError` for what is none. */
  declareAppEventType(seed: unknown): void;
  /** Told after anything may have changed. */
  changed(): void;
  /** A fresh id for an error. */
  uuid(): string;
}

/** Largest body of an import, in bytes: some 100,000 events. */
const maxImportBytes = 100 * 1024 * 1024;

/** Largest body of a fault, in bytes. */
const maxFaultBytes = 64 * 1024;

/** Largest body of a type of app events, in bytes. */
const maxTypeBytes = 1024 * 1024;

/** Most requests in one answer. */
const maxRequests = 1_000;

/** People's addresses are in the answers: no other site may read them, by whatever way. */
const securityHeaders = {
  "cache-control": "no-store",
  "cross-origin-resource-policy": "same-origin",
  "x-content-type-options": "nosniff",
};

/** Puts the controls on the app, under `/_local`, for this machine only, as the page is. */
export function addControl(app: Hono, options: ControlOptions): void {
  const { faults, log, uuid } = options;
  const refuse = (message: string, status = 400) =>
    errorAnswer({ status, category: "VALIDATION_ERROR", message, correlationId: uuid() });

  app.use("/_local/*", async (context, next) => {
    const { raw: request } = context.req;
    if (!isForHost(request, options.hosts) || !isFromHere(request)) {
      return refuse(
        "This is for this machine only: ask for it as localhost, from no other site",
        403,
      );
    }
    await next();
    if (request.method !== "GET" && request.method !== "HEAD") options.changed();
    for (const [name, value] of Object.entries(securityHeaders)) context.header(name, value);
    return undefined;
  });

  app.get("/_local/faults", () => jsonAnswer(200, { faults: faults.list() }));
  app.post("/_local/faults", async ({ req: { raw: request } }) => {
    const body = await readJson(request, maxFaultBytes);
    if ("error" in body) return refuse("Give a fault as JSON, of at most 64 KiB");
    return attempt(() => jsonAnswer(201, { id: faults.add(body.value) }), refuse);
  });
  app.delete("/_local/faults", () => {
    faults.clear();
    return noContent();
  });
  app.all("/_local/faults", () => wrongMethod("GET, HEAD, POST, DELETE", uuid()));
  app.delete(
    "/_local/faults/:id",
    (context) =>
      faults.remove(context.req.param("id")) ? noContent() : refuse("No such fault is there", 404),
  );
  app.all("/_local/faults/:id", () => wrongMethod("DELETE", uuid()));

  app.post("/_local/app-event-types", async ({ req: { raw: request } }) => {
    const body = await readJson(request, maxTypeBytes);
    if ("error" in body) return refuse("Give a type of app events as JSON, of at most 1 MiB");
    return attempt(() => {
      options.declareAppEventType(body.value);
      return noContent();
    }, refuse);
  });
  app.all("/_local/app-event-types", () => wrongMethod("POST", uuid()));

  app.get("/_local/requests", (context) => {
    const after = wholeNumber(context, "after", 0);
    const limit = wholeNumber(context, "limit", 100);
    if (after === undefined || limit === undefined || limit > maxRequests) {
      return refuse(`Give after and limit as whole numbers, limit up to ${maxRequests}`);
    }
    return jsonAnswer(200, { requests: log.read({ after, limit }) });
  });
  app.all("/_local/requests", () => wrongMethod("GET, HEAD", uuid()));

  app.get("/_local/export", () => jsonAnswer(200, options.export()));
  app.all("/_local/export", () => wrongMethod("GET, HEAD", uuid()));
  app.post("/_local/import", async ({ req: { raw: request } }) => {
    const body = await readJson(request, maxImportBytes);
    if ("error" in body) return refuse("Give what was exported as JSON, of at most 100 MiB");
    const replace = options.import;
    return attempt(() => {
      replace(body.value);
      return noContent();
    }, refuse);
  });
  app.all("/_local/import", () => wrongMethod("POST", uuid()));
  app.post("/_local/reset", () => {
    options.reset();
    return noContent();
  });
  app.all("/_local/reset", () => wrongMethod("POST", uuid()));
}

/** A query parameter; `undefined` where it is something else. */
function wholeNumber({ req }: Context, name: string, missing: number): number | undefined {
  const value = req.query(name);
  if (value === undefined) return missing;
  return /^\d{1,15}$/.test(value) ? Number(value) : undefined;
}

/** Does what may find fault with what it is given, and says so. */
function attempt(act: () => Response, refuse: (message: string) => Response): Response {
  try {
    return act();
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) return refuse(error.message);
    throw error;
  }
}

function noContent(): Response {
  return new Response(null, { status: 204 });
}
