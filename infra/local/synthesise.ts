import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { bundleFunctions } from "../bundle.ts";
import { root } from "../paths.ts";
import { endWithStdin } from "./simulators/service.ts";

/**
 * `node synthesise.ts OUT`: bundles the functions and synthesises the templates for one instance.
 * The same app as `npm run synth`; only the checks, which change nothing in the templates and take
 * seconds, are left to that command.
 */
endWithStdin();
const out = process.argv[2];
if (out === undefined) throw new Error("Say where to write the assembly");

const Settings = z.looseObject({ context: z.record(z.string(), z.unknown()) });
const { context } = Settings.parse(JSON.parse(readFileSync(join(root, "cdk.json"), "utf8")));
const bundles = `${out}.bundles`;
const [, { App }, { quanju }, { routes }] = await Promise.all([
  bundleFunctions(bundles),
  import("aws-cdk-lib"),
  import("../app.ts"),
  import("../../functions/routes.ts"),
]);
const app = new App({
  outdir: out,
  context: { ...context, "@aws-cdk/core:validateAgainstDefaultRules": false, checks: false },
});
quanju(app, { routes, bundles });
app.synth();
rmSync(bundles, { recursive: true, force: true });
process.exit(0);
