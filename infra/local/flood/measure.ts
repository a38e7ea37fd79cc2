import { readFileSync } from "node:fs";
import { treeOf } from "../trials/process-tree.ts";

/** How one stage went. */
export type Stage = {
  readonly name: string;
  readonly seconds: number;
  readonly requests: number;
  /** Answered 503 with Retry-After, and sent again. */
  readonly busy: number;
  /** The 95th of a hundred requests, and the slowest, in ms. */
  readonly p95: number;
  readonly slowest: number;
};

const RSS = /^VmRSS:\s+(\d+) kB$/m;

/** Resident memory of a process and all it has started, in MiB (Linux); shared pages count twice. */
export function residentMiB(pid: number): number {
  const kib = treeOf(pid).reduce((sum, one) => {
    const status = statusOf(one);
    return sum + Number(RSS.exec(status)?.[1] ?? 0);
  }, 0);
  return Math.round(kib / 1024);
}

function statusOf(pid: number): string {
  try {
    return readFileSync(`/proc/${String(pid)}/status`, "utf8");
  } catch (error) {
    // It has ended between listing and reading.
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return "";
    throw error;
  }
}

/** Measures stages of a run: time, requests, and the most memory the installation ever held. */
export class Meter {
  readonly stages: Stage[] = [];
  peakMiB = 0;
  private times: number[] = [];
  private busy = 0;
  private readonly timer: NodeJS.Timeout;

  /** @param pid - of the installation's server */
  constructor(pid: number) {
    const look = () => {
      this.peakMiB = Math.max(this.peakMiB, residentMiB(pid));
    };
    look();
    this.timer = setInterval(look, 1000);
  }

  /** Told of every request. */
  note(ms: number, status: number): void {
    this.times.push(ms);
    if (status === 503) this.busy++;
  }

  async stage<T>(name: string, act: () => Promise<T>): Promise<T> {
    this.times = [];
    this.busy = 0;
    const begun = performance.now();
    const result = await act();
    const times = this.times.toSorted((a, b) => a - b);
    this.stages.push({
      name,
      seconds: (performance.now() - begun) / 1000,
      requests: times.length,
      busy: this.busy,
      p95: Math.round(times[Math.floor(times.length * 0.95)] ?? 0),
      slowest: Math.round(times.at(-1) ?? 0),
    });
    return result;
  }

  stop(): void {
    clearInterval(this.timer);
  }
}
