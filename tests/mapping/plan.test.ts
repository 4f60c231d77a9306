import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { defaultMapping, type Mapping, planEvents } from "../../mod.ts";
import { activity } from "../support/activities.ts";

const mapping = defaultMapping({ eventName: "pe1_github_activity" });

describe("planEvents", () => {
  it("gives the event the activity's id, time and contact", () => {
    const { events } = planEvents([activity()], { mapping });
    assert.partialDeepStrictEqual(events[0]?.event, {
      uuid: activity().id,
      occurredAt: "2026-11-20T10:00:00.000Z",
      email: "octocat@example.com",
    });
  });

  it("gives it every key of the actor's, and none that the actor has not", () => {
    for (const actor of [{ objectId: "42" }, { utk: "u" }, { email: "a@example.com", utk: "u" }]) {
      const { events } = planEvents([activity({ actor })], {
        mapping: () => ({ eventName: "pe1_x", properties: {} }),
      });
      const { uuid: _, occurredAt: __, ...rest } = Object(events[0]?.event);
      assert.deepEqual(rest, { eventName: "pe1_x", properties: {}, ...actor });
    }
  });

  it("keeps the id, time and contact that a mapping sets", () => {
    const own: Mapping = () => ({
      eventTypeName: "ae1_x",
      properties: {},
      id: "mine",
      timestamp: "2020-01-01T00:00:00Z",
      objectId: "42",
    });
    const { events } = planEvents([activity()], { mapping: own });
    assert.deepEqual(events[0]?.event, own(activity()));
  });

  it("finds the address of a login in people, without regard to case, before the payload's", () => {
    const { events } = planEvents([activity()], {
      mapping,
      people: { OctoCat: "cat@example.org" },
    });
    assert.partialDeepStrictEqual(events[0]?.event, {
      email: "cat@example.org",
      properties: { email_source: "people" },
    });
  });

  it("leaves out with no_contact whom nothing leads to", () => {
    const nobody = activity({ actor: { login: "stranger" } });
    assert.deepEqual(planEvents([nobody], { mapping, people: { constructor: "x@example.org" } }), {
      events: [],
      skipped: [{ reason: "no_contact", what: nobody.type, activityId: nobody.id }],
    });
  });

  it("takes no address from people for somebody without a login", () => {
    for (const actor of [{}, { login: "" }]) {
      const plan = planEvents([activity({ actor })], { mapping, people: { "": "x@example.org" } });
      assert.deepEqual(plan.skipped.map(({ reason }) => reason), ["no_contact"]);
    }
  });

  it("leaves out with no_contact what a mapping has for nobody, and does not give it to the actor", () => {
    const forNobody: Mapping = () => ({ eventName: "pe1_x", properties: {}, email: "" });
    const { events, skipped } = planEvents([activity()], { mapping: forNobody });
    assert.deepEqual(events, []);
    assert.deepEqual(skipped.map(({ reason }) => reason), ["no_contact"]);
  });

  it("leaves out with no_rule what no rule wants", () => {
    const { skipped } = planEvents([activity()], { mapping: () => undefined });
    assert.deepEqual(skipped.map(({ reason }) => reason), ["no_rule"]);
  });

  it("leaves out what is on the contact's timeline already: author and co-author are one", () => {
    const told = { type: "github.commit.pushed" };
    const author = activity({
      ...told,
      actor: { login: "octocat" },
      properties: { sha: "1a2b3c4", role: "author" },
    });
    const properties = { sha: "1a2b3c4", role: "co_author" };
    const coAuthor = activity({
      ...told,
      id: "other",
      actor: { email: "OctoCat@example.com" },
      properties,
    });
    const people = { octocat: "octocat@example.com" };
    const plan = planEvents([author, coAuthor], { mapping, people });
    assert.equal(plan.events.length, 1);
    assert.deepEqual(plan.skipped, [
      { reason: "shown_already", what: author.type, activityId: "other" },
    ]);
    const another = { ...coAuthor, actor: { email: "ada@example.com" } };
    assert.equal(planEvents([author, another], { mapping, people }).events.length, 2);
  });

  it("takes whoever wrote a commit and signed it off for one, and two happenings for two", () => {
    const told = { type: "github.commit.pushed", actor: { email: "ada@example.com" } };
    const author = activity({ ...told, properties: { sha: "1a2b3c4", role: "author" } });
    const signOff = activity({
      ...told,
      id: "other",
      properties: { sha: "1a2b3c4", role: "sign_off" },
    });
    assert.equal(planEvents([author, signOff], { mapping }).events.length, 1);
    const another = { ...signOff, properties: { ...signOff.properties, sha: "5d6e7f8" } };
    assert.equal(planEvents([author, another], { mapping }).events.length, 2);
  });

  it("loses nothing that has an id of its own, be all else the same: who clicks twice has clicked twice", () => {
    const click = { type: "segment.track.Clicked", properties: { role: "admin" } };
    const clicks = [activity({ ...click, id: "first" }), activity({ ...click, id: "second" })];
    assert.equal(planEvents(clicks, { mapping }).events.length, 2);
  });

  it("makes one event of what is told twice with one id", () => {
    const plan = planEvents([activity(), activity({ time: "2026-11-21T10:00:00.000Z" })], {
      mapping,
    });
    assert.equal(plan.events.length, 1);
    assert.deepEqual(plan.skipped, [
      { reason: "shown_already", what: activity().type, activityId: activity().id },
    ]);
  });

  it("leaves out with the broken rules what the mapping made wrong, and loses nothing else with it", () => {
    const broken: Mapping = ({ id }) => ({
      eventName: id === "bad" ? "" : "pe1_x",
      properties: {},
    });
    const plan = planEvents([activity({ id: "bad" }), activity()], { mapping: broken });
    assert.equal(plan.events.length, 1);
    assert.partialDeepStrictEqual(plan.skipped, [{
      reason: "invalid_event",
      issues: [{ path: "eventName" }],
    }]);
  });
});
