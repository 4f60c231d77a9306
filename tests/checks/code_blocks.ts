/** A block of code in a document. */
export interface CodeBlock {
  /** What it is written in, and what stands behind that: `ts`, `sh`. */
  language: string;
  /** The code. */
  text: string;
  /** Number of its first line in the document, from 1. */
  line: number;
}

/** All blocks of code of a Markdown text, those in lists among them. */
export function codeBlocks(markdown: string): CodeBlock[] {
  const blocks: CodeBlock[] = [];
  let open: { fence: string; indent: number; language: string; line: number } | undefined;
  let lines: string[] = [];
  for (const [index, line] of markdown.split("\n").entries()) {
    const [, indent = "", fence = "", language = ""] = /^( *)(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
    if (open === undefined) {
      if (fence === "") continue;
      open = { fence, indent: indent.length, language: language.trim(), line: index + 2 };
      lines = [];
    } else if (fence.startsWith(open.fence) && language.trim() === "") {
      const { language, line } = open;
      blocks.push({ language, line, text: lines.map((one) => `${one}\n`).join("") });
      open = undefined;
    } else lines.push(line.slice(Math.min(open.indent, line.length - line.trimStart().length)));
  }
  if (open !== undefined) throw new Error(`The block of code in line ${open.line - 1} has no end`);
  return blocks;
}

/** Which block of code is meant. */
export interface BlockPlace {
  /** The heading that it stands under, before the next one of any depth. */
  heading: string;
  /** What it is written in. */
  language: string;
}

/** All blocks of code of a language under a heading. */
export function blocksUnder(markdown: string, { heading, language }: BlockPlace): string[] {
  const blocks = codeBlocks(markdown);
  const isCode = (at: number) =>
    blocks.some(({ line, text }) => at >= line && at < line + text.split("\n").length);
  const headings = markdown.split("\n").flatMap((text, index) => {
    const [, title] = /^#+ (.+)$/.exec(text) ?? [];
    return title === undefined || isCode(index + 1) ? [] : [{ title, line: index + 1 }];
  });
  const at = headings.findIndex(({ title }) => title === heading);
  const first = headings[at]?.line ?? Infinity;
  const last = headings[at + 1]?.line ?? Infinity;
  return blocks.filter((block) =>
    block.language === language && block.line > first && block.line < last
  ).map(({ text }) => text);
}

/**
 * The one block of code of a language under a heading.
 *
 * @throws {Error} If there is none or more than one.
 */
export function blockUnder(markdown: string, place: BlockPlace): string {
  const [block, ...others] = blocksUnder(markdown, place);
  if (block !== undefined && others.length === 0) return block;
  const count = block === undefined ? 0 : 1 + others.length;
  throw new Error(
    `Expected one block of ${place.language} under "${place.heading}", found ${count}`,
  );
}
