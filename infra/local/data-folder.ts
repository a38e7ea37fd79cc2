import { accessSync, chmodSync, constants, existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { root } from "../paths.ts";
import { Refusal, codeOf } from "./refusal.ts";

/** Where an instance keeps everything: `QUANJU_DATA`, or `.quanju` in the project. */
export function dataFolder(): string {
  const given = process.env.QUANJU_DATA;
  return resolve(root, given === undefined || given === "" ? ".quanju" : given);
}

/**
 * Makes the folder if need be, for this user only.
 *
 * @throws Refusal when it cannot be made or written
 */
export function openFolder(folder: string): string {
  try {
    makeFolder(folder);
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    chmodSync(folder, 0o700);
    return folder;
  } catch (error) {
    throw new Refusal(`The data folder ${folder} cannot be written (${codeOf(error) ?? "error"}).`);
  }
}

/**
 * Makes a folder and those above it, one by one: Node's own recursive way never returns where the
 * system says ENOENT for a folder that is there, as under /proc.
 */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  const above = dirname(folder);
  if (above !== folder) makeFolder(above);
  mkdirSync(folder, { mode: 0o700 });
}

/**
 * Reads one of our own JSON files.
 *
 * @param parse - throws when the value is not what it should be
 * @returns undefined when there is none
 * @throws Refusal when it is damaged or cannot be read
 */
export function readKept<T>(path: string, parse: (value: unknown) => T): T | undefined {
  if (!existsSync(path)) return undefined;
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new Refusal(`The file ${path} cannot be read (${codeOf(error) ?? "error"}).`);
  }
  try {
    return parse(JSON.parse(text));
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new Refusal(`The file ${path} is damaged: restore it, or move the data folder away.`);
  }
}
