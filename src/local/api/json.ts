import type { Json } from "../../hubspot/events.ts";
import { readCapped } from "../../transport/read_capped.ts";

/** Largest body that is read, in bytes. HubSpot names no limit; 500 events of a usual size fit many times over. */
export const maxBodyBytes = 10 * 1024 * 1024;

/** Deeper JSON is refused: writing it out again would overflow the stack. */
const maxDepth = 100;

/** Why a body is no JSON that can be worked with. */
export type BodyError = "too_large" | "invalid_json";

/** Reads a body up to `maxBytes`, whatever its Content-Length says, and parses it. */
export async function readJson(
  request: Request,
  maxBytes: number = maxBodyBytes,
): Promise<{ value: unknown } | { error: BodyError }> {
  const { bytes, isWhole } = await readCapped(request.body, maxBytes);
  if (!isWhole) return { error: "too_large" };
  try {
    return { value: JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) };
  } catch {
    return { error: "invalid_json" };
  }
}

/** Whether a parsed value is JSON of bearable depth. Walks without recursion, for the same reason. */
export function isShallowJson(value: unknown): value is Json {
  if (value === undefined) return false;
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth >= maxDepth) return false;
    level = level.flatMap((item) =>
      typeof item === "object" && item !== null ? Object.values(item) : []
    );
  }
  return true;
}
