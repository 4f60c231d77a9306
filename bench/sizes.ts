import { type BundleSize, weigh } from "./bundle_size.ts";

/** What `createClient` may weigh with all that it needs, minified and compressed, in bytes. */
export const mostClientBytes = 10_000;

/** Functions that need no client, and so shall bring nothing of it along. */
export const pureNames = ["familyOf", "existingContacts", "compileRules"] as const;

/** What the client is made of: whoever imports a pure function gets none of it. */
const clientModules =
  /^src\/(?:transport\/|hubspot\/(?:account_limiter|call|client|connection|delivery|open_batches|outgoing|send_all)\.ts)/;

/** Weighs a bundle of one export of `mod.ts`. */
export async function weighExport(name: string): Promise<BundleSize> {
  return await weigh(`export { ${name} } from "./mod.ts";`);
}

/** Modules of the client in a bundle. */
export function clientModulesOf({ modules }: BundleSize): string[] {
  return modules.map(([path]) => path).filter((path) => clientModules.test(path));
}
