import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { settingNames } from "../../src/cli/settings.ts";
import { refuseStrayVariables } from "../../src/cli/variable_names.ts";

function checks(environment: Record<string, string>, alsoRead: string[] = []): () => void {
  return () => refuseStrayVariables(environment, { alsoRead });
}

describe("refuseStrayVariables", () => {
  const refused: [name: string, meant: string | undefined][] = [
    ["HUBLINE_PASWORD", "HUBLINE_PASSWORD"],
    ["HUBLINE_EVENT_TOKEN", "HUBLINE_EVENTS_TOKEN"],
    ["HUBLINE_DATABASE_URL", "DATABASE_URL"],
    ["HUBLINE_PORT", "PORT"],
    ["HUBLINE_GITHUB_TOKEN", "GITHUB_TOKEN"],
    ["HUBLINE_ACCESS_TOKEN", "HUBSPOT_ACCESS_TOKEN"],
    ["HUBLINE_FOO", undefined],
    ["HUBLINE_", undefined],
    ["LOCAL_HUBSPOT_DELAY_MSEC", "LOCAL_HUBSPOT_DELAY_MS"],
    ["LOCAL_HUBSPOT_FLIE", "LOCAL_HUBSPOT_FILE"],
    ["LOCAL_HUBSPOT_DIRECTORY", undefined],
    ["HUBSPOT_ACCESTOKEN", "HUBSPOT_ACCESS_TOKEN"],
    ["HUBSPOT_ACCESS_TOKENS", "HUBSPOT_ACCESS_TOKEN"],
    ["HUBSPOT_BASE_URI", "HUBSPOT_BASE_URL"],
    ["HUBSPOT_TOKEN", "HUBSPOT_ACCESS_TOKEN"],
    ["HUBSPOT_API_KEY", "HUBSPOT_ACCESS_TOKEN"],
    ["HUBSPOT_API_TOKEN", "HUBSPOT_ACCESS_TOKEN"],
    ["HUBSPOT_PRIVATE_APP_TOKEN", "HUBSPOT_ACCESS_TOKEN"],
  ];
  for (const [name, meant] of refused) {
    const question = meant === undefined ? "" : `; did you mean ${meant}?`;
    it(`refuses ${name}, with ${meant ?? "no name"} to use instead, and without its value`, () => {
      assert.throws(checks({ [name]: "pat-na1-canary" }), {
        name: "SettingsError",
        message: `${name}: Expected no variable of this name${question}`,
      });
    });
  }

  it("names all of them at once", () => {
    assert.throws(checks({ HUBLINE_PASWORD: "x", PORT: "1", HUBLINE_CONFG: "y" }), {
      name: "SettingsError",
      message:
        "HUBLINE_PASWORD: Expected no variable of this name; did you mean HUBLINE_PASSWORD?\n" +
        "HUBLINE_CONFG: Expected no variable of this name; did you mean HUBLINE_CONFIG?",
    });
  });

  it("lets no name look like a message about another variable", () => {
    assert.throws(checks({ "HUBLINE_X\nFOO: fine": "x" }), {
      name: "SettingsError",
      message: "HUBLINE_X FOO: fine: Expected no variable of this name",
    });
  });

  it("takes every setting, and the variables that the configuration file names", () => {
    checks(Object.fromEntries(settingNames.map((name) => [name, "x"])))();
    checks({ HUBLINE_SHOP_SECRET: "x" }, ["HUBLINE_SHOP_SECRET"])();
  });

  it("takes an empty variable for one that is not set, as everywhere", () => {
    checks({ HUBLINE_PASWORD: "", HUBSPOT_TOKEN: "" })();
    assert.throws(checks({ HUBSPOT_TOKEN: "x", HUBSPOT_ACCESS_TOKEN: "" }), {
      name: "SettingsError",
      message:
        "HUBSPOT_TOKEN: Expected no variable of this name; did you mean HUBSPOT_ACCESS_TOKEN?",
    });
  });

  const strange = [
    "HUBSPOT_ACCOUNT_ID",
    "HUBSPOT_CLIENT_ID",
    "HUBSPOT_CONFIG_PATH",
    "HUBSPOT_PERSONAL_ACCESS_KEY",
    "HUBSPOT_PORTAL_ID",
    "HUBSPOT_REFRESH_TOKEN",
    "USE_ENVIRONMENT_HUBSPOT_CONFIG",
    "MY_HUBLINE_PASWORD",
  ];
  for (const name of strange) {
    it(`lets ${name} be, which is another program's`, checks({ [name]: "x" }));
  }

  it("lets a name for HubSpot's token be where the token is set: that one is another program's", () => {
    checks({ HUBSPOT_ACCESS_TOKEN: "x", HUBSPOT_TOKEN: "x", HUBSPOT_API_KEY: "x" })();
    assert.throws(checks({ HUBLINE_PASSWORD: "x", HUBLINE_PASWORD: "x" }), {
      name: "SettingsError",
      message: "HUBLINE_PASWORD: Expected no variable of this name; did you mean HUBLINE_PASSWORD?",
    });
  });

  it("lets the addresses be that Kubernetes sets for services called hubline and local-hubspot", () => {
    checks({
      HUBLINE_SERVICE_HOST: "10.0.0.11",
      HUBLINE_SERVICE_PORT: "8787",
      HUBLINE_SERVICE_PORT_HTTP: "8787",
      HUBLINE_PORT: "tcp://10.0.0.11:8787",
      HUBLINE_PORT_8787_TCP: "tcp://10.0.0.11:8787",
      HUBLINE_PORT_8787_TCP_PROTO: "tcp",
      HUBLINE_PORT_8787_TCP_PORT: "8787",
      HUBLINE_PORT_8787_TCP_ADDR: "10.0.0.11",
      HUBLINE_POSTGRES_PORT: "tcp://10.0.0.12:5432",
      LOCAL_HUBSPOT_SERVICE_HOST: "10.0.0.13",
    })();
  });

  it("looks at names that begin with LOCAL_HUBSPOT_ alone where it is told to", () => {
    const environment = { HUBLINE_PASWORD: "x", HUBSPOT_TOKEN: "x", LOCAL_HUBSPOT_PROT: "1" };
    assert.throws(() => refuseStrayVariables(environment, { prefixes: ["LOCAL_HUBSPOT_"] }), {
      name: "SettingsError",
      message:
        "LOCAL_HUBSPOT_PROT: Expected no variable of this name; did you mean LOCAL_HUBSPOT_PORT?",
    });
  });
});
