import { html } from "hono/html";
import { Lexer, type MarkedToken, type Token, type Tokens } from "marked";
import { foreign, type Markup } from "../../page/markup.ts";
import { httpsUrl } from "../page/safe_url.ts";
import { readReferences } from "./character_references.ts";

/** Longest text that is read as Markdown, and marks within one another that are followed. */
const [longestText, deepest] = [10_000, 12];

/** Most signs of emphasis: the lexer looks for the partner of each, so that its time grows with their square. */
const mostSigns = 500;

/**
 * Draws Markdown: paragraphs, lists and whatever else makes blocks. Markup of its own making only: raw HTML is left off,
 * as HubSpot does, links lead to `https:` only, and pictures, which would be fetched from elsewhere, become links.
 */
export function markdownBlocks(text: string): Markup {
  return blocks(read(text, (part) => Lexer.lex(part, { gfm: true, breaks: true })), 0);
}

/** Draws one line of Markdown: links and emphasis. */
export function markdownLine(text: string): Markup {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return inline(read(line, (part) => Lexer.lexInline(part, { gfm: true })), 0);
}

/** What is left of a line of Markdown without its marks. */
export function plainLine(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return plain(read(line, (part) => Lexer.lexInline(part, { gfm: true })), 0);
}

/** Takes text apart; what is too much for the lexer is one plain text. */
function read(text: string, lex: (text: string) => Token[]): Token[] {
  const part = text.length > longestText ? `${text.slice(0, longestText)}…` : text;
  const plainText = [{ type: "text", raw: part, text: part }];
  if ((part.match(/[*_~]/g)?.length ?? 0) > mostSigns) return plainText;
  try {
    return lex(part);
  } catch {
    return plainText;
  }
}

function blocks(tokens: readonly Token[], depth: number): Markup {
  return html`${tokens.map((token) => block(token, depth))}`;
}

function block(token: Token, depth: number): Markup | string {
  if (!isKnown(token)) return "";
  if (depth > deepest) return words(token.raw);
  switch (token.type) {
    case "paragraph":
      return html`<p>${inline(token.tokens, depth)}</p>`;
    case "heading":
      return heading(token, depth);
    case "list":
      return list(token, depth);
    case "blockquote":
      return html`<blockquote>${blocks(token.tokens, depth + 1)}</blockquote>`;
    case "code":
      return html`<pre tabindex="0">${words(token.text)}</pre>`;
    case "table":
      return table(token, depth);
    case "hr":
      return html`<hr>`;
    default:
      return inlineOne(token, depth);
  }
}

/** The card has the third level. */
function heading({ depth: level, tokens }: Tokens.Heading, depth: number): Markup {
  const content = inline(tokens, depth);
  if (level === 1) return html`<h4>${content}</h4>`;
  return level === 2 ? html`<h5>${content}</h5>` : html`<h6>${content}</h6>`;
}

function list({ ordered, start, items }: Tokens.List, depth: number): Markup {
  const content = items.map((item) => html`<li>${blocks(item.tokens, depth + 1)}</li>`);
  if (!ordered) return html`<ul>${content}</ul>`;
  return html`<ol start="${start === "" ? 1 : start}">${content}</ol>`;
}

function table({ header, rows }: Tokens.Table, depth: number): Markup {
  const head = header.map((cell) => html`<th scope="col">${inline(cell.tokens, depth)}</th>`);
  const body = rows.map((cells) =>
    html`<tr>${cells.map((cell) => html`<td>${inline(cell.tokens, depth)}</td>`)}</tr>`
  );
  return html`
    <div class="table">
      <table>
        <thead>
          <tr>${head}</tr>
        </thead>
        <tbody>${body}</tbody>
      </table>
    </div>
  `;
}

function inline(tokens: readonly Token[], depth: number): Markup {
  return html`${tokens.map((token) => isKnown(token) ? inlineOne(token, depth) : "")}`;
}

function inlineOne(token: MarkedToken, depth: number): Markup | string {
  if (depth > deepest) return words(token.raw);
  switch (token.type) {
    case "text":
      return token.tokens === undefined ? words(token.text) : inline(token.tokens, depth + 1);
    case "escape":
      return words(token.text);
    case "strong":
      return html`<strong>${inline(token.tokens, depth + 1)}</strong>`;
    case "em":
      return html`<em>${inline(token.tokens, depth + 1)}</em>`;
    case "del":
      return html`<del>${inline(token.tokens, depth + 1)}</del>`;
    case "codespan":
      return html`<code>${words(token.text)}</code>`;
    case "br":
      return html`<br>`;
    case "checkbox":
      return token.checked ? "☑ " : "☐ ";
    case "link":
      return link(token.href, inline(token.tokens, depth + 1));
    case "image":
      return link(token.href, words(token.text === "" ? "Picture" : token.text));
    default:
      return "";
  }
}

/** Where it may not lead anywhere, the words stay. */
function link(href: string, content: Markup): Markup {
  const url = httpsUrl(readReferences(href));
  if (url === undefined) return content;
  return html`<a href="${url}" target="_blank" rel="noopener noreferrer">${content}</a>`;
}

function words(text: string): Markup {
  return foreign(readReferences(text));
}

function plain(tokens: readonly Token[], depth: number): string {
  return tokens.map((token) => {
    if (!isKnown(token) || token.type === "html") return "";
    const inner = "tokens" in token ? token.tokens : undefined;
    if (inner !== undefined && depth <= deepest) return plain(inner, depth + 1);
    return "text" in token ? readReferences(token.text) : "";
  }).join("");
}

const knownTypes: ReadonlySet<string> = new Set<MarkedToken["type"]>([
  "blockquote",
  "br",
  "checkbox",
  "code",
  "codespan",
  "del",
  "em",
  "escape",
  "heading",
  "hr",
  "html",
  "image",
  "link",
  "list",
  "paragraph",
  "strong",
  "table",
  "text",
]);

/** Extensions bring kinds of their own; there are none here. */
function isKnown(token: Token): token is MarkedToken {
  return knownTypes.has(token.type);
}
