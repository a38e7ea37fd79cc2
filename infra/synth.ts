import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { bundleFunctions } from "./bundle.ts";
import { root } from "./paths.ts";

/** `npm run synth`: bundles, then the CDK's own command with all its checks. */
await bundleFunctions();
const cdk = join(root, "node_modules", "aws-cdk", "bin", "cdk");
const { status } = spawnSync(
  process.execPath,
  [cdk, "synth", "--quiet", ...process.argv.slice(2)],
  {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, CDK_DISABLE_CLI_TELEMETRY: "true" },
  },
);
process.exitCode = status ?? 1;
