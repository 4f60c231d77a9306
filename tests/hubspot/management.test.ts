import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  createClient,
  createEventDefinitions,
  createEventTemplates,
  exchangeCode,
  findEventTypeName,
  getTimelineEvent,
  oauth,
} from "../../mod.ts";
import { inProcess } from "../support/local_hubspot.ts";
import { errorOf } from "./management_harness.ts";

const credentials = { clientId: "app-id", clientSecret: "app+secret&1" };
const redirectUri = "https://example.com/installed";

/** An account that knows one app, takes its tokens alone, and only what is declared. */
function start() {
  const { clock, local, deps } = inProcess({
    hubspot: {
      tokens: "known",
      definitions: "declared",
      apps: [{
        ...credentials,
        appId: 123,
        codes: ["code-1"],
        redirectUris: [redirectUri],
        refreshTokens: ["refresh-0"],
        developerApiKey: "developer+key",
      }],
    },
  });
  const accessToken = oauth({ ...credentials, refreshToken: "refresh-0", deps });
  return { clock, local, deps, accessToken, connection: { accessToken, deps } };
}

const definition = {
  name: "signed_up",
  label: "Signed up",
  propertyDefinitions: [{ name: "plan", label: "Plan", type: "string" }],
} as const;

const template = {
  name: "Signed up",
  objectType: "contacts",
  headerTemplate: "Signed up for {{plan}}",
  tokens: [{ name: "plan", label: "Plan", type: "string" }],
} as const;

describe("OAuth, from end to end", () => {
  it("goes from a code to a token that is taken", async () => {
    const { clock, deps } = start();
    const exchange = { ...credentials, code: "code-1", redirectUri, deps };
    const { refreshToken } = await clock.drive(exchangeCode(exchange));
    const accessToken = oauth({ ...credentials, refreshToken, deps });
    const { results } = await clock.drive(createEventDefinitions({ accessToken, deps }).page());
    assert.deepEqual(results, []);
    assert.equal((await errorOf(clock.drive(exchangeCode(exchange)))).code, "refused");
  });

  for (const version of ["v1", "v3", "2026-03", "2026-09"] as const) {
    it(`gets a token of version ${version}`, async () => {
      const { clock, deps } = start();
      const token = oauth({ ...credentials, refreshToken: "refresh-0", version, deps });
      assert.match(await clock.drive(token()), /^\S+$/);
    });
  }

  it("delivers events for a day with tokens of half an hour", async () => {
    const { clock, local, connection } = start();
    await clock.drive(createEventDefinitions(connection).create(definition));
    const client = createClient(connection);
    for (let hour = 0; hour < 24; hour++) {
      const eventName = "pe1_signed_up";
      const event = { eventName, email: "ada@example.com", properties: { plan: `${hour}` } };
      assert.equal((await clock.drive(client.send(event))).outcome, "delivered");
      await clock.advance(3_600_000);
    }
    assert.equal(local.events().length, 24);
  });

  it("says what was revoked, and what is the app's fault", async () => {
    const { clock, deps } = start();
    const revoked = oauth({ ...credentials, refreshToken: "unknown", deps });
    assert.equal((await errorOf(clock.drive(revoked()))).code, "grant_revoked");
    const wrong = { ...credentials, clientSecret: "wrong", refreshToken: "refresh-0", deps };
    assert.equal((await errorOf(clock.drive(oauth(wrong)()))).code, "refused");
  });
});

describe("createEventTemplates, from end to end", () => {
  for (const by of ["accessToken", "developerKey"] as const) {
    it(`makes, changes and deletes a template and its tokens by ${by}`, async () => {
      const { clock, deps, connection } = start();
      const credential = by === "accessToken"
        ? connection
        : { developerKey: "developer+key", deps };
      const templates = createEventTemplates({ appId: 123, ...credential });
      const { id } = await clock.drive(templates.create(template));
      const size = { name: "size", label: "Size", type: "enumeration" };
      const small = { label: "Small", value: "s" };
      await clock.drive(templates.createToken(id, { ...size, options: [small] }));
      await clock.drive(
        templates.updateToken(id, { ...size, label: "How large", options: [small] }),
      );
      const made = await clock.drive(templates.get(id));
      assert.deepEqual(made.tokens.map(({ label }) => label), ["Plan", "How large"]);
      await clock.drive(templates.deleteToken(id, "size"));
      const current = await clock.drive(templates.get(id));
      const changed = await clock.drive(templates.update({ ...current, name: "Joined" }));
      assert.deepEqual([changed.name, changed.tokens.length], ["Joined", 1]);
      assert.deepEqual(await clock.drive(templates.list()), [changed]);
      await clock.drive(templates.delete(id));
      assert.equal((await errorOf(clock.drive(templates.get(id)))).code, "not_found");
    });
  }

  it("does not get in with another key", async () => {
    const { clock, deps } = start();
    const templates = createEventTemplates({ appId: 123, developerKey: "another-key", deps });
    assert.equal((await errorOf(clock.drive(templates.list()))).code, "unauthorized");
  });
});

describe("getTimelineEvent, from end to end", () => {
  it("reads what the client sent", async () => {
    const { clock, connection } = start();
    const templates = createEventTemplates({ appId: 123, ...connection });
    const { id: eventTemplateId } = await clock.drive(templates.create(template));
    const event = { eventTemplateId, email: "ada@example.com", tokens: { plan: "team" } };
    await clock.drive(createClient(connection).send({ ...event, id: "a/b" }));
    const read = (eventId: string) =>
      clock.drive(getTimelineEvent(connection, { eventTemplateId, eventId }));
    assert.deepEqual((await read("a/b")).tokens, { plan: "team" });
    assert.equal((await errorOf(read("other"))).code, "not_found");
  });
});

describe("findEventTypeName, from end to end", () => {
  for (const version of ["2026-03", "v4"] as const) {
    it(`finds a type of a project by version ${version}`, async () => {
      const { clock, local, connection } = start();
      local.declareAppEventType({ uid: "signed_up", projectName: "my-project" });
      const symbol = { projectName: "my-project", developerSymbol: "signed_up", version };
      assert.equal(await clock.drive(findEventTypeName(connection, symbol)), "ae1_signed_up");
      const other = findEventTypeName(connection, { ...symbol, developerSymbol: "other" });
      assert.equal((await errorOf(clock.drive(other))).code, "not_found");
    });
  }
});

describe("createEventDefinitions, from end to end", () => {
  for (const version of ["2026-03", "custom/2026-03", "custom/2026-09", "v3"] as const) {
    it(`makes, changes and deletes a definition and its properties by version ${version}`, async () => {
      const { clock, connection } = start();
      const definitions = createEventDefinitions({ ...connection, version });
      const name = "signed_up";
      const { fullyQualifiedName } = await clock.drive(definitions.create(definition));
      assert.equal(fullyQualifiedName, "pe1_signed_up");
      const repeated = definitions.create(definition);
      assert.equal((await errorOf(clock.drive(repeated))).code, "conflict");
      const seats = { name: "seats", label: "Seats", type: "number" };
      await clock.drive(definitions.createProperty(name, seats));
      const update = { propertyName: "seats", label: "How many" };
      const changed = await clock.drive(definitions.updateProperty(name, update));
      assert.equal(changed.label, "How many");
      await clock.drive(definitions.deleteProperty(name, "plan"));
      await clock.drive(definitions.update(name, { label: "Joined" }));
      const current = await clock.drive(definitions.get(name));
      assert.equal(current.labels.singular, "Joined");
      const own = current.properties.filter((property) => !property.name.startsWith("hs_"));
      assert.deepEqual(own.map((property) => property.name), ["seats"]);
      await clock.drive(definitions.delete(name));
      assert.equal((await errorOf(clock.drive(definitions.get(name)))).code, "not_found");
    });
  }

  it("lists all, however many fit on a page", async () => {
    const { clock, connection } = start();
    const definitions = createEventDefinitions(connection);
    const names = ["first", "second", "third"];
    for (const name of names) await clock.drive(definitions.create({ name, label: name }));
    const listed: string[] = [];
    await clock.drive((async () => {
      for await (const { name } of definitions.list({ limit: 2 })) listed.push(name);
    })());
    assert.deepEqual(listed.sort(), names);
  });
});
