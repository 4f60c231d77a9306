/** What a `traceparent` says. */
export interface TraceContext {
  /** Id of the trace, 32 hexadecimal digits. */
  traceId: string;
  /** Id of the sender's span, 16 hexadecimal digits. */
  spanId: string;
  /** Flags; 1 where the trace is recorded. */
  traceFlags: number;
}

/**
 * Reads a `traceparent`; nothing where it breaks the rules, since whatever cannot be read begins no trace of ours.
 *
 * @see https://www.w3.org/TR/trace-context/#traceparent-header
 */
export function readTraceparent(text: string | null | undefined): TraceContext | undefined {
  const found = /^([\da-f]{2})-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})(-.*)?$/.exec(text ?? "");
  if (found === null) return undefined;
  const [, version = "", traceId = "", spanId = "", flags = "", more] = found;
  // Later versions may have more parts behind these; the first has none, and ff is none.
  if (version === "ff" || (version === "00" && more !== undefined)) return undefined;
  if (/^0+$/.test(traceId) || /^0+$/.test(spanId)) return undefined;
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16) };
}

/** Writes a `traceparent` of version 00, which knows the first flag only. */
export function writeTraceparent({ traceId, spanId, traceFlags }: TraceContext): string {
  return `00-${traceId}-${spanId}-0${traceFlags & 1}`;
}
