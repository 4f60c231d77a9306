import type { EventKey } from "../../hubspot/events.ts";
import type { DeadLetters, Journal } from "../../outbox/journal.ts";
import { readKey } from "./query.ts";
import { counted } from "./words.ts";

/** What a form asks for. */
export type ActName = "replay" | "drop" | "resume";

/** Does what a form asks for, and says what came of it, for the address of the page that follows. */
export async function act(
  name: ActName,
  { form, journal }: { form: URLSearchParams; journal: Journal },
): Promise<string> {
  if (name === "resume") {
    return await journal.resume() ? "resumed" : "not_paused";
  }
  const which = readChoice(form);
  if (which.length === 0) return "nothing_chosen";
  if (name === "replay") return `replayed.${await journal.replay(which)}`;
  // A browser asks for the tick itself; whatever else sends forms has to mean it, too.
  if (which === "all" && form.get("sure") !== "yes") return "not_sure";
  return `dropped.${await journal.drop(which)}`;
}

/**
 * Puts into words what came of a form; nothing for what no form brings, since whoever writes an address must not write
 * the page.
 */
export function doneWords(done: string | null): string | undefined {
  const found = /^([a-z_]+)(?:\.(\d{1,9}))?$/.exec(done ?? "");
  const events = counted(Number(found?.[2] ?? 0), "event");
  switch (found?.[1]) {
    case "resumed":
      return "Delivery goes on.";
    case "not_paused":
      return "Delivery did not pause any more.";
    case "nothing_chosen":
      return "Nothing was chosen.";
    case "not_sure":
      return "Nothing was dropped: the box was not ticked.";
    case "replayed":
      return `Replayed: ${events}.`;
    case "dropped":
      return `Dropped: ${events}.`;
    default:
      return undefined;
  }
}

function readChoice(form: URLSearchParams): DeadLetters {
  if (form.get("all") === "yes") return "all";
  return form.getAll("key").flatMap((text): EventKey[] => {
    const key = readKey(new URLSearchParams(text));
    return key === undefined ? [] : [key];
  });
}
