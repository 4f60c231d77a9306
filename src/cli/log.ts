import { isRoutine, jsonLogger, logError, logHandled, logReceipt } from "../edge/logger.ts";
import { describeReceipt } from "./receipt_line.ts";
import type { HouseListeners } from "./house.ts";

/** Where what runs says what happens. */
export interface Log {
  /** Told of requests, receipts and faults. */
  listeners: HouseListeners;
  /** Takes what is for whoever started the program, in words. */
  say(text: string): void;
}

/** Lines for people, all on standard output but faults. */
export function textLog(): Log {
  return {
    listeners: {
      onHandled(handled) {
        if (isRoutine(handled)) return;
        const { method, path, status, outcome, durationMs } = handled;
        console.log(`${status} ${method} ${path} ${outcome} (${durationMs} ms)`);
      },
      onReceipt: (receipt) => console.log(describeReceipt(receipt)),
      onLookupProblem: ({ code, message }) => console.log(`look-up   ${code}: ${message}`),
      onError: (error) => console.error(error),
    },
    say: (text) => console.log(text),
  };
}

/** JSON lines, and nothing else, on standard output; what is for whoever started the program is on standard error. */
export function jsonLog(): Log {
  const logger = jsonLogger({ write: (line) => console.log(line) });
  return {
    listeners: {
      onHandled: (handled) => logHandled(logger, handled),
      onReceipt: (receipt) => logReceipt(logger, receipt),
      onLookupProblem: ({ code, message }) => logger.warn("look-up", { code, reason: message }),
      onError: (error) => logError(logger, error),
    },
    say: (text) => console.error(text),
  };
}
