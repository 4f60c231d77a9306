import { join } from "node:path";
import { openPostgresOutbox } from "../../src/outbox/postgres.ts";
import { openSqliteOutbox } from "../../src/outbox/sqlite.ts";
import { clientStandIn, delivered } from "../support/client_stand_in.ts";
import { readDeadLetters, readTimelines } from "./accounts.ts";
import type { DeadLetter, ShownEvent } from "./judge.ts";
import { outboxFile, type Stage } from "./stage.ts";

/** Asks Local HubSpot what stands on which timeline. */
export async function gatherTimelines({ hubSpotUrl }: Stage): Promise<ShownEvent[]> {
  return readTimelines(await (await fetch(`${hubSpotUrl}/_local/export`)).json());
}

/** Looks the dead letters up where the outbox keeps them; nothing is delivered meanwhile. */
export async function gatherDeadLetters(stage: Stage): Promise<DeadLetter[]> {
  const client = clientStandIn(() => delivered);
  switch (stage.outbox) {
    case "sqlite": {
      const path = join(stage.folder, outboxFile);
      const destination = new URL(stage.hubSpotUrl).host;
      const outbox = openSqliteOutbox({ path, destination, client });
      const letters = await readDeadLetters(outbox);
      await outbox.close();
      return letters;
    }
    case "postgres": {
      const outbox = await openPostgresOutbox({ database: stage.database?.url ?? "", client });
      const letters = await readDeadLetters(outbox);
      await outbox.close();
      return letters;
    }
    case "durable_object":
      return await (await fetch(`${stage.urls[0]}/chaos/dead`)).json();
  }
}
