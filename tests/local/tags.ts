import assert from "node:assert/strict";

const knownTags = new Set(
  ("html head meta title link script body a header div img p nav h1 h2 h3 ul ol li span strong " +
    "small main section pre article time dl dt dd details summary footer svg path bdi wbr form label " +
    "input button select optgroup option noscript code em del br hr h4 h5 h6 blockquote table thead tbody tr th td")
    .split(" "),
);
const knownAttributes = new Set(
  ("lang charset name content rel href type src defer class alt width height id aria-label " +
    "label data-live tabindex aria-hidden focusable viewBox d aria-labelledby datetime aria-current role " +
    "label data-count data-noun method action data-search for value placeholder autocomplete " +
    "scope start spellcheck maxlength target data-method data-path data-confirm aria-describedby download")
    .split(" "),
);

/** Every opening tag with the names of its attributes, and whatever else begins with `<`. */
export function tagsOf(text: string): [{ name: string; attributes: string[] }[], string] {
  const tag = /<([a-z][a-z0-9]*)((?:\s+[a-zA-Z-]+(?:="[^"<]*")?)*)\s*\/?>/g;
  const tags = [...text.matchAll(tag)].map(([, name = "", attributes = ""]) => ({
    name,
    attributes: [...attributes.matchAll(/\s+([a-zA-Z-]+)(?:="[^"]*")?/g)].map(([, key = ""]) =>
      key
    ),
  }));
  const strays = text.replaceAll(tag, "").replaceAll(/<\/[a-z0-9]+>|<!DOCTYPE html>/g, "");
  return [tags, strays.match(/<.{0,40}/s)?.[0] ?? ""];
}

/** The tags of a page, all of which it may have; throws an `AssertionError` for any other. */
export function checkedTags(text: string): { name: string; attributes: string[] }[] {
  const [tags, strays] = tagsOf(text);
  assert.equal(strays, "");
  for (const { name, attributes } of tags) {
    assert.ok(knownTags.has(name), `<${name}>`);
    for (const attribute of attributes) {
      assert.ok(knownAttributes.has(attribute), `${attribute} on <${name}>`);
    }
  }
  return tags;
}
