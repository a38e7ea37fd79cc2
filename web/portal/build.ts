import { createHash } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type BuildOptions } from "esbuild";
import type { drawSite as DrawSite } from "./site.tsx";

const here = fileURLToPath(new URL(".", import.meta.url));
const root = join(here, "..", "..");

/** Pages run on these (portal.md 7); the verifier needs big integers, so newer ones. */
const PAGE_ENGINES = ["chrome74", "safari13"];
const VERIFIER_ENGINES = ["chrome85", "safari14"];

const SCRIPTS = {
  home: "browser/home.tsx",
  certificates: "browser/certificates.tsx",
  scanned: "browser/scanned.tsx",
  verify: "browser/verify.tsx",
  draw: "browser/draw.tsx",
  "draw-results": "browser/draw-results.tsx",
  witness: "browser/witness.tsx",
  "login-failed": "browser/login-failed.ts",
  plain: "browser/plain.ts",
} as const;

export type PortalOptions = {
  /** Says on every page that people and homes are invented, and offers them for signing in. */
  readonly demo?: boolean;
  /** JSON file of the policy to pin in the verification page; else the page reads `/policy.json`. */
  readonly policyFile?: string;
};

/**
 * Builds the portal: every page drawn in both languages, its scripts and styles under names that
 * carry a digest of their content. The same sources give the same bytes. Built beside and renamed
 * into place, so that a reader never sees half a folder.
 *
 * @throws when a source does not compile; nothing in `outDir` has changed then
 */
export async function buildPortal(
  outDir: string,
  { demo = false, policyFile }: PortalOptions = {},
): Promise<void> {
  const beside = `${outDir}.${process.pid}`;
  await rm(beside, { recursive: true, force: true });
  const assets = await buildAssets(beside);
  const policy =
    policyFile === undefined
      ? undefined
      : JSON.stringify(JSON.parse(await readFile(policyFile, "utf8")));
  const drawSite = await loadSite(beside);
  const pages = drawSite({ ...assets, demo, ...(policy !== undefined && { policy }) });
  for (const { file, html } of pages) {
    await mkdir(dirname(join(beside, file)), { recursive: true });
    await writeFile(join(beside, file), html);
  }
  await rm(outDir, { recursive: true, force: true });
  await mkdir(dirname(outDir), { recursive: true });
  await rename(beside, outDir);
}

const shared: BuildOptions = {
  absWorkingDir: root,
  bundle: true,
  minify: true,
  charset: "utf8",
  legalComments: "none",
  logLevel: "warning",
  jsx: "automatic",
  jsxImportSource: "preact",
  write: false,
  // esbuild counts Safari before 14.1 out for an old fault with defaults that refer to each other.
  supported: { destructuring: true },
};

type Assets = Omit<Parameters<typeof DrawSite>[0], "demo" | "policy">;

async function buildAssets(outDir: string): Promise<Assets> {
  await mkdir(join(outDir, "assets"), { recursive: true });
  const keep = async (name: string, content: Uint8Array): Promise<string> => {
    const digest = createHash("sha256").update(content).digest("hex").slice(0, 10);
    const [stem = name, ending = ""] = name.split(".");
    const file = `${stem}-${digest}.${ending}`;
    await writeFile(join(outDir, "assets", file), content);
    return `/assets/${file}`;
  };
  const script = async (name: string, entry: string, options: BuildOptions): Promise<string> =>
    keep(`${name}.js`, await bundled(entry, options));

  const page: BuildOptions = { format: "esm", target: PAGE_ENGINES };
  // Classic scripts: the first must run before the page is painted, and workers of type module
  // are younger than the verifier's oldest engines.
  const classic: BuildOptions = { format: "iife", target: PAGE_ENGINES };
  const worker: BuildOptions = { format: "iife", target: VERIFIER_ENGINES };
  const scripts: Record<string, string> = {};
  for (const [name, entry] of Object.entries(SCRIPTS))
    scripts[name] = await script(
      name,
      join(here, entry),
      // A witness signs and checks signatures, which needs big integers as the verifier does.
      name === "witness" ? { ...page, target: VERIFIER_ENGINES } : page,
    );
  const styles = await bundled(join(here, "styles/site.css"), { target: PAGE_ENGINES });
  // A service worker rules over the addresses below its own: it stands in the folders of its page.
  const keeper = await bundled(join(here, "browser/keeper.ts"), classic);
  for (const folder of ["witness", "en/witness"]) {
    await mkdir(join(outDir, folder), { recursive: true });
    await writeFile(join(outDir, folder, "keeper.js"), keeper);
  }
  const icon = await readFile(join(here, "styles/icon.svg"));
  return {
    scripts,
    early: await script("early", join(here, "browser/early.ts"), classic),
    worker: await script("verifier", join(here, "../verify/page-worker.ts"), worker),
    styles: await keep("site.css", styles),
    icon: await keep("icon.svg", icon),
  };
}

async function bundled(entry: string, options: BuildOptions): Promise<Uint8Array> {
  const { outputFiles } = await build({ ...shared, ...options, entryPoints: [entry] });
  const [file] = outputFiles ?? [];
  if (!file) throw new Error(`${basename(entry)} gave no file`);
  return file.contents;
}

/** Node runs no TSX, so the pages are bundled first and loaded from a file of their own. */
async function loadSite(outDir: string): Promise<typeof DrawSite> {
  const file = join(outDir, "site.mjs");
  await writeFile(
    file,
    await bundled(join(here, "site.tsx"), { format: "esm", platform: "node", target: "node24" }),
  );
  const { drawSite } = (await import(file)) as { drawSite: typeof DrawSite };
  await rm(file);
  return drawSite;
}
