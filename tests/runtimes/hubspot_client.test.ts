/**
 * Runs HubSpot's own client against Local HubSpot, with nothing but its base URL changed. Node runs this file;
 * `deno task test hubspot` does so. The client is installed beside the repository's packages: it weighs 50 MB.
 *
 * @module
 */
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "node:test";
import { type RunningLocalHubSpot, startLocalHubSpot } from "../../src/local/mod.ts";
import { root } from "../checks/root.ts";
import { runtimesFolder } from "./install.ts";

/** The part of HubSpot's client that is used here. */
interface HubSpotModule {
  Client: new (options: Record<string, unknown>) => HubSpotClient;
}

type Template = { id: string; name: string; tokens: Token[]; headerTemplate?: string };
type Token = { name: string; label: string; type: string; options?: unknown[] };
type TimelineEvent = {
  eventTemplateId: string;
  tokens: Record<string, string>;
  id?: string;
  email?: string;
  timestamp?: Date;
  extraData?: unknown;
};
type Batch = { status: string; results: TimelineEvent[]; numErrors?: number };
type Contact = { id: string; properties: Record<string, string | null>; createdAt: Date };
type TokenInfo = { hubId: number; token: string; expiresIn?: number };

interface HubSpotClient {
  crm: {
    timeline: {
      templatesApi: {
        create(appId: number, template: Omit<Template, "id">): Promise<Template>;
        getAll(appId: number): Promise<{ results: Template[] }>;
        getById(id: string, appId: number): Promise<Template>;
        update(id: string, appId: number, change: Template): Promise<Template>;
        archive(id: string, appId: number): Promise<void>;
      };
      tokensApi: {
        create(templateId: string, appId: number, token: Token): Promise<Token>;
        update(
          templateId: string,
          name: string,
          appId: number,
          change: Omit<Token, "name" | "type">,
        ): Promise<Token>;
        archive(templateId: string, name: string, appId: number): Promise<void>;
      };
      eventsApi: {
        create(event: TimelineEvent): Promise<TimelineEvent>;
        createBatch(batch: { inputs: TimelineEvent[] }): Promise<Batch>;
        getById(templateId: string, id: string): Promise<TimelineEvent>;
        getDetailById(templateId: string, id: string): Promise<{ details: string }>;
        getRenderById(templateId: string, id: string, detail?: boolean): Promise<string>;
      };
    };
    contacts: {
      basicApi: { create(contact: { properties: Record<string, string> }): Promise<Contact> };
      batchApi: {
        read(batch: Record<string, unknown>): Promise<{ results: Contact[]; numErrors?: number }>;
      };
      searchApi: {
        doSearch(search: Record<string, unknown>): Promise<{ total: number; results: Contact[] }>;
      };
    };
  };
  events: {
    send: {
      basicApi: { send(event: Record<string, unknown>): Promise<void> };
      batchApi: { send(batch: { inputs: Record<string, unknown>[] }): Promise<void> };
    };
  };
  oauth: {
    tokensApi: {
      create(...fields: (string | undefined)[]): Promise<
        { accessToken: string; refreshToken: string; expiresIn: number }
      >;
    };
    accessTokensApi: { get(token: string): Promise<TokenInfo> };
    refreshTokensApi: {
      get(token: string): Promise<TokenInfo>;
      archive(token: string): Promise<void>;
    };
  };
}

const require = createRequire(join(root, runtimesFolder, "hubspot.cjs"));
const { Client }: HubSpotModule = require("@hubspot/api-client");

const appId = 7;
const email = "ada@example.com";
let hubspot: RunningLocalHubSpot;
let client: HubSpotClient;

beforeEach(async () => {
  hubspot = await startLocalHubSpot({
    port: 0,
    definitions: "declared",
    tokens: "known",
    accessTokens: [{ token: "pat-test" }],
    apps: [{ clientId: "id", clientSecret: "secret", codes: ["code"], developerApiKey: "key" }],
    contacts: [{ id: "51", email, properties: { firstname: "Ada" } }],
    eventDefinitions: [{ name: "seen", label: "Seen" }],
  });
  // The client knows templates by the developer's key alone, and all else by a token.
  client = new Client({
    accessToken: "pat-test",
    developerApiKey: "key",
    basePath: hubspot.url,
    numberOfApiCallRetries: 2,
  });
});
afterEach(() => hubspot.close());

function makeTemplate(): Promise<Template> {
  return client.crm.timeline.templatesApi.create(appId, {
    name: "Pet",
    ...{ objectType: "contacts", detailTemplate: "Also {{extraData.toy}}" },
    headerTemplate: "Met {{pet}}",
    tokens: [{ name: "pet", label: "Pet", type: "string" }],
  });
}

describe("HubSpot's own client", () => {
  it("makes, reads, changes and removes templates and their tokens", async () => {
    const { templatesApi, tokensApi } = client.crm.timeline;
    const made = await makeTemplate();
    const kind = { name: "kind", label: "Kind", type: "enumeration" };
    const [cat, dog] = [{ label: "Cat", value: "cat" }, { label: "Dog", value: "dog" }];
    assert.equal(
      (await tokensApi.create(made.id, appId, { ...kind, options: [cat] })).name,
      "kind",
    );
    const changed = await tokensApi.update(made.id, "kind", appId, {
      label: "Kind of pet",
      options: [cat, dog],
    });
    assert.deepEqual([changed.label, changed.options?.length], ["Kind of pet", 2]);
    assert.equal((await tokensApi.update(made.id, "pet", appId, { label: "Name" })).label, "Name");
    await tokensApi.archive(made.id, "kind", appId);
    const { id, tokens } = await templatesApi.getById(made.id, appId);
    assert.deepEqual(tokens.map(({ name, label }) => [name, label]), [["pet", "Name"]]);
    assert.equal(
      (await templatesApi.update(id, appId, { id, name: "Animal", tokens })).name,
      "Animal",
    );
    assert.deepEqual((await templatesApi.getAll(appId)).results.map(({ name }) => name), [
      "Animal",
    ]);
    await templatesApi.archive(id, appId);
    assert.deepEqual((await templatesApi.getAll(appId)).results, []);
  });

  it("sends timeline events, alone and in batches, and reads them again", async () => {
    const { eventsApi } = client.crm.timeline;
    const { id: eventTemplateId } = await makeTemplate();
    const event = {
      eventTemplateId,
      id: "visit/1 ü",
      email,
      tokens: { pet: "Rex" },
      timestamp: new Date(1_000),
      extraData: { toy: "ball" },
    };
    assert.equal((await eventsApi.create(event)).id, event.id);
    const read = await eventsApi.getById(eventTemplateId, event.id);
    assert.deepEqual([read.timestamp, read.extraData], [event.timestamp, event.extraData]);
    const { details } = await eventsApi.getDetailById(eventTemplateId, event.id);
    assert.equal(details, "<p><bdi>Also ball</bdi></p>");
    assert.equal(await eventsApi.getRenderById(eventTemplateId, event.id), "<bdi>Met Rex</bdi>");

    const good = { eventTemplateId, email, tokens: {} };
    const all = await eventsApi.createBatch({ inputs: [good, good] });
    assert.deepEqual([all.status, all.results.length], ["COMPLETE", 2]);
    const some = await eventsApi.createBatch({ inputs: [good, { ...good, tokens: { pat: "x" } }] });
    assert.deepEqual([some.results.length, some.numErrors], [1, 1]);
    await assert.rejects(eventsApi.create({ ...good, tokens: { pat: "x" } }), { code: 400 });
    assert.equal(hubspot.events().length, 4);
  });

  it("sends custom events, alone and in batches", async () => {
    const { basicApi, batchApi } = client.events.send;
    const event = { eventName: "pe1_seen", email, properties: { hs_city: "Paris" } };
    await basicApi.send({ ...event, uuid: "1", occurredAt: new Date(1_000) });
    await batchApi.send({ inputs: [{ ...event, uuid: "2", occurredAt: new Date(2_000) }] });
    assert.deepEqual(hubspot.events().map(({ id, time, contactId }) => [id, time, contactId]), [
      ["1", "1970-01-01T00:00:01.000Z", "51"],
      ["2", "1970-01-01T00:00:02.000Z", "51"],
    ]);
    await assert.rejects(basicApi.send({ ...event, uuid: "1" }), { code: 409 });
  });

  it("searches, reads and makes contacts", async () => {
    const { basicApi, batchApi, searchApi } = client.crm.contacts;
    const filters = [{ propertyName: "email", operator: "EQ", value: email }];
    const search = {
      filterGroups: [{ filters }],
      properties: ["firstname"],
      sorts: ["-createdate"],
    };
    const { total, results } = await searchApi.doSearch(search);
    assert.deepEqual([total, results[0]?.properties.firstname], [1, "Ada"]);
    assert.ok(results[0]?.createdAt instanceof Date);
    assert.equal((await searchApi.doSearch({ query: "nobody" })).total, 0);

    const asked = { idProperty: "email", properties: ["email"], propertiesWithHistory: [] };
    const found = await batchApi.read({
      ...asked,
      inputs: [{ id: email }, { id: "no@example.com" }],
    });
    assert.deepEqual([found.results[0]?.id, found.numErrors], ["51", 1]);

    const made = await basicApi.create({ properties: { email: "new@example.com" } });
    assert.equal(made.properties.email, "new@example.com");
    await assert.rejects(basicApi.create({ properties: { email } }), { code: 409 });
  });

  it("gets tokens, looks at them and ends them", async () => {
    const { tokensApi, accessTokensApi, refreshTokensApi } = client.oauth;
    const callback = "https://app.example/callback";
    const given = await tokensApi.create("authorization_code", "code", callback, "id", "secret");
    assert.equal((await accessTokensApi.get(given.accessToken)).expiresIn, 1800);
    assert.equal((await refreshTokensApi.get(given.refreshToken)).token, given.refreshToken);
    const refresh = () =>
      tokensApi.create("refresh_token", undefined, undefined, "id", "secret", given.refreshToken);
    assert.equal((await refresh()).refreshToken, given.refreshToken);
    await refreshTokensApi.archive(given.refreshToken);
    await assert.rejects(refresh(), { code: 400 });
  });

  it("tries again what a limit or an error held back", async () => {
    const { basicApi } = client.events.send;
    const event = { eventName: "pe1_seen", email, properties: {} };
    hubspot.faults.add({ what: { kind: "answer", status: 502 }, when: { times: 1 } });
    await basicApi.send(event);
    // The client knows this limit by the words of the answer, and waits for a second.
    hubspot.faults.add({ what: { kind: "rate_limit", policy: "SECONDLY" }, when: { times: 1 } });
    await basicApi.send(event);
    assert.deepEqual(hubspot.log().map(({ status }) => status), [502, 204, 429, 204]);
  });
});
