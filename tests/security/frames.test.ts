import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { compileRules, parseEvent } from "../../mod.ts";
import { planEvents } from "../../src/mapping/plan.ts";
import { start } from "../edge/harness.ts";
import { activity } from "../support/activities.ts";
import { appEvent, timelineEvent } from "../support/events.ts";

/** Addresses that a frame must not have: they run script, read files, or are not protected on their way. */
const refused: readonly string[] = [
  "javascript:alert(1)",
  "JavaScript:alert(1)",
  " javascript:alert(1)",
  "java\nscript:alert(1)",
  "data:text/html,<script>alert(1)</script>",
  "vbscript:x",
  "file:///etc/passwd",
  "blob:https://x.example/1",
  "http://x.example/",
  "http://localhost.evil.example/",
  "http://127.0.0.1.evil.example/",
  "ftp://x.example/",
  "//x.example/",
  "/relative",
  "x.example",
  "https://",
  "",
];

const frame = { linkLabel: "Open", headerLabel: "Order", width: 800, height: 600 };

describe("the address of a frame", () => {
  for (const url of refused) {
    it(`is no ${JSON.stringify(url)}, whether an event or a rule says so`, async () => {
      for (const event of [appEvent(), timelineEvent()]) {
        const own = { ...event, timelineIFrame: { ...frame, url } };
        const parsed = parseEvent(own);
        assert.ok(!parsed.ok && parsed.issues.some(({ path }) => path === "timelineIFrame.url"));
        const { kept, postEvents } = start();
        assert.equal((await postEvents(own)).status, 422);
        assert.deepEqual(kept, []);
      }
      const happened = activity({ subject: { title: "x", url }, properties: { url } });
      for (const template of ["{{subject.url}}", "{{properties.url}}"]) {
        const mapping = compileRules([{
          send: {
            eventTypeName: "ae1_x",
            properties: {},
            timelineIFrame: { ...frame, url: template },
          },
        }]);
        const { events } = planEvents([happened], { mapping });
        // What cannot be filled in is left out, and what cannot be shown is no event.
        for (const { event } of events) assert.ok(!Object.hasOwn(event, "timelineIFrame"), url);
      }
    });
  }

  it("is https", () => {
    for (const url of ["https://x.example/", "HTTPS://x.example/a?b#c"]) {
      assert.ok(parseEvent({ ...appEvent(), timelineIFrame: { ...frame, url } }).ok, url);
    }
  });
});
