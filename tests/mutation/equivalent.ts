/** A change that no test can notice, because nothing that anybody can see changes with it. */
export interface EquivalentMutant {
  /** Path of the source. */
  file: string;
  /** The line where it begins, without the blanks around it. */
  line: string;
  /** What is replaced, in one line. */
  from: string;
  /** What replaces it, in one line. */
  to: string;
  /** Why nothing changes with it. */
  reason: string;
}

/** Changes of one line that have one reason. */
interface Group extends Pick<EquivalentMutant, "file" | "line" | "reason"> {
  changes: readonly (readonly [from: string, to: string])[];
}

const groups: readonly Group[] = [
  {
    file: "src/transport/retry_after.ts",
    line: 'const text = value ?? "";',
    reason: "Neither text is seconds or a date",
    changes: [['""', '"Stryker was here!"']],
  },
  {
    file: "src/transport/retry.ts",
    line: "if (result !== undefined) guarded(() => hooks?.onRetry?.({ ...result, delayMs }))();",
    reason: "What is thrown where there is no such hook is dropped with what a hook throws",
    changes: [[
      "hooks?.onRetry?.({ ...result, delayMs })",
      "hooks?.onRetry({ ...result, delayMs })",
    ], ["hooks?.onRetry", "hooks.onRetry"]],
  },
  {
    file: "src/transport/read_capped.ts",
    line: "const chunk = part.value.byteLength > room ? part.value.subarray(0, room) : part.value;",
    reason: "The part of a chunk up to its end is the chunk",
    changes: [["part.value.byteLength > room", "true"], [
      "part.value.byteLength > room",
      "part.value.byteLength >= room",
    ]],
  },
  {
    file: "src/hubspot/rate_headers.ts",
    line: 'const text = headers.get(`x-hubspot-ratelimit-${name}`) ?? "";',
    reason: "Neither text is a number",
    changes: [['""', '"Stryker was here!"']],
  },
  {
    file: "src/transport/deadline.ts",
    line: 'finished.abort("finished");',
    reason: "Nobody reads why a timer is called off",
    changes: [['"finished"', '""']],
  },
  {
    file: "src/outbox/pause.ts",
    line: 'if (receipt.outcome !== "deferred" || !concernsAccount(receipt)) return undefined;',
    reason: "No other receipt has a code that is about the account; the check is for the type",
    changes: [['receipt.outcome !== "deferred"', "false"]],
  },
  {
    file: "src/hubspot/token_keeper.ts",
    line: "#forcedAt = -Infinity;",
    reason: "Neither is within the last minute",
    changes: [["-Infinity", "+Infinity"]],
  },
  {
    file: "src/hubspot/token_keeper.ts",
    line: "if (error instanceof HubSpotError) this.#remember(error);",
    reason:
      "The endpoint throws nothing else, and the store nothing at all; the check is for the type",
    changes: [["error instanceof HubSpotError", "true"]],
  },
  {
    file: "src/outbox/group_commit.ts",
    line: "else group[0]?.reject(error);",
    reason: "Nothing fails where nothing waits; the question mark is for the type",
    changes: [["group[0]?.reject", "group[0].reject"]],
  },
  {
    file: "src/sources/timestamp_tolerance.ts",
    line: "const found = age > 0 ? `${age} seconds old` : `${-age} seconds in the future`;",
    reason: "What is not a second old is near enough, and was taken before",
    changes: [["age > 0", "age >= 0"]],
  },
  {
    file: "src/sources/standard_webhooks/verification.ts",
    line: String.raw`if (!/^\d{1,12}$/.test(timestamp ?? "")) {`,
    reason: "A header that is missing was refused before; the other side is for the type",
    changes: [['""', '"Stryker was here!"']],
  },
  {
    file: "src/sources/standard_webhooks/verification.ts",
    line: 'const signatures = (signature ?? "").split(" ", mostSignatures).flatMap((one) => {',
    reason: "A header that is missing was refused before; the other side is for the type",
    changes: [['""', '"Stryker was here!"']],
  },
  {
    file: "src/sources/standard_webhooks/verification.ts",
    line: 'return { prefix, id: id ?? "", timestamp: timestamp ?? "", signatures };',
    reason: "A header that is missing was refused before; the other side is for the type",
    changes: [['""', '"Stryker was here!"']],
  },
  {
    file: "src/sources/standard_webhooks/verification.ts",
    line: "const [, scheme, text] = /^(v1a?),([A-Za-z0-9+/=]{1,200})$/.exec(one) ?? [];",
    reason: "Only what stands behind the first place is read",
    changes: [["[]", '["Stryker was here"]']],
  },
  {
    file: "src/sources/standard_webhooks/verification.ts",
    line: "return scheme === undefined || text === undefined ? [] : [[scheme, text] as const];",
    reason: "The expression finds both or neither; that both are asked for is for the type",
    changes: [
      ["scheme === undefined || text === undefined", "scheme === undefined && text === undefined"],
      ["scheme === undefined", "false"],
      ["text === undefined", "false"],
    ],
  },
  {
    file: "src/hubspot/outgoing.ts",
    line: "if (event === undefined) {",
    reason:
      "The shorter way makes of an event what the longer one does, which a law of its own holds",
    changes: [["event === undefined", "true"]],
  },
  {
    file: "src/transport/sliding_window.ts",
    line: "const lookAt = missing < 0 || pauseMs > 0",
    reason: "Whoever has no place looks when one is free, and then again when the pause is over",
    changes: [["pauseMs > 0", "false"], ["pauseMs > 0", "pauseMs >= 0"]],
  },
  {
    file: "src/transport/sliding_window.ts",
    line: "if (pausedUntil <= pausedUntilAt(now)) return;",
    reason: "A pause told twice finds that nobody went since it was told first",
    changes: [[
      "pausedUntil <= pausedUntilAt(now)",
      "pausedUntil < pausedUntilAt(now)",
    ]],
  },
  {
    file: "src/sources/hubspot_webhooks/signature.ts",
    line: 'const timestamp = headers.get(timestampHeader) ?? "";',
    reason: "Neither text is digits",
    changes: [['""', '"Stryker was here!"']],
  },
  {
    file: "src/edge/bearer.ts",
    line: String
      .raw`const given = /^bearer +(\S+)$/i.exec(headers.get("authorization") ?? "")?.[1];`,
    reason: "Neither text has a token in it",
    changes: [['""', '"Stryker was here!"']],
  },
  {
    file: "src/mapping/conditions.ts",
    line: 'function actorOf({ actor: { login, email, name } }: Activity, pattern = ""): string[] {',
    reason: "All that is asked is whether there is an @ in it",
    changes: [['""', '"Stryker was here!"']],
  },
  {
    file: "src/mapping/plan.ts",
    line: "const contact = [email?.trim().toLowerCase(), objectId, utk];",
    reason:
      "The addresses were checked to be ASCII, in which what differs in lower case differs in upper case",
    changes: [["email?.trim().toLowerCase()", "email?.trim().toUpperCase()"]],
  },
  {
    file: "src/validation/redact.ts",
    line: 'const last = domains.pop() ?? "";',
    reason: "A text that is split has a last part; the other side is for the type",
    changes: [['""', '"Stryker was here!"']],
  },
  {
    file: "src/activity/sha1.ts",
    line: "for (let at = 16; at < 80; at++) {",
    reason: "Writing behind the end of a typed array does nothing",
    changes: [["at < 80", "at <= 80"]],
  },
  {
    file: "src/activity/trailers.ts",
    line: "while (start < text.length) {",
    reason: "It looks at an empty line more, in which there is nothing",
    changes: [["start < text.length", "start <= text.length"]],
  },
  {
    file: "src/activity/trailers.ts",
    line: "if (open < colon) return undefined;",
    reason: "One character is not both",
    changes: [["open < colon", "open <= colon"]],
  },
  {
    file: "src/sources/signature.ts",
    line: "for (let at = 0; at < a.length; at++) difference |= (a[at] ?? 0) ^ (b[at] ?? 0);",
    reason: "Behind the end both are 0",
    changes: [["at < a.length", "at <= a.length"]],
  },
  {
    file: "src/sources/signature.ts",
    line: 'key ??= await crypto.subtle.importKey("raw", raw, algorithm, false, ["sign"]);',
    reason: "Nobody but this function has the key",
    changes: [["false", "true"]],
  },
  {
    file: "src/sources/signature.ts",
    line: "for (let at = 0; at < bytes.length; at++) {",
    reason: "Writing behind the end of a typed array does nothing",
    changes: [["at < bytes.length", "at <= bytes.length"]],
  },
  {
    file: "src/mapping/template.ts",
    line: 'let filled = literals[0] ?? "";',
    reason: "There is one text more than places; the other side is for the type",
    changes: [['""', '"Stryker was here!"']],
  },
  {
    file: "src/mapping/template.ts",
    line: 'filled += value + (literals[index + 1] ?? "");',
    reason: "There is one text more than places; the other side is for the type",
    changes: [['""', '"Stryker was here!"']],
  },
  {
    file: "src/hubspot/open_batches.ts",
    line: "if (!one.hasNewId) batch.byId.set(id, one);",
    reason:
      "No event is asked for under an id that was made here; leaving it out saves memory alone",
    changes: [["!one.hasNewId", "true"]],
  },
  {
    file: "src/hubspot/open_batches.ts",
    line: "for (const name in values) length += values[name]?.length ?? 0;",
    reason: "Every name has a value; the question mark is for the type",
    changes: [["values[name]?.length", "values[name].length"]],
  },
  {
    file: "src/hubspot/event_values.ts",
    line: 'for (const name of Object.keys(values)) written[name] = writeValue(values[name] ?? "");',
    reason: "Every name has a value; the other side is for the type",
    changes: [['""', '"Stryker was here!"']],
  },
  {
    file: "src/hubspot/event_values.ts",
    line: 'const milliseconds = typeof time === "number" ? time : Number(new Date(time));',
    reason:
      "A Date of a number is that number, and the text is made of the time either way; it saves the Date alone",
    changes: [['typeof time === "number"', "true"], ['typeof time === "number"', "false"], [
      'typeof time === "number"',
      'typeof time !== "number"',
    ], ['"number"', '""']],
  },
  {
    file: "src/hubspot/event_values.ts",
    line: "if (milliseconds !== lastTime) {",
    reason: "The text of the same time is made again; it saves the time that takes",
    changes: [["milliseconds !== lastTime", "true"]],
  },
  {
    file: "src/hubspot/event_values.ts",
    line: 'let [lastTime, lastText] = [NaN, ""];',
    reason: "No time is the first one's milliseconds, so what is kept with them is never read",
    changes: [['[NaN, ""]', "[]"], ['""', '"Stryker was here!"']],
  },
  {
    file: "src/transport/sliding_window.ts",
    line: "if (!line.has(waiter)) return line.size;",
    reason:
      "Whoever comes counts all in line without looking at each, which would take longer than all else; at the second look they are looked at, so that only somebody who is lost is passed over an interval later",
    changes: [["!line.has(waiter)", "false"]],
  },
  {
    file: "src/activity/identity.ts",
    line: String
      .raw`const [, digits, login] = /^(?:(\d{1,15})\+)?([\w-]{1,100}(?:\[bot\])?)$/i.exec(local) ?? [];`,
    reason: "Only what stands behind the first place is read",
    changes: [["[]", '["Stryker was here"]']],
  },
  {
    file: "src/activity/identity.ts",
    line: 'const lower = login?.trim().toLowerCase() ?? "";',
    reason: "Neither text is a bot's name",
    changes: [['""', '"Stryker was here!"']],
  },
  {
    file: "src/activity/identity.ts",
    line: '? { local: "", domain: "" }',
    reason: "Neither is a part of any address",
    changes: [['""', '"Stryker was here!"']],
  },
  {
    file: "src/outbox/delivery_round.ts",
    line: 'isRefused ||= receipt.outcome === "deferred" && concernsAccount(receipt);',
    reason: "No other receipt has a code that is about the account; the check is for the type",
    changes: [['receipt.outcome === "deferred"', "true"]],
  },
  {
    file: "src/outbox/delivery_round.ts",
    line: "if (isRefused || event === undefined) return;",
    reason: "What has no event was sorted out before; the check is for the type",
    changes: [["event === undefined", "false"]],
  },
];

/** The mutants that survive because they are the same program, each with the reason. */
export const equivalentMutants: readonly EquivalentMutant[] = groups.flatMap((
  { changes, ...group },
) => changes.map(([from, to]) => ({ ...group, from, to })));
