import { SettingsError } from "./settings.ts";

/**
 * Opens something, and names the variable to change where that fails.
 *
 * @throws {SettingsError} If it cannot be opened.
 */
export async function opening<T>(variable: string, open: () => T | Promise<T>): Promise<T> {
  try {
    return await open();
  } catch (cause) {
    const reason = reasonOf(cause);
    throw new SettingsError(`${variableOf(cause) ?? variable}: ${reason}`, { cause });
  }
}

/** Where a name has several addresses, each has its own reason, and what holds them says nothing. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === "") {
    return [...new Set(error.errors.map(reasonOf))].join("; ");
  }
  return error instanceof Error ? error.message : String(error);
}

/** The variable that an error is about, where that shows. */
function variableOf(error: unknown): string | undefined {
  if (isAboutHost(error)) return "HOST";
  const isAboutFile = error instanceof Error &&
    /^Cannot (?:open|read|write) Local HubSpot's file/.test(error.message);
  return isAboutFile ? "LOCAL_HUBSPOT_FILE" : undefined;
}

/** Whether it is the host that cannot be listened on: a port can only be taken, or be for root alone. */
function isAboutHost(error: unknown): boolean {
  if (!(error instanceof Error) || !error.message.startsWith("Cannot listen on")) return false;
  const { cause } = error;
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  return code !== "EADDRINUSE" && code !== "EACCES";
}
