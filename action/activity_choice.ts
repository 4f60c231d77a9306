import type { Config } from "../src/mapping/config.ts";
import { activityTypes, type GitHubActivityOptions } from "../src/sources/github.ts";
import type { Issue } from "../src/validation/issues.ts";
import { matchesGlob } from "../src/validation/glob.ts";
import type { Inputs } from "./inputs.ts";

/** Which activities the source is to make; what leaves people out holds wherever they are found. */
export type ActivityChoice = GitHubActivityOptions & { excludePeople: readonly string[] };

/**
 * Puts together what the inputs, input `config` and the file say of the activities to make. Of `types` the first that says
 * any counts; people that any of them leaves out are left out; and what any of them asks for is made.
 */
export function chooseActivities(
  { events, excludePeople, includeBodies, signOffs, config }: Inputs,
  file: Config = {},
): ActivityChoice {
  const [own = {}, shared = {}] = [config.github, file.github];
  const types = events ?? own.types ?? shared.types;
  return {
    ...(types === undefined ? {} : { types }),
    excludePeople: [
      ...excludePeople,
      ...own.excludePeople ?? [],
      ...shared.excludePeople ?? [],
    ],
    bodies: includeBodies || own.bodies === true || shared.bodies === true,
    signOffs: signOffs || own.signOffs === true || shared.signOffs === true,
    confidential: own.confidential === true || shared.confidential === true,
  };
}

/** What is wrong with `types` of a configuration: a pattern that fits nothing would leave every timeline empty. */
export function wrongTypes({ types = [] }: ActivityChoice): Issue[] {
  const wrong = types.filter((pattern) =>
    !activityTypes.some((type) => matchesGlob(pattern, type))
  );
  return wrong.map((pattern) => ({
    path: "config",
    message:
      `Expected activity types or patterns such as github.pull_request.* under github.types ` +
      `there or in config-file, found ${pattern}, which fits none`,
  }));
}
