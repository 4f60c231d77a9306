import type { Template } from "../src/mapping/template.ts";
import type { Issue, Validated } from "../src/validation/issues.ts";
import { type GivenValue, readProperties, readTemplate } from "./input_texts.ts";
import type { RawInputs } from "./inputs.ts";

/** Something that the workflow itself tells of, in place of the event that started its run. */
export interface Told {
  /** What happened: becomes the activity's type. */
  type: string;
  /** Whose timeline it goes on. */
  email?: Template;
  /** What is said of it, by name. */
  properties: ReadonlyMap<string, GivenValue>;
}

/** The part of a repository's past that is wanted. */
export interface WantedPast {
  /** From when on, in milliseconds since 1970. */
  since: number;
  /** Where an earlier run stopped. */
  resume?: string;
}

/** A member that is there only where it has a value. */
export function given<K extends string, T>(name: K, value: T | undefined): { [key in K]?: T } {
  const member: { [key in K]?: T } = {};
  if (value !== undefined) member[name] = value;
  return member;
}

/** Reads the inputs by which the workflow itself tells of something; nothing where it does not. */
export function readTold({ event, email, properties }: RawInputs): Validated<Told | undefined> {
  const issues: Issue[] = [];
  if (event === undefined) {
    for (const [path, text] of Object.entries({ email, properties })) {
      if (text === undefined) continue;
      const message = "Expected nothing, because input event is empty; give the event a name " +
        "there to tell of it, or leave this input out to send what started the run";
      issues.push({ path, message });
    }
    return issues.length > 0 ? { ok: false, issues } : { ok: true, value: undefined };
  }
  const whose = email === undefined ? undefined : readTemplate(email);
  if (whose instanceof SyntaxError) issues.push({ path: "email", message: whose.message });
  const values: Validated<Told["properties"]> = properties === undefined
    ? { ok: true, value: new Map() }
    : readProperties(properties);
  if (!values.ok) issues.push(...values.issues);
  if (whose instanceof SyntaxError || !values.ok) return { ok: false, issues };
  return {
    ok: true,
    value: { type: event, properties: values.value, ...given("email", whose) },
  };
}

/** Reads the inputs by which the past is asked for; nothing where it is not. */
export function readWantedPast(
  raw: RawInputs,
  { mode, since }: { mode: "event" | "backfill"; since?: number | undefined },
): Validated<WantedPast | undefined> {
  const issues: Issue[] = [];
  if (mode === "event") {
    for (const path of ["resume", "since"] as const) {
      if (raw[path] === undefined) continue;
      const message =
        "Expected nothing, because only a backfill reads the past; set mode: backfill";
      issues.push({ path, message });
    }
    return issues.length > 0 ? { ok: false, issues } : { ok: true, value: undefined };
  }
  if (since === undefined) {
    const message =
      "Expected the day that a backfill goes back to, as in 2026-01-01, found nothing";
    issues.push({ path: "since", message });
  }
  if (raw.event !== undefined) {
    const message =
      "Expected nothing, because a backfill tells of the past; leave out one of the two";
    issues.push({ path: "event", message });
  }
  if (raw["github-token"] === undefined) {
    const message = "Expected a token that a backfill can ask GitHub with, found nothing";
    issues.push({ path: "github-token", message });
  }
  if (issues.length > 0 || since === undefined) return { ok: false, issues };
  return { ok: true, value: { since, ...given("resume", raw.resume) } };
}
