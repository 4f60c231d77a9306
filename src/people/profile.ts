import * as v from "valibot";
import { isBot } from "../activity/identity.ts";
import { isSameLogin, type Strategy } from "./strategy.ts";

const profileAnswer = v.object({
  login: v.string(),
  type: v.optional(v.string()),
  name: v.nullish(v.string()),
  email: v.nullish(v.string()),
});

/**
 * Looks at the public profile, where people who want to be found put an address. GitHub shows it only to those who have a token,
 * of whatever kind.
 *
 * @see https://docs.github.com/en/rest/users/users#get-a-user
 */
export const profile: Strategy = {
  source: "profile",
  needsToken: true,
  scopeOf: () => "",
  async ask({ login }, { api, permits }) {
    const found = await api.get(`/users/${login}`, {
      permit: permits.own,
      what: `the profile of ${login}`,
      schema: profileAnswer,
    });
    const { email, name, type } = found;
    const isPerson = type !== "Organization" && !isBot({ login, type });
    if (!isPerson || !isSameLogin(found.login, login) || !email) return [];
    return [{ email, name: name ?? undefined, source: "profile" }];
  },
};
