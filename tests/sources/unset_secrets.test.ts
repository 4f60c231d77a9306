import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { cloudEvents } from "../../src/sources/cloudevents.ts";
import { github } from "../../src/sources/github.ts";
import { hubSpotWebhooks } from "../../src/sources/hubspot_webhooks.ts";
import { segment } from "../../src/sources/segment.ts";
import { standardWebhooks } from "../../src/sources/standard_webhooks.ts";

/** A source, made with a secret of whatever kind. */
type Make = (secret: unknown) => unknown;

const needed: [option: string, make: Make, rule: string][] = [
  [
    "secret of github",
    (secret) => Reflect.apply(github, undefined, [{ secret }]),
    "Cannot make the GitHub source: secret must be a string, is",
  ],
  [
    "writeKey of segment",
    (writeKey) => Reflect.apply(segment, undefined, [{ writeKey }]),
    "Cannot make the Segment source: writeKey must be a string, is",
  ],
  [
    "secret of standardWebhooks",
    (secret) => Reflect.apply(standardWebhooks, undefined, [{ secret }]),
    "Cannot make the Standard Webhooks source: secret must be a string or bytes, is",
  ],
  [
    "clientSecret of hubSpotWebhooks",
    (clientSecret) => Reflect.apply(hubSpotWebhooks, undefined, [{ clientSecret }]),
    "Cannot make the HubSpot source: clientSecret must be a string, is",
  ],
];

describe("a source whose secret is a variable that is not set", () => {
  for (const [option, make, rule] of needed) {
    it(`is not made: ${option}`, () => {
      assert.throws(() => make(undefined), { name: "TypeError", message: `${rule} undefined` });
      assert.throws(() => make([undefined]), { name: "TypeError", message: `${rule} undefined` });
      assert.throws(() => make(null), { name: "TypeError", message: `${rule} object` });
    });
  }

  it("is not made: token of cloudEvents", () => {
    const make = (token: unknown) => Reflect.apply(cloudEvents, undefined, [{ token }]);
    assert.throws(() => make(undefined), {
      name: "TypeError",
      message: "Cannot make the CloudEvents source: it needs token or secret, neither is there",
    });
    for (const [token, found] of [[[undefined], "undefined"], [null, "object"]] as const) {
      assert.throws(() => make(token), {
        name: "TypeError",
        message: `Cannot make the CloudEvents source: token must be a string, is ${found}`,
      });
    }
  });

  it("is not made: name of standardWebhooks that is no text", () => {
    const secret = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
    assert.throws(() => Reflect.apply(standardWebhooks, undefined, [{ secret, name: null }]), {
      name: "TypeError",
      message:
        "Cannot make the Standard Webhooks source: name must be lower-case letters, digits and _, is null",
    });
  });
});
