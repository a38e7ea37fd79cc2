import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { openapi } from "../functions/http/openapi.ts";
import { routes } from "../functions/routes.ts";
import { root } from "./paths.ts";

const FILE = join(root, "docs", "openapi.json");

/** The OpenAPI document of the route table as it is now, as text. */
async function current(): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  const { version } = z.object({ version: z.string() }).parse(manifest);
  return `${JSON.stringify(openapi(routes, version), null, 2)}\n`;
}

/** A complaint when `docs/openapi.json` is not what the route table says. */
export async function staleOpenapi(): Promise<string[]> {
  const written = existsSync(FILE) ? await readFile(FILE, "utf8") : "";
  if (written === (await current())) return [];
  return ["docs/openapi.json is stale: run `node infra/openapi.ts` with Node 24."];
}

if (import.meta.main) await writeFile(FILE, await current());
