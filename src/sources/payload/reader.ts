import type { ActivityValue, Actor, Subject } from "../../activity/activity.ts";
import { usableEmail } from "../../activity/identity.ts";
import { oneLine } from "../../activity/text.ts";
import { isEmail } from "../../validation/email.ts";
import { flatValue } from "./flatten.ts";
import { type CompiledPath, compilePath, type PayloadPath, valuesAt } from "./path.ts";
import { readPage } from "./page.ts";
import { readTime } from "./time.ts";

/** Where a payload says who did it. */
export interface ActorPaths {
  /** E-mail address; what is none, or a noreply address, is passed over. */
  email?: PayloadPath;
  /** Value of HubSpot's `hubspotutk` cookie. */
  utk?: PayloadPath;
  /** Id of the contact's record in HubSpot, in digits. */
  objectId?: PayloadPath;
  /** User name or id at the sender, by which `people` can name an address. */
  login?: PayloadPath;
  /** Name as the person writes it. */
  name?: PayloadPath;
}

/** Where a payload says what it was about. */
export interface SubjectPaths {
  /** One line to read. Where nothing is found, the activity's type stands in. */
  title?: PayloadPath;
  /** Absolute http(s) address of a page. */
  url?: PayloadPath;
}

/** Where things stand in a payload. A member that is given takes the place of its default altogether. */
export interface PayloadPaths {
  /** Who did it. Default: places where an e-mail address usually stands. */
  actor?: ActorPaths;
  /** What it was about. Default: places where a title and an address usually stand. */
  subject?: SubjectPaths;
  /** When it happened: RFC 3339, or seconds or milliseconds since 1970. */
  time?: PayloadPath;
  /** Properties by name, each with the place of its value. Default: all flat values of the payload. */
  properties?: Readonly<Record<string, PayloadPath>>;
}

/** Reads payloads by paths that were checked once. */
export interface PayloadReader {
  /** Who did it, as far as the payload says. */
  actor(payload: unknown): Actor;
  /** What it was about; `otherwise` is the title where there is none. */
  subject(payload: unknown, otherwise: string): Subject;
  /** When, ISO 8601 in UTC; nothing where the payload does not say. */
  time(payload: unknown): string | undefined;
  /** The properties that were asked for by name; nothing where none were. */
  properties(payload: unknown): Record<string, ActivityValue> | undefined;
}

/** Longest title or name, in characters. */
const longestLine = 250;

const nowhere: CompiledPath = [];

/** Checks paths and gives what reads by them. Throws a `TypeError` for a path or a name of a property that is none. */
export function compileReader(given: PayloadPaths, defaults: PayloadPaths): PayloadReader {
  const actorPaths = { ...defaults.actor, ...given.actor };
  const subjectPaths = { ...defaults.subject, ...given.subject };
  const email = compiled(actorPaths.email, "actor.email");
  const utk = compiled(actorPaths.utk, "actor.utk");
  const objectId = compiled(actorPaths.objectId, "actor.objectId");
  const login = compiled(actorPaths.login, "actor.login");
  const name = compiled(actorPaths.name, "actor.name");
  const title = compiled(subjectPaths.title, "subject.title");
  const url = compiled(subjectPaths.url, "subject.url");
  const time = compiled(given.time ?? defaults.time, "time");
  const properties = given.properties === undefined ? undefined : named(given.properties);
  return {
    actor(payload) {
      const found = {
        email: first(payload, email, asEmail),
        utk: first(payload, utk, asToken),
        objectId: first(payload, objectId, asDigits),
        login: first(payload, login, asLine),
        name: first(payload, name, asLine),
      };
      return {
        ...(found.email === undefined ? {} : { email: found.email, emailSource: "payload" }),
        ...(found.utk === undefined ? {} : { utk: found.utk }),
        ...(found.objectId === undefined ? {} : { objectId: found.objectId }),
        ...(found.login === undefined ? {} : { login: found.login }),
        ...(found.name === undefined ? {} : { name: found.name }),
      };
    },
    subject(payload, otherwise) {
      const page = first(payload, url, readPage);
      return {
        title: first(payload, title, asTitle) ?? oneLine(otherwise, longestLine),
        ...(page === undefined ? {} : { url: page }),
      };
    },
    time: (payload) => first(payload, time, readTime),
    properties(payload) {
      if (properties === undefined) return undefined;
      const found = properties.map(([key, path]) =>
        [key, first(payload, path, flatValue)] as const
      );
      return Object.fromEntries(
        found.flatMap(([key, value]) => value === undefined ? [] : [[key, value]]),
      );
    },
  };
}

function compiled(path: PayloadPath | undefined, option: string): CompiledPath {
  return path === undefined ? nowhere : compilePath(path, option);
}

function named(
  properties: Readonly<Record<string, PayloadPath>>,
): (readonly [name: string, path: CompiledPath])[] {
  return Object.entries(properties).map(([name, path]) => {
    // The names that a template of a mapping can ask for.
    if (!/^[\w-]{1,100}$/.test(name) || ["__proto__", "constructor", "prototype"].includes(name)) {
      throw new TypeError(
        `Cannot read properties: expected a name of letters, digits, _ and -, found ${
          JSON.stringify(name.slice(0, 100))
        }`,
      );
    }
    return [name, compilePath(path, `properties.${name}`)];
  });
}

/** The first of several places that holds something usable. */
function first<T>(
  payload: unknown,
  path: CompiledPath,
  use: (value: unknown) => T | undefined,
): T | undefined {
  for (const value of valuesAt(payload, path)) {
    const used = use(value);
    if (used !== undefined) return used;
  }
  return undefined;
}

function asEmail(value: unknown): string | undefined {
  return typeof value === "string" ? usableEmail(value) : undefined;
}

function asToken(value: unknown): string | undefined {
  return typeof value === "string" && /^[\w-]{1,100}$/.test(value) ? value : undefined;
}

function asDigits(value: unknown): string | undefined {
  const text = typeof value === "number" ? String(value) : value;
  return typeof text === "string" && /^\d{1,20}$/.test(text) ? text : undefined;
}

function asLine(value: unknown): string | undefined {
  const text = typeof value === "number" ? String(value) : value;
  return typeof text === "string" ? oneLine(text, longestLine) || undefined : undefined;
}

/** An address tells who it was, not what it was about. */
function asTitle(value: unknown): string | undefined {
  const line = asLine(value);
  return line === undefined || isEmail(line) ? undefined : line;
}
