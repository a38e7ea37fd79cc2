import { readFileSync } from "node:fs";
import { treeOf } from "../trials/process-tree.ts";

/** How one stage went. */
export type Stage = {
  readonly name: string;
  readonly seconds: number;
  readonly requests: number;
  /** Answered 503 with Retry-After, and sent again. */
  readonly busy: number;
  /** Processor time of the installation, all its processes. */
  readonly cpuSeconds: number;
  /** The 95th of a hundred requests, and the slowest, in ms. */
  readonly p95: number;
  readonly slowest: number;
};

const RSS = /^VmRSS:\s+(\d+) kB$/m;

/** Resident memory of a process and all it has started, in MiB (Linux); shared pages count twice. */
export function residentMiB(pid: number): number {
  const kib = treeOf(pid).reduce((sum, one) => {
    const status = procFile(one, "status");
    return sum + Number(RSS.exec(status)?.[1] ?? 0);
  }, 0);
  return Math.round(kib / 1024);
}

/** Ticks of a second in `/proc/…/stat` (USER_HZ is 100 on every Linux). */
const TICKS = 100;

/** Processor time of each process of a tree so far, in seconds (proc(5): utime and stime). */
export function cpuOf(pid: number): ReadonlyMap<number, number> {
  return new Map(
    treeOf(pid).map((one) => {
      const stat = procFile(one, "stat");
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      return [one, (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / TICKS];
    }),
  );
}

const total = (times: ReadonlyMap<number, number>): number =>
  [...times.values()].reduce((sum, seconds) => sum + seconds, 0);

function procFile(pid: number, name: "stat" | "status"): string {
  try {
    return readFileSync(`/proc/${String(pid)}/${name}`, "utf8");
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
  private readonly pid: number;
  private readonly timer: NodeJS.Timeout;

  /** @param pid - of the installation's server */
  constructor(pid: number) {
    this.pid = pid;
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

  /** Does a thing and keeps how it went. */
  async stage<T>(name: string, act: () => Promise<T>): Promise<{ result: T; stage: Stage }> {
    this.times = [];
    this.busy = 0;
    const begun = performance.now();
    const worked = total(cpuOf(this.pid));
    const result = await act();
    const times = this.times.toSorted((a, b) => a - b);
    const stage = {
      name,
      seconds: (performance.now() - begun) / 1000,
      requests: times.length,
      busy: this.busy,
      cpuSeconds: total(cpuOf(this.pid)) - worked,
      p95: Math.round(times[Math.floor(times.length * 0.95)] ?? 0),
      slowest: Math.round(times.at(-1) ?? 0),
    };
    this.stages.push(stage);
    return { result, stage };
  }

  stop(): void {
    clearInterval(this.timer);
  }
}
