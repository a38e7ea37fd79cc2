import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { copyFile, mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { build, type BuildOptions, type Metafile, type Plugin } from "esbuild";
import { FONT_FILES, FONT_PACKAGE } from "../functions/certificates/pdf/fonts.ts";
import { root } from "./paths.ts";

/**
 * Budgets in bytes, all chunks of a function together, minified: a cold start reads them. What runs
 * without anyone waiting for it may be larger; so may what makes documents, which has a function of
 * its own for that reason. What describes the whole API holds every route's schemas.
 */
export const BUDGET = {
  plain: 550_000,
  withS3: 750_000,
  documents: 1_050_000,
  describing: 810_000,
  unattended: 1_000_000,
} as const;
const UNATTENDED: readonly string[] = ["clock", "messages"];
const DOCUMENTS = "certificates";
const DESCRIBING = "public";

/** One bundle as built: its folder, the sum of its chunks, and what it was made of. */
export type Bundle = { name: string; bytes: number; s3: boolean; inputs: string[] };

/** Names of the folders of `functions/` that are Lambda functions: their `index.ts` has a handler. */
export const functionFolders = async (source = join(root, "functions")): Promise<string[]> => {
  if (!existsSync(source)) return [];
  const entries = await readdir(source, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() && hasHandler(join(source, entry.name, "index.ts")))
    .map((entry) => entry.name)
    .toSorted();
};

const hasHandler = (index: string): boolean =>
  existsSync(index) && /^export const handler\b/m.test(readFileSync(index, "utf8"));

/**
 * The S3 client describes its 100 operations in arrays with computed member names, which a bundler
 * must take for work with side effects and keep. Said to be pure, those we do not use fall away.
 */
const pureSchemas: Plugin = {
  name: "pure-schemas",
  setup(bundler) {
    bundler.onLoad({ filter: /client-s3\/dist-es\/schemas\/schemas_0\.js$/ }, async ({ path }) => {
      const text = await readFile(path, "utf8");
      const contents = text.replaceAll(
        /^(export var \w+\$ =) (\[.*,\n(?: .*\n)+\]);$/gm,
        "$1 /* @__PURE__ */ (() => $2)();",
      );
      if (contents === text) throw new Error(`${path} is not written as it was`);
      return { contents, loader: "js" };
    });
  },
};

/**
 * A schema is built by calls, which a bundler must take for work with side effects: every schema of a
 * file would come along with one of them. Said to be pure, those that nothing reads fall away.
 */
const pureContracts: Plugin = {
  name: "pure-contracts",
  setup(bundler) {
    bundler.onLoad({ filter: /\/shared\/contract\/[\w-]+\.ts$/ }, async ({ path }) => ({
      contents: (await readFile(path, "utf8")).replaceAll(
        /^((?:export )?const \w+ =) (z\b[^;]*(?:;(?!\n(?! ))[^;]*)*);$/gm,
        "$1 /* @__PURE__ */ (() => $2)();",
      ),
      loader: "ts",
    }));
  },
};

/**
 * zod can describe every schema as JSON Schema; what writes no OpenAPI document never asks. Whoever
 * asks there all the same is told, by an error.
 */
const withoutJsonSchema: Plugin = {
  name: "without-json-schema",
  setup(bundler) {
    const filter = /zod\/v4\/core\/(to-json-schema|json-schema-processors)\.js$/;
    bundler.onLoad({ filter }, async ({ path }) => {
      const names = [
        ...(await readFile(path, "utf8")).matchAll(/^export (?:const|function|class) (\w+)/gm),
      ];
      const body = names.map(([, name]) => `export const ${name ?? ""} = absent;`).join("\n");
      const absent = `const absent = () => () => { throw new Error("No JSON Schema here"); };`;
      return { contents: `${absent}\n${body}`, loader: "js" };
    });
  },
};
const describesItself = (entry: string): boolean =>
  entry.endsWith(join("functions", DESCRIBING, "index.ts"));

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
  alias: {
    "@aws-sdk/credential-provider-node": "./infra/bundled/credentials.ts",
    bowser: "./infra/bundled/nothing.ts",
    // A cache of discovered endpoints; the table's endpoint is never discovered.
    "mnemonist/lru-cache": "./infra/bundled/lru-cache.ts",
    // 470 KB of JavaScript for WOFF2 fonts, which we have none of; Node can do it itself.
    "brotli/decompress.js": "./infra/bundled/brotli.ts",
  },
  plugins: [pureSchemas, pureContracts, ...(describesItself(entry) ? [] : [withoutJsonSchema])],
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
      if (name === DOCUMENTS) await layFonts(join(beside, name, "fonts"));
      return measure(name, metafile);
    }),
  );
  await mkdir(beside, { recursive: true });
  await writeFile(join(beside, "bundles.json"), JSON.stringify(bundles, null, 1));
  await rm(out, { recursive: true, force: true });
  await rename(beside, out);
  return bundles;
};

/** The fonts as files beside the code: they are read, not run. */
async function layFonts(folder: string): Promise<void> {
  const { resolve } = createRequire(import.meta.url);
  await mkdir(folder, { recursive: true });
  for (const path of Object.values(FONT_FILES))
    await copyFile(resolve(`${FONT_PACKAGE}/${path}`), join(folder, basename(path)));
}

/** The bundles that are over their budget, as sentences; empty when all fit. */
export const overBudget = (bundles: readonly Bundle[]): string[] =>
  bundles.flatMap(({ name, bytes, s3 }) => {
    const kind = kindOf(name, s3);
    return bytes > BUDGET[kind]
      ? [`functions/${name} is ${bytes} bytes; ${BUDGET[kind]} are allowed (${kind}).`]
      : [];
  });

const kindOf = (name: string, s3: boolean): keyof typeof BUDGET => {
  if (UNATTENDED.includes(name)) return "unattended";
  if (name === DOCUMENTS) return "documents";
  if (name === DESCRIBING) return "describing";
  return s3 ? "withS3" : "plain";
};

/** SHA-256 over file contents with their names, hex: what a build is stamped with. */
export const digestOf = (files: readonly { name: string; content: Uint8Array }[]): string => {
  const hash = createHash("sha256");
  for (const { name, content } of files)
    hash.update(`${name}\0${content.length}\0`).update(content);
  return hash.digest("hex");
};
