import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { root } from "../paths.ts";

const read = (path: string): string | undefined =>
  existsSync(path) ? readFileSync(path, "utf8").trim() : undefined;

/** The commit that is checked out, 40 hex digits; `unknown` outside a repository. */
export function commitHash(): string {
  const git = join(root, ".git");
  const head = read(join(git, "HEAD"));
  const ref = head?.startsWith("ref: ") ? head.slice("ref: ".length) : undefined;
  if (ref === undefined) return head ?? "unknown";
  const packed = read(join(git, "packed-refs"))
    ?.split("\n")
    .find((line) => line.endsWith(` ${ref}`));
  return read(join(git, ref)) ?? packed?.split(" ", 1)[0] ?? "unknown";
}

/** The version in package.json. */
export const platformVersion = (): string =>
  z
    .object({ version: z.string() })
    .parse(JSON.parse(readFileSync(join(root, "package.json"), "utf8"))).version;
