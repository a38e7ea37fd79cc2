import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import * as z from "zod";

/** A system of others as a process of its own, whose faults the test scripts. */
export type Simulator = {
  readonly url: string;
  /** One line of its script: see infra/local/simulators/script.ts. */
  script(line: { key?: string; as: string; ms?: number; times?: number }): Promise<void>;
  /** Forgets the script. */
  clear(): Promise<void>;
  /** How many requests were met in each way since the start: a fault test counts its faults. */
  counts(): Promise<Readonly<Record<string, number>>>;
  stop(): Promise<void>;
};

const Counts = z.object({ counts: z.record(z.string(), z.number()) });

/** @param name - of `infra/local/simulators/{name}.ts` */
export async function startSimulator(
  name: "title-register" | "identity-register" | "market-register" | "agencies" | "sms",
): Promise<Simulator> {
  const folder = mkdtempSync(join(tmpdir(), `quanju-test-${name}-`));
  const file = new URL(`../../infra/local/simulators/${name}.ts`, import.meta.url).pathname;
  const child = spawn(process.execPath, [file], {
    stdio: ["pipe", "pipe", "inherit"],
    env: { ...process.env, QUANJU_SIMULATOR_DATA: folder },
  });
  const [line] = (await once(createInterface(child.stdout), "line")) as [string];
  const url = `http://127.0.0.1:${line.replace("ready ", "")}`;
  const onScript = async (method: string, body?: unknown) => {
    const answer = await fetch(`${url}/script`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`The script was refused: ${String(answer.status)}`);
    return Counts.parse(await answer.json()).counts;
  };
  return {
    url,
    async script(one) {
      await onScript("POST", one);
    },
    async clear() {
      await onScript("DELETE");
    },
    counts: () => onScript("GET"),
    async stop() {
      const exited = once(child, "exit");
      child.stdin.end();
      await exited;
      rmSync(folder, { recursive: true });
    },
  };
}
