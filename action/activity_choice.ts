import type { Config } from "../src/mapping/config.ts";
import type { GitHubActivityOptions } from "../src/sources/github.ts";
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
