import * as v from "valibot";
import type { Happening } from "./happening.ts";
import { personAmong } from "./person.ts";
import { read } from "./reading.ts";
import { account, link, type Maybe, maybe, text, time, whole } from "./schemas.ts";

const packaged = v.object({
  id: whole,
  name: text,
  ecosystem: maybe(text),
  package_type: maybe(text),
  html_url: link,
  owner: maybe(account),
  package_version: maybe(v.object({
    id: whole,
    version: maybe(text),
    html_url: link,
    author: maybe(account),
    created_at: maybe(time),
    // Only there for what has tags instead of versions, whose version is a digest.
    container_metadata: maybe(v.object({ tag: maybe(v.object({ name: maybe(text) })) })),
  })),
});

type Packaged = v.InferOutput<typeof packaged>;

const packageDelivery = v.object({ sender: maybe(account), package: packaged });

const registryPackageDelivery = v.object({ sender: maybe(account), registry_package: packaged });

/** Tells that a package was published, as webhooks hear of it. */
export function packagePublished(payload: unknown, receivedAt: string): Happening[] {
  const { package: published, sender } = read(packageDelivery, payload);
  return told(published, personAmong(published.package_version?.author, sender), receivedAt);
}

/** Tells that a package was published, as workflows hear of it: the same, under another name. */
export function registryPackagePublished(payload: unknown, receivedAt: string): Happening[] {
  const { registry_package: published, sender } = read(registryPackageDelivery, payload);
  return told(published, personAmong(published.package_version?.author, sender), receivedAt);
}

/** By the version's author or, where automation published it, by whoever set that off. */
function told(
  { id, name, ecosystem, package_type, html_url, owner, package_version: version }: Packaged,
  person: Happening["person"],
  receivedAt: string,
): Happening[] {
  const tag = version?.container_metadata?.tag?.name;
  return [{
    type: "package.published",
    time: isKnown(version?.created_at) ? version.created_at : receivedAt,
    person,
    subject: {
      title: [name, tag || (version?.version ?? "")].join(" ").trim(),
      url: version?.html_url ?? html_url,
    },
    facts: {
      package: name,
      version: version?.version,
      tag,
      ecosystem,
      package_type,
      package_owner: owner?.login,
    },
    key: [id, version?.id ?? ""],
  }];
}

/** Versions of containers come with the first second of the year 1 for a time. */
function isKnown(time: Maybe<string>): time is string {
  return typeof time === "string" && !time.startsWith("0001-");
}
