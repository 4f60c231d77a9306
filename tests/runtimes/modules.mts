/**
 * Tells Node that our `.ts` files are modules, whatever a package.json in a folder above says of its own files.
 * We have none ourselves (deno.json is the only manifest), and Node takes the nearest one it finds. A file `.mts`
 * is a module by its name, so this one needs no telling.
 */
import { registerHooks } from "node:module";

registerHooks({
  load(url, context, nextLoad) {
    const ours = url.endsWith(".ts") && !url.includes("/node_modules/");
    return nextLoad(url, ours ? { ...context, format: "module-typescript" } : context);
  },
});
