import { DatabaseSync } from "node:sqlite";
import { argument } from "../argument.ts";
import { handlerByHand } from "./by_hand.ts";
import type { Handler } from "./handler.ts";

const database = new DatabaseSync(argument(1));
database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
database.exec("CREATE TABLE event (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT");
const insert = database.prepare("INSERT INTO event VALUES (?, ?) ON CONFLICT DO NOTHING");

/** Has events on disk before it answers, each in a commit of its own. */
export const handler: Handler = handlerByHand((events) => {
  for (const event of events) insert.run(event.uuid, JSON.stringify(event));
});
