import * as v from "valibot";
import type { Happening } from "./happening.ts";
import { personOf } from "./person.ts";
import { read } from "./reading.ts";
import { deliveryEntries, listOf, maybe, pageUrl, text } from "./schemas.ts";

/** Most pages of one push to a wiki that are read. */
const mostPages = 5_000;

const page = v.object({
  page_name: text,
  title: text,
  action: maybe(text),
  sha: text,
  html_url: pageUrl,
});

const wikiDelivery = v.object({ ...deliveryEntries, pages: listOf(page, mostPages) });

/** Tells that pages of the wiki were created or edited, by whoever did it: one happening for each page. */
export function wikiEdited(payload: unknown, receivedAt: string): Happening[] {
  const { pages, sender, repository } = read(wikiDelivery, payload);
  return pages.map((page): Happening => ({
    type: "wiki.edited",
    time: receivedAt,
    person: personOf(sender),
    subject: { title: page.title || page.page_name, url: page.html_url },
    facts: { action: page.action, page: page.page_name },
    key: [repository.id, page.page_name, page.sha],
  }));
}
