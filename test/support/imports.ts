import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import ts from "typescript";

/** Each source file of a project with what it imports: other files, or packages by name. */
export type Imports = ReadonlyMap<string, readonly string[]>;

const FOLDERS = ["shared", "functions", "infra", "web"];

/**
 * Which layers a layer may import, by the beginning of the path; the longest beginning counts. A
 * layer always may import itself.
 */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  "shared/contract/": [],
  "shared/domain/": ["shared/contract/"],
  "shared/platform/": ["shared/contract/", "shared/domain/"],
  "shared/store/": ["shared/contract/", "shared/domain/", "shared/platform/"],
  "functions/": ["shared/"],
  "web/verify/": ["shared/contract/", "shared/domain/draws/"],
  "web/portal/": [
    "shared/contract/",
    "shared/domain/",
    "functions/routes",
    "functions/http/problem",
    "web/verify/",
    "infra/local/people",
    "infra/paths",
  ],
  "infra/": ["shared/", "functions/"],
  "infra/bench/": ["infra/", "shared/", "functions/", "web/verify/", "web/portal/build"],
  "infra/monitor/": ["infra/", "shared/"],
  "infra/witness/": ["infra/", "shared/", "web/verify/"],
  "infra/local/": [
    "infra/",
    "shared/",
    "functions/",
    "web/portal/build",
    "web/portal/headers",
    "web/portal/addresses",
  ],
};

/** Within `infra/`, what is deployed does not know what runs on one machine only. */
const NEVER: readonly [from: string, to: string][] = [["infra/", "infra/local/"]];

/** Packages that the inner layers may have; the others may have any. */
const PACKAGES: Readonly<Record<string, RegExp>> = {
  "shared/contract/": /^zod$/,
  "shared/domain/": /^(?:zod|@noble\/.+|sm-crypto(?:\/.+)?)$/,
};

/**
 * Reads the imports of every `.ts` and `.tsx` of the project, types and late imports included.
 *
 * @throws when a file imports one that is not there
 */
export function importsOf(project: string): Imports {
  const files = FOLDERS.filter((folder) => existsSync(join(project, folder)))
    .flatMap((folder) =>
      readdirSync(join(project, folder), { recursive: true, encoding: "utf8" }).map((file) =>
        join(folder, file),
      ),
    )
    .filter((file) => /\.tsx?$/.test(file) && !file.endsWith(".d.ts"))
    .toSorted();
  return new Map(files.map((file) => [file, targetsOf(project, file)]));
}

function targetsOf(project: string, file: string): string[] {
  const text = readFileSync(join(project, file), "utf8");
  const { importedFiles } = ts.preProcessFile(text, true, true);
  return importedFiles.map(({ fileName }) => {
    if (!fileName.startsWith(".")) return fileName;
    const target = join(project, dirname(file), fileName);
    if (!existsSync(target)) throw new Error(`${file} imports ${fileName}, which is not there`);
    return relative(project, target);
  });
}

const layerOf = (file: string): string =>
  Object.keys(ARROWS)
    .filter((layer) => file.startsWith(layer))
    .reduce((longest, layer) => (layer.length > longest.length ? layer : longest), "");

/** Imports that point outwards, or at a package that the layer may not have: `from → to`. */
export const wrongArrows = (imports: Imports): string[] =>
  [...imports].flatMap(([file, targets]) =>
    targets
      .filter((target) => !mayImport(file, target, imports))
      .map((target) => `${file} → ${target}`),
  );

function mayImport(file: string, target: string, imports: Imports): boolean {
  const layer = layerOf(file);
  const isFile = imports.has(target) || FOLDERS.some((folder) => target.startsWith(`${folder}/`));
  if (!isFile) return PACKAGES[layer]?.test(target) ?? true;
  const to = layerOf(target);
  if (NEVER.some(([a, b]) => layer === a && to === b)) return false;
  return [layer, ...(ARROWS[layer] ?? [])].some((allowed) => target.startsWith(allowed));
}

/** Circles of imports, each from its first file on, every circle once. */
export function cyclesOf(imports: Imports): string[][] {
  const cycles: string[][] = [];
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (file: string): void => {
    const at = path.indexOf(file);
    if (at >= 0) cycles.push(path.slice(at));
    if (at >= 0 || done.has(file)) return;
    path.push(file);
    for (const target of imports.get(file) ?? []) visit(target);
    path.pop();
    done.add(file);
  };
  for (const file of imports.keys()) visit(file);
  return cycles;
}
