/** What of a release stands in the repository: its version and what it brings. */
export interface Release {
  /** Version in deno.json. */
  version: string;
  /** Text of CHANGELOG.md. */
  changelog: string;
}

/**
 * The notes of the release that a tag is for: the section of its version in CHANGELOG.md, without the heading.
 *
 * Throws an `Error` where tag, deno.json and CHANGELOG.md do not say the same, or the version has no date yet: then there is
 * nothing to release.
 */
export function notesFor(tag: string, { version, changelog }: Release): string {
  if (tag !== `v${version}`) {
    throw new Error(`Cannot release ${tag}: deno.json has version ${version}, so tag v${version}`);
  }
  const sections = changelog.split(/^(?=## )/m).slice(1);
  const section = sections.find((one) => one.startsWith(`## ${version},`));
  if (section === undefined) {
    throw new Error(`Cannot release ${tag}: CHANGELOG.md has no section "## ${version}, DATE"`);
  }
  const [heading = "", ...lines] = section.split("\n");
  if (!/, \d{4}-\d{2}-\d{2}$/.test(heading)) {
    throw new Error(
      `Cannot release ${tag}: CHANGELOG.md has "${heading}", write the day in place of the rest`,
    );
  }
  const notes = lines.join("\n").trim();
  if (notes === "") throw new Error(`Cannot release ${tag}: its section in CHANGELOG.md is empty`);
  return `${notes}\n`;
}
