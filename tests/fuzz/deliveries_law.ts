import fc from "fast-check";
import assert from "node:assert/strict";
import { startPage } from "../edge/deliveries/harness.ts";
import { tagsOf } from "../local/tags.ts";
import { delivered, refused } from "../support/client_stand_in.ts";
import { type Law, law } from "./law.ts";
import { oddText } from "./values.ts";

const names = [
  ...["state", "family", "type", "text", "cursor", "done", "id", "key", "all", "sure", "password"],
  ...["token", "next", "return", "__proto__"],
];
const values = fc.oneof(
  oddText,
  fc.constantFrom("waiting", "delivered", "dead", "app", "custom", "yes", "ae1_test", "bad-1"),
  fc.constantFrom("1700000000000.5", "0.0", "-1.-1", "9".repeat(30), "replayed.5", "dropped.x"),
  fc.constantFrom(
    "family=app&type=ae1_test&id=bad-1",
    "family=app",
    "//evil.example",
    "https://evil.example",
  ),
);

const cases = fc.record({
  path: fc.oneof(
    fc.constantFrom(
      "",
      "/",
      "/event",
      "/login",
      "/logout",
      "/replay",
      "/drop",
      "/resume",
      "/style.css",
    ),
    fc.constantFrom(
      "/event/",
      "//evil.example",
      "/..",
      "/%2e%2e/x",
      "/%00",
      "/%",
      "/event%2f",
      "/x/y",
    ),
    oddText.map((text) => `/${encodeURIComponent(text.toWellFormed())}`),
  ),
  fields: fc.array(fc.tuple(fc.constantFrom(...names), values), { maxLength: 4 }),
  isForm: fc.boolean(),
  isSignedIn: fc.oneof({ arbitrary: fc.constant(true), weight: 4 }, fc.constant(false)),
  hasToken: fc.oneof({ arbitrary: fc.constant(true), weight: 4 }, fc.constant(false)),
  ids: fc.array(oddText.filter((text) => text !== "" && text.isWellFormed() && text.length < 200), {
    maxLength: 2,
  }),
});

/** The law of the deliveries page: nobody's text becomes markup, nothing leads elsewhere, nothing is done unasked. */
export const deliveriesLaw: Law = law("forms and addresses of the deliveries page", {
  share: 4,
  cases,
  async open() {
    let page = await openPage();
    let count = 0;
    return {
      async holds({ path, fields, isForm, isSignedIn, hasToken, ids }) {
        if (++count % 40 === 0) page = await openPage();
        const { reader, errors, outbox, clock, bring } = page;
        await bring(...ids.map((id) => `bad-${id}`));
        await clock.advance(10_000);
        await reader.signIn();
        const token = reader.formToken;
        if (!isSignedIn) reader.cookie = "";
        const before = await outbox.journal.counts();
        const address = `/deliveries${path}`;
        const { status, text, headers } = isForm
          ? await reader.post(address, hasToken ? [["token", token], ...fields] : fields)
          : await reader.get(`${address}?${new URLSearchParams(fields)}`);
        const said = `${status} ${text.slice(0, 200)}`;
        assert.ok(status < 500, said);
        assert.deepEqual(errors, [], said);
        assert.match(
          headers.get("location") ?? "/deliveries",
          /^\/deliveries(?:[/?][^/\\]*)?$/,
          said,
        );
        // Paths that lead off the page are not its business.
        if (headers.get("content-type")?.startsWith("text/html")) {
          assert.match(headers.get("content-security-policy") ?? "", /^default-src 'none';/);
          hasNoForeignMarkup(text);
        }
        if (!(isForm && isSignedIn && hasToken)) {
          assert.deepEqual(await outbox.journal.counts(), before, "something was done");
        }
      },
    };
  },
});

/** Elements that the page draws itself with; none of them runs or loads anything but its own script and style. */
const ownTags = new Set(
  ("html head meta title link script body header div img p nav h1 h2 h3 ul ol li span strong small main section pre " +
    "article time dl dt dd details summary footer bdi wbr form label input button select option code table caption " +
    "thead tbody tr th td a").split(" "),
);

function hasNoForeignMarkup(text: string): void {
  const [tags, strays] = tagsOf(text);
  assert.equal(strays, "");
  for (const { name, attributes } of tags) {
    assert.ok(ownTags.has(name), `<${name}>`);
    assert.deepEqual(attributes.filter((one) => /^(?:on|style$)/.test(one)), [], `<${name}>`);
  }
  assert.ok(tags.filter(({ name }) => name === "script").length <= 1);
}

async function openPage() {
  const page = startPage((id) => id.startsWith("bad") ? refused : delivered);
  await page.bring("bad-1", "bad-2", "good");
  await page.reader.signIn();
  return page;
}
