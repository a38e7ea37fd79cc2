import { existsSync, openSync, renameSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";

const LIMIT = 20 * 1024 * 1024;

/** Where handlers, simulators and cosigners write: `server.log` in the folder, with one older file. */
export function openLog(folder: string): (text: string) => void {
  const path = join(folder, "server.log");
  if (existsSync(path) && statSync(path).size > LIMIT) renameSync(path, `${path}.1`);
  const file = openSync(path, "a", 0o600);
  return (text) => {
    writeSync(file, text.endsWith("\n") ? text : `${text}\n`);
  };
}
