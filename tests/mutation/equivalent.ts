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

/** Changes of one file with one reason; each as line, what is replaced and what replaces it. */
interface Group {
  file: string;
  reason: string;
  changes: readonly (readonly [line: string, from: string, to: string])[];
}

const groups: readonly Group[] = [
  {
    file: "src/transport/retry_after.ts",
    reason: "Neither text is seconds or a date",
    changes: [
      ['const text = value ?? "";', '""', '"Stryker was here!"'],
    ],
  },
  {
    file: "src/transport/retry.ts",
    reason: "What is thrown where there is no such hook is dropped with what a hook throws",
    changes: [
      [
        "if (result !== undefined) guarded(() => hooks?.onRetry?.({ ...result, delayMs }))();",
        "hooks?.onRetry?.({ ...result, delayMs })",
        "hooks?.onRetry({ ...result, delayMs })",
      ],
      [
        "if (result !== undefined) guarded(() => hooks?.onRetry?.({ ...result, delayMs }))();",
        "hooks?.onRetry",
        "hooks.onRetry",
      ],
    ],
  },
  {
    file: "src/transport/read_capped.ts",
    reason: "The part of a chunk up to its end is the chunk",
    changes: [
      [
        "const chunk = part.value.byteLength > room ? part.value.subarray(0, room) : part.value;",
        "part.value.byteLength > room",
        "true",
      ],
      [
        "const chunk = part.value.byteLength > room ? part.value.subarray(0, room) : part.value;",
        "part.value.byteLength > room",
        "part.value.byteLength >= room",
      ],
    ],
  },
  {
    file: "src/hubspot/rate_headers.ts",
    reason: "Neither text is a number",
    changes: [
      [
        'const text = headers.get(`x-hubspot-ratelimit-${name}`) ?? "";',
        '""',
        '"Stryker was here!"',
      ],
    ],
  },
  {
    file: "src/transport/deadline.ts",
    reason: "Nobody reads why a timer is called off",
    changes: [
      ['}).finally(() => finished.abort("finished"));', '"finished"', '""'],
    ],
  },
  {
    file: "src/outbox/pause.ts",
    reason: "No other receipt has a code that is about the account; the check is for the type",
    changes: [
      [
        'if (receipt.outcome !== "deferred" || !concernsAccount(receipt)) return undefined;',
        'receipt.outcome !== "deferred"',
        "false",
      ],
    ],
  },
  {
    file: "src/hubspot/token_keeper.ts",
    reason: "Neither is within the last minute",
    changes: [
      ["#forcedAt = -Infinity;", "-Infinity", "+Infinity"],
    ],
  },
  {
    file: "src/hubspot/token_keeper.ts",
    reason:
      "The endpoint throws nothing else, and the store nothing at all; the check is for the type",
    changes: [
      [
        "if (error instanceof HubSpotError) this.#remember(error);",
        "error instanceof HubSpotError",
        "true",
      ],
    ],
  },
  {
    file: "src/outbox/group_commit.ts",
    reason: "Nothing fails where nothing waits; the question mark is for the type",
    changes: [
      ["else group[0]?.reject(error);", "group[0]?.reject", "group[0].reject"],
    ],
  },
  {
    file: "src/sources/timestamp_tolerance.ts",
    reason: "What is not a second old is near enough, and was taken before",
    changes: [
      [
        "const found = age > 0 ? `${age} seconds old` : `${-age} seconds in the future`;",
        "age > 0",
        "age >= 0",
      ],
    ],
  },
  {
    file: "src/sources/standard_webhooks/verification.ts",
    reason: "A header that is missing was refused before; the other side is for the type",
    changes: [
      [String.raw`if (!/^\d{1,12}$/.test(timestamp ?? "")) {`, '""', '"Stryker was here!"'],
      [
        'const signatures = (signature ?? "").split(" ", mostSignatures).flatMap((one) => {',
        '""',
        '"Stryker was here!"',
      ],
      [
        'return { prefix, id: id ?? "", timestamp: timestamp ?? "", signatures };',
        '""',
        '"Stryker was here!"',
      ],
    ],
  },
  {
    file: "src/sources/standard_webhooks/verification.ts",
    reason: "Only what stands behind the first place is read",
    changes: [
      [
        "const [, scheme, text] = /^(v1a?),([A-Za-z0-9+/=]{1,200})$/.exec(one) ?? [];",
        "[]",
        '["Stryker was here"]',
      ],
    ],
  },
  {
    file: "src/sources/standard_webhooks/verification.ts",
    reason: "The expression finds both or neither; that both are asked for is for the type",
    changes: [
      [
        "return scheme === undefined || text === undefined ? [] : [[scheme, text] as const];",
        "scheme === undefined || text === undefined",
        "scheme === undefined && text === undefined",
      ],
      [
        "return scheme === undefined || text === undefined ? [] : [[scheme, text] as const];",
        "scheme === undefined",
        "false",
      ],
      [
        "return scheme === undefined || text === undefined ? [] : [[scheme, text] as const];",
        "text === undefined",
        "false",
      ],
    ],
  },
  {
    file: "src/sources/hubspot_webhooks/signature.ts",
    reason: "Neither text is digits",
    changes: [
      ['const timestamp = headers.get(timestampHeader) ?? "";', '""', '"Stryker was here!"'],
    ],
  },
  {
    file: "src/edge/bearer.ts",
    reason: "Neither text has a token in it",
    changes: [
      [
        String.raw`const given = /^bearer +(\S+)$/i.exec(headers.get("authorization") ?? "")?.[1];`,
        '""',
        '"Stryker was here!"',
      ],
    ],
  },
  {
    file: "src/mapping/conditions.ts",
    reason: "All that is asked is whether there is an @ in it",
    changes: [
      [
        'function actorOf({ actor: { login, email, name } }: Activity, pattern = ""): string[] {',
        '""',
        '"Stryker was here!"',
      ],
    ],
  },
  {
    file: "src/mapping/plan.ts",
    reason:
      "The addresses were checked to be ASCII, in which what differs in lower case differs in upper case",
    changes: [
      [
        "const contact = [email?.trim().toLowerCase(), objectId, utk];",
        "email?.trim().toLowerCase()",
        "email?.trim().toUpperCase()",
      ],
    ],
  },
  {
    file: "src/mapping/people.ts",
    reason: "Neither is a login that anybody has",
    changes: [
      [
        'const email = addresses.get(actor.login?.toLowerCase() ?? "");',
        '""',
        '"Stryker was here!"',
      ],
    ],
  },
  {
    file: "src/validation/redact.ts",
    reason: "A text that is split has a last part; the other side is for the type",
    changes: [
      ['const last = domains.pop() ?? "";', '""', '"Stryker was here!"'],
    ],
  },
  {
    file: "src/activity/sha1.ts",
    reason: "Writing behind the end of a typed array does nothing",
    changes: [
      ["for (let at = 16; at < 80; at++) {", "at < 80", "at <= 80"],
    ],
  },
  {
    file: "src/activity/trailers.ts",
    reason: "It looks at an empty line more, in which there is nothing",
    changes: [
      ["while (start < text.length) {", "start < text.length", "start <= text.length"],
    ],
  },
  {
    file: "src/activity/trailers.ts",
    reason: "One character is not both",
    changes: [
      ["if (open < colon) return undefined;", "open < colon", "open <= colon"],
    ],
  },
  {
    file: "src/sources/signature.ts",
    reason: "Behind the end both are 0",
    changes: [
      [
        "for (let at = 0; at < a.length; at++) difference |= (a[at] ?? 0) ^ (b[at] ?? 0);",
        "at < a.length",
        "at <= a.length",
      ],
    ],
  },
  {
    file: "src/sources/signature.ts",
    reason: "Nobody but this function has the key",
    changes: [
      [
        'key ??= await crypto.subtle.importKey("raw", raw, algorithm, false, ["sign"]);',
        "false",
        "true",
      ],
    ],
  },
  {
    file: "src/sources/signature.ts",
    reason: "Writing behind the end of a typed array does nothing",
    changes: [
      ["for (let at = 0; at < bytes.length; at++) {", "at < bytes.length", "at <= bytes.length"],
    ],
  },
  {
    file: "src/mapping/template.ts",
    reason: "There is one text more than places; the other side is for the type",
    changes: [
      ['let filled = literals[0] ?? "";', '""', '"Stryker was here!"'],
      ['filled += value + (literals[index + 1] ?? "");', '""', '"Stryker was here!"'],
    ],
  },
  {
    file: "src/hubspot/open_batches.ts",
    reason:
      "No event is asked for under an id that was made here; leaving it out saves memory alone",
    changes: [
      ["if (!one.hasNewId) batch.byId.set(id, one);", "!one.hasNewId", "true"],
    ],
  },
  {
    file: "src/hubspot/open_batches.ts",
    reason: "Every name has a value; the question mark is for the type",
    changes: [
      [
        "for (const name in values) length += values[name]?.length ?? 0;",
        "values[name]?.length",
        "values[name].length",
      ],
    ],
  },
  {
    file: "src/hubspot/event_values.ts",
    reason: "Every name has a value; the other side is for the type",
    changes: [
      [
        'for (const name of Object.keys(values)) written[name] = writeValue(values[name] ?? "");',
        '""',
        '"Stryker was here!"',
      ],
    ],
  },
  {
    file: "src/hubspot/event_values.ts",
    reason:
      "A Date of a number is that number, and the text is made of the time either way; it saves the Date alone",
    changes: [
      [
        'const milliseconds = typeof time === "number" ? time : Number(new Date(time));',
        'typeof time === "number"',
        "true",
      ],
      [
        'const milliseconds = typeof time === "number" ? time : Number(new Date(time));',
        'typeof time === "number"',
        "false",
      ],
      [
        'const milliseconds = typeof time === "number" ? time : Number(new Date(time));',
        'typeof time === "number"',
        'typeof time !== "number"',
      ],
      [
        'const milliseconds = typeof time === "number" ? time : Number(new Date(time));',
        '"number"',
        '""',
      ],
    ],
  },
  {
    file: "src/hubspot/event_values.ts",
    reason: "The text of the same time is made again; it saves the time that takes",
    changes: [
      ["if (milliseconds !== last.milliseconds) {", "milliseconds !== last.milliseconds", "true"],
    ],
  },
  {
    file: "src/hubspot/event_values.ts",
    reason: "No time is the first one's milliseconds, so what is kept with them is never read",
    changes: [
      ['let last = { milliseconds: NaN, text: "" };', '{ milliseconds: NaN, text: "" }', "{}"],
      ['let last = { milliseconds: NaN, text: "" };', '""', '"Stryker was here!"'],
    ],
  },
  {
    file: "src/transport/sliding_window.ts",
    reason:
      "Whoever comes counts all in line without looking at each, which would take longer than all else; at the second look they are looked at, so that only somebody who is lost is passed over an interval later",
    changes: [
      ["if (!line.has(waiter)) return line.size;", "!line.has(waiter)", "false"],
    ],
  },
  {
    file: "src/activity/identity.ts",
    reason: "Only what stands behind the first place is read",
    changes: [
      [
        String
          .raw`const [, digits, login] = /^(?:(\d{1,15})\+)?([\w-]{1,100}(?:\[bot\])?)$/i.exec(local) ?? [];`,
        "[]",
        '["Stryker was here"]',
      ],
    ],
  },
  {
    file: "src/activity/identity.ts",
    reason: "Neither text is a bot's name",
    changes: [
      ['const lower = login?.trim().toLowerCase() ?? "";', '""', '"Stryker was here!"'],
    ],
  },
  {
    file: "src/activity/identity.ts",
    reason: "Neither is a part of any address",
    changes: [
      ['? { local: "", domain: "" }', '""', '"Stryker was here!"'],
    ],
  },
  {
    file: "src/outbox/delivery_round.ts",
    reason: "No other receipt has a code that is about the account; the check is for the type",
    changes: [
      [
        'isRefused ||= receipt.outcome === "deferred" && concernsAccount(receipt);',
        'receipt.outcome === "deferred"',
        "true",
      ],
    ],
  },
  {
    file: "src/outbox/delivery_round.ts",
    reason: "What has no event was sorted out before; the check is for the type",
    changes: [
      ["if (isRefused || event === undefined) return;", "event === undefined", "false"],
    ],
  },
];

/** The mutants that survive because they are the same program, each with the reason. */
export const equivalentMutants: readonly EquivalentMutant[] = groups.flatMap((
  { file, reason, changes },
) => changes.map(([line, from, to]) => ({ file, line, from, to, reason })));
