import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { codeOf } from "../refusal.ts";

/** The parent of every process, from /proc (Linux). */
function parents(): Map<number, number> {
  const found = new Map<number, number>();
  for (const name of readdirSync("/proc").filter((one) => /^\d+$/.test(one))) {
    const stat = ofProcess(name, "stat");
    // `pid (comm) state ppid …`; comm may hold anything, parentheses too.
    const parent = stat && /^.*\) \S (\d+)/s.exec(stat)?.[1];
    if (parent !== undefined) found.set(Number(name), Number(parent));
  }
  return found;
}

function ofProcess(pid: string, file: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT" || codeOf(error) === "ESRCH") return undefined;
    throw error;
  }
}

/** A process and all that descend from it, it first: children with groups of their own too. */
export function treeOf(root: number): number[] {
  const known = parents();
  const tree = [root];
  for (const pid of tree) for (const [child, parent] of known) if (parent === pid) tree.push(child);
  return tree.filter((pid) => pid === root || known.has(pid));
}

const isRunning = (pid: number): boolean => {
  const stat = ofProcess(String(pid), "stat");
  return stat !== undefined && !/^.*\) Z /s.test(stat);
};

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (codeOf(error) !== "ESRCH") throw error;
  }
}

/**
 * kill -9 of a whole tree at one moment: it is stopped first, so that no part sees another go.
 *
 * @returns how many processes were killed
 * @throws Error when one of them is still there after 5 s
 */
export async function killTree(root: number): Promise<number> {
  signal(root, "SIGSTOP");
  let tree = treeOf(root);
  for (const pid of tree) signal(pid, "SIGSTOP");
  // What was forked between listing and stopping.
  tree = [...new Set([...tree, ...treeOf(root)])];
  for (const pid of tree) signal(pid, "SIGKILL");
  for (let tries = 0; tree.some(isRunning); tries++) {
    if (tries === 250) throw new Error("A process outlived kill -9.");
    await wait(20);
  }
  return tree.length;
}
