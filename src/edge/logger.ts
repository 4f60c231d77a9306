import type { SettledReceipt } from "../outbox/outbox.ts";
import { createDeps, type Deps } from "../transport/deps.ts";
import { redactAddresses } from "../validation/redact.ts";
import type { Handled } from "./options.ts";

/** What a line of a log says beside its message. */
export type LogFields = Readonly<Record<string, string | number | boolean>>;

/** Four methods, as most loggers have them. No address and no secret is ever handed to them. */
export interface Logger {
  /** What is of use to whoever looks for a fault. */
  debug(message: string, fields: LogFields): void;
  /** What happens all the time. */
  info(message: string, fields: LogFields): void;
  /** What somebody may have to look at. */
  warn(message: string, fields: LogFields): void;
  /** What is wrong on our side. */
  error(message: string, fields: LogFields): void;
}

/** How JSON lines are written. */
export interface JsonLoggerOptions {
  /** Takes each line, without a line break at its end. */
  write: (line: string) => void;
  /** The least that is written. Default: `info`. */
  level?: keyof Logger;
  /** Clock to use in place of the runtime's. Default: the runtime's. */
  deps?: Partial<Deps>;
}

const levels: readonly (keyof Logger)[] = ["debug", "info", "warn", "error"];

/** Makes a logger whose lines are JSON: `{"time":"…","level":"info","message":"request",…}`. */
export function jsonLogger({ write, level = "info", deps }: JsonLoggerOptions): Logger {
  const { now } = createDeps(deps);
  const least = levels.indexOf(level);
  const at = (name: keyof Logger) => (message: string, fields: LogFields) => {
    if (levels.indexOf(name) < least) return;
    const time = new Date(now()).toISOString();
    write(JSON.stringify({ ...fields, time, level: name, message }));
  };
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}

/** What pages, probes and Prometheus ask for every few seconds, and which went well. */
const routine: ReadonlySet<string> = new Set(["alive", "ready", "metrics", "page"]);

/** Whether a request is one that comes every few seconds and says nothing. */
export function isRoutine({ outcome }: Pick<Handled, "outcome">): boolean {
  return routine.has(outcome);
}

/** Logs a request: as a warning where the fault is ours, and only for whoever looks for one where it is routine. */
export function logHandled(logger: Logger, handled: Handled): void {
  const { requestId, durationMs, ...said } = handled;
  const fields = { request_id: requestId, ...said, duration_ms: durationMs };
  if (handled.status >= 500) logger.warn("request", fields);
  else if (isRoutine(handled)) logger.debug("request", fields);
  else logger.info("request", fields);
}

/** Logs a receipt: a dead letter as a warning. Of its event only type and id are told. */
export function logReceipt(logger: Logger, receipt: SettledReceipt): void {
  const { key, outcome, settled: { state, attempts, origin } } = receipt;
  const fields = {
    outcome,
    state,
    attempts,
    ...(key === undefined ? {} : { type: redactAddresses(key.type), id: redactAddresses(key.id) }),
    ...(origin.path === undefined ? {} : { path: origin.path }),
    ...("code" in receipt ? { code: receipt.code, reason: redactAddresses(receipt.message) } : {}),
  };
  if (state === "dead") logger.warn("receipt", fields);
  else logger.info("receipt", fields);
}

/** Logs what went wrong on our side. */
export function logError(logger: Logger, error: unknown): void {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  logger.error("error", { error: redactAddresses(text) });
}
