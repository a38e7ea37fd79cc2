import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile, readdir, rename, rm, stat } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { digestOf } from "../bundle.ts";
import { root } from "../paths.ts";
import { Refusal, codeOf } from "./refusal.ts";

const ASSEMBLIES = join(root, "dist", "local");
const SOURCES = ["functions", "shared", "infra"];
/** What runs only on this machine is in no template and no bundle. */
const NOT_SOURCES = [join("infra", "local")];
const SOURCE_FILES = ["package-lock.json", "cdk.json"];
const DAY_MS = 86_400_000;

/**
 * The cloud assembly of these very sources: templates, and one folder with the bundle of each
 * function. It lies under the digest of its sources, so that an unchanged one is not made again
 * and a running instance keeps the one it began with.
 *
 * @returns its folder, and whether it had to be made
 * @throws Refusal when bundling or synthesis fails; what failed is on standard error
 */
export async function assembly(): Promise<{ folder: string; made: boolean }> {
  const digest = digestOf(await sources()).slice(0, 20);
  const folder = join(ASSEMBLIES, digest);
  if (existsSync(folder)) return { folder, made: false };

  await mkdir(ASSEMBLIES, { recursive: true });
  const beside = `${folder}.${process.pid}`;
  await rm(beside, { recursive: true, force: true });
  await synthesise(beside);
  try {
    await rename(beside, folder);
  } catch (error) {
    // Another instance has made the same a moment before.
    if (codeOf(error) !== "ENOTEMPTY" && codeOf(error) !== "EEXIST") throw error;
    await rm(beside, { recursive: true, force: true });
  }
  await forgetOld(folder);
  return { folder, made: true };
}

/** In a process of its own: the CDK takes 300 MB that the server then need not carry. */
function synthesise(out: string): Promise<void> {
  return new Promise((done, fail) => {
    const script = join(root, "infra", "local", "synthesise.ts");
    const child = spawn(process.execPath, [script, out], {
      cwd: root,
      stdio: ["ignore", "ignore", "inherit"],
    });
    child.on("error", fail);
    child.on("exit", (code) => {
      if (code === 0) done();
      else fail(new Refusal("The functions could not be built; the cause is above."));
    });
  });
}

/** Assemblies of sources as they were a day ago and longer: no instance is likely to run them. */
async function forgetOld(current: string): Promise<void> {
  for (const name of await readdir(ASSEMBLIES)) {
    const folder = join(ASSEMBLIES, name);
    if (folder === current) continue;
    const { mtimeMs } = await stat(folder);
    if (Date.now() - mtimeMs > DAY_MS) await rm(folder, { recursive: true, force: true });
  }
}

async function sources(): Promise<{ name: string; content: Uint8Array }[]> {
  const listed = await Promise.all(
    SOURCES.map((folder) => readdir(join(root, folder), { recursive: true, withFileTypes: true })),
  );
  const files = listed
    .flat()
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((file) => !NOT_SOURCES.some((folder) => file.startsWith(folder + sep)));
  return Promise.all(
    [...files, ...SOURCE_FILES]
      .toSorted()
      .map(async (name) => ({ name, content: await readFile(join(root, name)) })),
  );
}
