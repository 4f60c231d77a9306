import { readCapped } from "../../transport/read_capped.ts";
import { type BodyError, maxBodyBytes } from "./json.ts";

/**
 * Reads the fields of a form: from the body up to `maxBodyBytes`, and from the address, where HubSpot's `v1` took some.
 * The last field of a name counts.
 */
export async function readForm(
  request: Request,
): Promise<{ value: Record<string, string> } | { error: BodyError }> {
  const { bytes, isWhole } = await readCapped(request.body, maxBodyBytes);
  if (!isWhole) return { error: "too_large" };
  const body = new URLSearchParams(new TextDecoder().decode(bytes));
  return { value: Object.fromEntries([...new URL(request.url).searchParams, ...body]) };
}
