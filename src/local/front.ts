import type { Deps } from "../transport/deps.ts";
import { readCapped } from "../transport/read_capped.ts";
import { maxBodyBytes } from "./api/json.ts";
import type { Exchange } from "./faults/exchange.ts";
import type { FaultBook } from "./faults/fault_book.ts";
import { Hangs } from "./faults/hangs.ts";
import { strike } from "./faults/strike.ts";
import { appOf } from "./limits/app_of.ts";
import { rateLimitAnswer } from "./limits/rate_limit_answer.ts";
import type { RateLimits } from "./limits/rate_limits.ts";
import { requestKind } from "./limits/request_kind.ts";
import { logEntry, readAnswer } from "./log/log_entry.ts";
import type { RequestLog } from "./log/request_log.ts";
import type { TakenEvents } from "./log/taken_events.ts";
import type { TokenBook } from "./oauth/token_book.ts";

/** What stands between a request and the endpoints. */
export interface FrontOptions {
  /** Has the endpoints answer, and keeps what they change. Must not reject. */
  api(request: Request): Promise<Response>;
  /** What goes wrong on demand. */
  faults: FaultBook;
  /** How many requests are taken. */
  limits: RateLimits;
  /** Where requests are written down. */
  log: RequestLog;
  /** Which events came of a request. */
  taken: TakenEvents;
  /** Which app a token is of. */
  tokens: Pick<TokenBook, "ownerOf">;
  /** Time and chance. */
  deps: Deps;
}

/** Whether a path is one of HubSpot's API; all else is Local HubSpot's own. */
export function isApiPath(path: string): boolean {
  return /^\/(?:crm|events|integrators|oauth)\//.test(path);
}

/**
 * Stands in front of the endpoints: faults strike what comes in, limits hold back what is too much, and what became of
 * each request is written down.
 */
export class Front {
  readonly #options: FrontOptions;
  readonly #hangs = new Hangs();

  /** Opens up. */
  constructor(options: FrontOptions) {
    this.#options = options;
  }

  /**
   * Answers a request. Rejects with a `ConnectionReset` where a fault breaks the connection, and with the signal's
   * reason where the caller hung up before there was an answer.
   */
  async answer(request: Request): Promise<Response> {
    const { deps, faults, log } = this.#options;
    const url = new URL(request.url);
    const startedAt = deps.now();
    const struck = faults.strike({ method: request.method, path: url.pathname });
    // One byte more than the endpoints take, so that they see that it is too much.
    const { bytes: body } = await readCapped(request.body, maxBodyBytes + 1);
    const events = new Set<number>();
    const begun = { request, url, body, startedAt, faults: struck.map(({ kind }) => kind), events };
    try {
      const exchange = this.#exchange(request, { path: url.pathname, body, events });
      const read = await readAnswer(await strike(struck, exchange));
      // Whoever hung up gets no answer, even if there is one.
      const ending = request.signal.aborted ? { outcome: "abandoned" as const } : read;
      log.add(logEntry(begun, { endedAt: deps.now(), ...ending }));
      return read.answer;
    } catch (error) {
      const outcome = request.signal.aborted ? "abandoned" : "reset";
      log.add(logEntry(begun, { endedAt: deps.now(), outcome }));
      throw error;
    }
  }

  /** Breaks the connections that faults keep waiting, so that a server can stop. */
  end(): void {
    this.#hangs.end();
  }

  #exchange(
    request: Request,
    { path, body, events }: { path: string; body: Uint8Array<ArrayBuffer>; events: Set<number> },
  ): Exchange {
    const { deps, taken } = this.#options;
    const { method, signal } = request;
    return {
      request: { method, path, body, signal },
      deps,
      carryOut: async (changed) => {
        const carried = withBody(request, changed ?? body);
        const response = await this.#carryOut(carried, path);
        for (const sequence of taken.of(carried)) events.add(sequence);
        return response;
      },
      hang: () => this.#hangs.wait(signal),
    };
  }

  async #carryOut(request: Request, path: string): Promise<Response> {
    const { api, deps, limits, tokens } = this.#options;
    const counted = { kind: requestKind(path), ...appOf(request, tokens) };
    const { refusedBy, headers } = limits.admit(counted);
    if (refusedBy !== undefined) {
      return rateLimitAnswer({ policy: refusedBy, correlationId: deps.uuid(), headers });
    }
    const response = await api(request);
    // Made anew, because the headers of some answers, such as redirects, cannot be changed.
    const { status, body } = response;
    const complete = new Headers(response.headers);
    for (const [name, value] of Object.entries(headers)) complete.set(name, value);
    return new Response(body, { status, headers: complete });
  }
}

/** The request with its body read already; its Content-Length may be that of another one. */
function withBody(request: Request, body: Uint8Array<ArrayBuffer>): Request {
  const headers = new Headers(request.headers);
  headers.delete("content-length");
  const { method, signal } = request;
  const init = { method, headers, signal };
  return new Request(request.url, body.byteLength === 0 ? init : { ...init, body });
}
