import * as v from "valibot";
import type { Happening } from "./happening.ts";
import { personOf } from "./person.ts";
import { read } from "./reading.ts";
import {
  account,
  anyList,
  deliveryEntries,
  flag,
  maybe,
  pageUrl,
  text,
  time,
  whole,
} from "./schemas.ts";

const starDelivery = v.object({
  ...deliveryEntries,
  sender: account,
  starred_at: maybe(time),
});

type StarDelivery = v.InferOutput<typeof starDelivery>;

const forkDelivery = v.object({
  ...deliveryEntries,
  forkee: v.object({
    id: whole,
    full_name: text,
    html_url: pageUrl,
    created_at: time,
    owner: maybe(account),
  }),
});

const releaseDelivery = v.object({
  ...deliveryEntries,
  release: v.object({
    id: whole,
    tag_name: text,
    name: maybe(text),
    html_url: pageUrl,
    prerelease: maybe(flag),
    author: maybe(account),
    published_at: maybe(time),
    target_commitish: maybe(text),
    assets: maybe(anyList),
    body: maybe(text),
  }),
});

/**
 * Tells that somebody starred a repository. GitHub says so twice, as `star` to webhooks and as `watch` to both
 * webhooks and workflows, and `watch` has no time: so the time is no part of what tells one star from another.
 */
export function starred(payload: unknown, receivedAt: string): Happening[] {
  return [star("repo.starred", read(starDelivery, payload), receivedAt)];
}

/** Tells that somebody took a star back. */
export function unstarred(payload: unknown, receivedAt: string): Happening[] {
  return [star("repo.unstarred", read(starDelivery, payload), receivedAt)];
}

/** Tells that a repository was forked: by the fork's owner or, for an organization, by whoever made it there. */
export function forked(payload: unknown): Happening[] {
  const { forkee, repository, sender } = read(forkDelivery, payload);
  const isPersonal = forkee.owner?.type === "User";
  return [{
    type: "repo.forked",
    time: forkee.created_at,
    person: personOf(isPersonal ? forkee.owner : sender ?? forkee.owner),
    subject: { title: forkee.full_name, url: forkee.html_url },
    facts: { fork: forkee.full_name, forks: repository.forks_count },
    key: [forkee.id],
  }];
}

/** Tells that a release was published, by its author. */
export function releasePublished(payload: unknown, receivedAt: string): Happening[] {
  const { release } = read(releaseDelivery, payload);
  return [{
    type: "release.published",
    time: release.published_at ?? receivedAt,
    person: personOf(release.author),
    subject: { title: release.name || release.tag_name, url: release.html_url },
    facts: {
      tag: release.tag_name,
      name: release.name,
      prerelease: release.prerelease,
      branch: release.target_commitish,
      assets: release.assets?.length,
    },
    key: [release.id],
    body: release.body,
  }];
}

function star(
  type: string,
  { repository, sender, starred_at }: StarDelivery,
  receivedAt: string,
): Happening {
  return {
    type,
    time: starred_at ?? receivedAt,
    person: personOf(sender),
    subject: { title: repository.full_name, url: repository.html_url },
    facts: { stars: repository.stargazers_count },
    key: [repository.id],
  };
}
