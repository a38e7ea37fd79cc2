import { linkSync, readFileSync, renameSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Refusal, codeOf } from "./refusal.ts";

/**
 * Takes the data folder for this process. The lock names a process and the moment it began, so the
 * lock of a killed process does not count, not even when its number has been given to another.
 *
 * @returns gives the folder free again
 * @throws Refusal when another running instance has it
 */
export function takeFolder(folder: string): () => void {
  const lock = join(folder, "lock");
  const mine = `${process.pid} ${beganAt(process.pid) ?? "-"}\n`;
  const beside = join(folder, `lock.${process.pid}`);
  writeFileSync(beside, mine, { mode: 0o600 });
  try {
    for (;;) {
      if (tryLink(beside, lock)) {
        return () => {
          release(lock, mine);
        };
      }
      const standing = readIfThere(lock);
      if (standing === undefined) continue;
      if (holds(standing)) {
        const [pid] = standing.split(" ");
        throw new Refusal(`Another Quanju (process ${pid}) is running on the data in ${folder}.`);
      }
      setAside(lock, standing);
    }
  } finally {
    rmSync(beside, { force: true });
  }
}

/** Linking is atomic: of two that try at once, one gets `EEXIST`. */
function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

/** A stale lock is moved away before it is removed: it may be a rival's fresh one by now. */
function setAside(lock: string, stale: string): void {
  const aside = `${lock}.stale.${process.pid}`;
  try {
    renameSync(lock, aside);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return;
    throw error;
  }
  if (readIfThere(aside) !== stale) tryLink(aside, lock);
  rmSync(aside, { force: true });
}

function release(lock: string, mine: string): void {
  if (readIfThere(lock) === mine) unlinkSync(lock);
}

/** Whether the process that wrote this lock still runs. */
function holds(text: string): boolean {
  const [pid, began] = text.trim().split(" ");
  const number = Number(pid);
  if (!Number.isSafeInteger(number) || number <= 0) return false;
  if (process.platform === "linux") return beganAt(number) === began;
  try {
    process.kill(number, 0);
    return true;
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}

/**
 * Clock ticks after boot at which a process began (proc(5), stat field 22); undefined: not there, or
 * dead and only waiting for its parent to notice.
 */
export function beganAt(pid: number): string | undefined {
  const stat = readIfThere(`/proc/${pid}/stat`);
  // The name in brackets may hold blanks and brackets itself.
  const fields = stat?.slice(stat.lastIndexOf(")") + 2).split(" ");
  return fields?.[0] === "Z" || fields?.[0] === "X" ? undefined : fields?.[19];
}
