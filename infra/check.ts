import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { bundleFunctions, overBudget } from "./bundle.ts";
import { staleOpenapi } from "./openapi.ts";
import { root } from "./paths.ts";

/**
 * `npm run check`: everything that can be said of the sources without running them. All checks run,
 * each failure is shown, and the last line says how many failed.
 */
type Check = { readonly name: string; readonly run: () => Promise<string[]> };

/** Runs one of the installed tools; its whole output is the complaint. */
const tool = (name: string, script: string, ...args: string[]): Check => ({
  name,
  run: () =>
    new Promise((done, fail) => {
      const node = spawn(process.execPath, [join(root, "node_modules", script), ...args], {
        cwd: root,
        env: { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" },
      });
      const output: Buffer[] = [];
      node.stdout.on("data", (part: Buffer) => output.push(part));
      node.stderr.on("data", (part: Buffer) => output.push(part));
      node.on("error", fail);
      node.on("exit", (code) => {
        done(code === 0 ? [] : [Buffer.concat(output).toString().trim()]);
      });
    }),
});

const CHECKS: readonly Check[] = [
  tool("types", "typescript/bin/tsc", "--noEmit", "-p", "."),
  tool("lint", "eslint/bin/eslint.js", "."),
  tool("format", "prettier/bin/prettier.cjs", "--check", "--log-level", "warn", ...formatted()),
  { name: "openapi.json", run: staleOpenapi },
  tool("openapi rules", "@redocly/cli/bin/cli.js", "lint", "docs/openapi.json"),
  { name: "bundle sizes", run: async () => overBudget(await bundleFunctions()) },
];

/** What Prettier looks at: our sources, not vectors or generated files. */
function formatted(): string[] {
  const folders = ["functions", "shared", "infra", "web", "test"];
  return [
    ...folders
      .filter((folder) => existsSync(join(root, folder)))
      .map((folder) => `${folder}/**/*.{ts,tsx,mjs,css}`),
    "*.{js,ts,json}",
  ];
}

let failed = 0;
for (const { name, run } of CHECKS) {
  const complaints = await run();
  process.stdout.write(`${complaints.length === 0 ? "ok  " : "FAIL"} ${name}\n`);
  if (complaints.length > 0) {
    failed++;
    process.stdout.write(`${complaints.join("\n")}\n`);
  }
}
process.stdout.write(`${CHECKS.length - failed} checks ok, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;
