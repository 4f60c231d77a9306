import type { Row } from "./figures.ts";

/** Figures that there is one of for each runtime, the first named after it. */
function onBoth(name: string, row: Row): Record<string, Row> {
  return {
    [`${name}Deno`]: { ...row, title: `${row.title}; Deno` },
    [`${name}Node`]: { ...row, title: "the same on Node" },
  };
}

/** Figures of the forwarder, in the order of the table. */
export const edgeRows: Readonly<Record<string, Row>> = {
  ...onBoth("acceptDirect", {
    title:
      "events a second of processor time, `POST /events` and delivery to a HubSpot that answers " +
      "at once, to those of a bare handler that parses and validates",
    unit: "×",
    wanted: { least: 0.8 },
  }),
  acceptDirectWorkerd: { title: "the same in workerd", unit: "×", wanted: { least: 0.8 } },
  ...onBoth("acceptDirectByHand", {
    title:
      "the same of a handler by hand, of Hono's parts: it looks at token and size, and sends with one `fetch`",
    unit: "×",
  }),
  ...onBoth("acceptAlone", {
    title: "the same of our forwarder alone, whose outbox keeps nothing",
    unit: "×",
  }),
  ...onBoth("acceptDurable", {
    title:
      "rate of `POST /events`, on disk before the answer, 50 connections, to that of the bare handler",
    unit: "×",
    wanted: { least: 0.5 },
  }),
  ...onBoth("acceptDurableTail", {
    title: "slowest hundredth of these answers to their median",
    unit: "×",
    wanted: { most: 4 },
  }),
  ...onBoth("acceptDurableByHand", {
    title: "that rate of the handler by hand, which commits each event by itself",
    unit: "×",
  }),
  ...onBoth("acceptGitHub", {
    title:
      "deliveries of GitHub's, 20 kB, a second of processor time, to those of a handler that only " +
      "verifies the signature",
    unit: "×",
    wanted: { least: 0.7 },
  }),
  ...onBoth("acceptParsingGitHub", {
    title: "the same of a handler that verifies the signature and reads the JSON, and no more",
    unit: "×",
  }),
  ...onBoth("growEvents10", {
    title: "processor time of 10 events a request to that of one",
    unit: "×",
  }),
  ...onBoth("growEvents100", { title: "the same of 100 events", unit: "×" }),
  ...onBoth("growConnections10", { title: "rate over 10 connections to that over one", unit: "×" }),
  ...onBoth("growConnections100", { title: "the same over 100 connections", unit: "×" }),
  ...onBoth("latency", {
    title:
      "time from a request to HubSpot at half load, to that of a handler that passes each event " +
      "on and keeps none",
    unit: "×",
  }),
  ...onBoth("latencyTail", { title: "the same of the slowest hundredth", unit: "×" }),
  drainShare: {
    title: "share of 110 requests in 10 s that is used while a backlog of 100,000 events drains",
    unit: "%",
    wanted: { least: 99 },
  },
  drainRefused: { title: "429s caused by that", unit: "", wanted: { most: 0 } },
  ...onBoth("drainMemory", {
    title: "peak memory of that to that with 10,000 events, in a heap of 64 MB",
    unit: "×",
    wanted: { most: 1.3 },
  }),
  ...onBoth("drainTime10", {
    title: "processor time for each of 10,000 events of a backlog to that for each of 1,000",
    unit: "×",
  }),
  ...onBoth("drainTime100", { title: "the same for 100,000", unit: "×" }),
  restartSeconds: {
    title: "time from a restart with 1,000,000 events in SQLite to the first one more on disk",
    unit: "s",
    wanted: { most: 1 },
  },
  restartFull: { title: "the same to that with an empty outbox", unit: "×" },
  ...onBoth("startForwarder", {
    title: "time to the first answer of a forwarder to that of an empty server of Hono's",
    unit: "×",
  }),
  workerStart: {
    title: "the same in workerd, with a Durable Object as outbox",
    unit: "×",
    wanted: { most: 1.5 },
  },
  workerAccept: {
    title: "the same where the first answer is to GitHub, its delivery durable",
    unit: "×",
  },
  workerBytes: {
    title: "that Worker with all that it needs, minified and compressed",
    unit: "bytes",
    wanted: { most: 60_000 },
  },
};
