import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What a citizen's command line says of a bundle: its exit code and its lines. */
export type Verified = { readonly status: number; readonly lines: readonly string[] };

/**
 * Runs the verifier's command as anyone would, on files alone.
 *
 * @param given - texts of files: `bundle`; `policy` and `slip` as values
 */
export async function verifyByCommand({
  bundle,
  policy,
  slip,
}: {
  readonly bundle: string;
  readonly policy: unknown;
  readonly slip?: unknown;
}): Promise<Verified> {
  const folder = mkdtempSync(join(tmpdir(), "quanju-verify-"));
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const args = ["web/verify/cli.ts", file("bundle.json", bundle)];
  args.push("--policy", file("policy.json", JSON.stringify(policy)));
  if (slip !== undefined) args.push("--slip", file("slip.json", JSON.stringify(slip)));
  try {
    return await new Promise((resolve) => {
      execFile(process.execPath, args, (error, stdout) => {
        const status = typeof error?.code === "number" ? error.code : 0;
        resolve({ status, lines: stdout.trimEnd().split("\n") });
      });
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
