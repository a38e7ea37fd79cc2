import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile, readdir, rename, rm, stat } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { digestOf } from "../bundle.ts";
import { root } from "../paths.ts";
import { Refusal, codeOf } from "./refusal.ts";

/** What is made from sources before an instance can start. */
type Product = {
  readonly name: string;
  /** Makes it: `node script OUT`. */
  readonly script: string;
  readonly sources: readonly string[];
  /** Folders below those that do not count. */
  readonly except: readonly string[];
};

/** Templates, and one folder with the bundle of each function. */
export const ASSEMBLY: Product = {
  name: "assembly",
  script: "synthesise.ts",
  sources: ["functions", "shared", "infra", "package-lock.json", "cdk.json"],
  // What runs only on this machine is in no template and no bundle.
  except: [join("infra", "local")],
};

/** The portal's pages, scripts and styles. */
export const PORTAL: Product = {
  name: "portal",
  script: "draw-portal.ts",
  sources: [
    "web",
    "shared",
    "functions",
    join("infra", "local", "people.json"),
    "package-lock.json",
  ],
  except: [],
};

const DAY_MS = 86_400_000;

/**
 * The folder of a product of these very sources. It lies under their digest, so that an unchanged
 * one is not made again and a running instance keeps the one it began with.
 *
 * @throws Refusal when it cannot be made; what failed is on standard error
 */
export async function built(product: Product): Promise<string> {
  const shelf = join(root, "dist", "local", product.name);
  const folder = join(shelf, digestOf(await sourcesOf(product)).slice(0, 20));
  if (existsSync(folder)) return folder;

  await mkdir(shelf, { recursive: true });
  const beside = `${folder}.${process.pid}`;
  await rm(beside, { recursive: true, force: true });
  await make(product, beside);
  try {
    await rename(beside, folder);
  } catch (error) {
    // Another instance has made the same a moment before.
    if (codeOf(error) !== "ENOTEMPTY" && codeOf(error) !== "EEXIST") throw error;
    await rm(beside, { recursive: true, force: true });
  }
  await forgetOld(shelf, folder);
  return folder;
}

/** In a process of its own: the CDK alone takes 300 MB that the server then need not carry. */
function make({ name, script }: Product, out: string): Promise<void> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [join(root, "infra", "local", script), out], {
      cwd: root,
      // It ends when its standard input does: with us, however we end.
      stdio: ["pipe", "ignore", "inherit"],
    });
    child.on("error", fail);
    child.on("exit", (code) => {
      if (code === 0) done();
      else fail(new Refusal(`The ${name} could not be built; the cause is above.`));
    });
  });
}

/** Products of sources as they were a day ago and longer: no instance is likely to use them. */
async function forgetOld(shelf: string, current: string): Promise<void> {
  for (const name of await readdir(shelf)) {
    const folder = join(shelf, name);
    if (folder === current) continue;
    const { mtimeMs } = await stat(folder);
    if (Date.now() - mtimeMs > DAY_MS) await rm(folder, { recursive: true, force: true });
  }
}

async function sourcesOf({ sources, except }: Product) {
  const files = await Promise.all(sources.map((source) => filesIn(source)));
  return Promise.all(
    files
      .flat()
      .filter((file) => !except.some((folder) => file.startsWith(folder + sep)))
      .toSorted()
      .map(async (name) => ({ name, content: await readFile(join(root, name)) })),
  );
}

/** A file itself, or the files of a folder and its folders, by path from the project's root. */
async function filesIn(source: string): Promise<string[]> {
  const path = join(root, source);
  if (!existsSync(path)) return [];
  if (!(await stat(path)).isDirectory()) return [source];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}
