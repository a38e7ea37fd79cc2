import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build, type BuildOptions, type Metafile } from "esbuild";
import { root } from "./paths.ts";

/** Budgets of an API handler in bytes (all its chunks together, minified), per docs/architecture.md. */
export const BUDGET = { plain: 550_000, withS3: 750_000 } as const;

/** One bundle as built: its folder, the sum of its chunks, and what it was made of. */
export type Bundle = { name: string; bytes: number; s3: boolean; inputs: string[] };

/** Names of the folders of `functions/` that are Lambda functions: those with an `index.ts`. */
export const functionFolders = async (source = join(root, "functions")): Promise<string[]> => {
  if (!existsSync(source)) return [];
  const entries = await readdir(source, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() && existsSync(join(source, entry.name, "index.ts")))
    .map((entry) => entry.name)
    .toSorted();
};

/**
 * The one esbuild configuration, for Lambda and for this machine alike. Splitting keeps what is
 * imported lazily (the S3 and KMS clients) in chunks of its own, so a cold start does not read it.
 */
export const bundleOptions = (
  entry: string,
  outdir: string,
): BuildOptions & { metafile: true } => ({
  absWorkingDir: root,
  entryPoints: { index: entry },
  outdir,
  outExtension: { ".js": ".mjs" },
  chunkNames: "chunk-[hash]",
  bundle: true,
  format: "esm",
  splitting: true,
  minify: true,
  platform: "node",
  target: "node24",
  mainFields: ["module", "main"],
  charset: "utf8",
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
  // CommonJS packages in the bundle still call require() for Node's own modules.
  banner: {
    js: 'import{createRequire as requireFrom}from"node:module";const require=requireFrom(import.meta.url);',
  },
});

const measure = (name: string, { inputs, outputs }: Metafile): Bundle => ({
  name,
  bytes: Object.values(outputs).reduce((sum, { bytes }) => sum + bytes, 0),
  s3: Object.keys(inputs).some((input) => input.includes("@aws-sdk/client-s3/")),
  inputs: Object.keys(inputs).toSorted(),
});

/**
 * Bundles every function into `out/<name>/index.mjs`. Built beside and renamed into place, so that
 * a reader never sees half a folder; the same sources give the same bytes.
 *
 * @returns the bundles by name, with their sizes
 */
export const bundleFunctions = async (out = join(root, "dist", "functions")): Promise<Bundle[]> => {
  const beside = `${out}.${process.pid}`;
  await rm(beside, { recursive: true, force: true });
  const bundles = await Promise.all(
    (await functionFolders()).map(async (name) => {
      const { metafile } = await build(
        bundleOptions(join(root, "functions", name, "index.ts"), join(beside, name)),
      );
      return measure(name, metafile);
    }),
  );
  await mkdir(beside, { recursive: true });
  await writeFile(join(beside, "bundles.json"), JSON.stringify(bundles, null, 1));
  await rm(out, { recursive: true, force: true });
  await rename(beside, out);
  return bundles;
};

/** The bundles that are over their budget, as sentences; empty when all fit. */
export const overBudget = (bundles: readonly Bundle[]): string[] =>
  bundles.flatMap(({ name, bytes, s3 }) => {
    const limit = s3 ? BUDGET.withS3 : BUDGET.plain;
    return bytes > limit
      ? [`functions/${name} is ${bytes} bytes; ${limit} are allowed ${s3 ? "with" : "without"} S3.`]
      : [];
  });

/** SHA-256 over file contents with their names, hex: what a build is stamped with. */
export const digestOf = (files: readonly { name: string; content: Uint8Array }[]): string => {
  const hash = createHash("sha256");
  for (const { name, content } of files)
    hash.update(`${name}\0${content.length}\0`).update(content);
  return hash.digest("hex");
};
