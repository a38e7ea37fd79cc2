import { join } from "node:path";
import * as z from "zod";
import { readKept } from "./data-folder.ts";
import { writeDurably } from "./durable.ts";

const Kept = z.strictObject({ offsetMs: z.int().nonnegative() });

/** 9999-12-31: past it, instants have no four-digit year. */
const END = Date.UTC(9999, 11, 31);

/** Business time of this instance: wall time plus an offset that only grows, kept in the folder. */
export class Clock {
  private readonly file: string;
  private offsetMs: number;
  private latest = 0;

  constructor(folder: string) {
    this.file = join(folder, "clock.json");
    this.offsetMs = readKept(this.file, (value) => Kept.parse(value))?.offsetMs ?? 0;
  }

  /** Milliseconds since 1970; never less than it was, even when the machine's clock is set back. */
  now(): number {
    this.latest = Math.max(this.latest, Date.now() + this.offsetMs);
    return this.latest;
  }

  /**
   * Moves the clock on.
   *
   * @returns false, and nothing moved, when the instant lies in the past or past the year 9999
   */
  moveTo(instant: number): boolean {
    const now = this.now();
    if (instant < now || instant > END) return false;
    this.offsetMs += instant - now;
    writeDurably(this.file, JSON.stringify({ offsetMs: this.offsetMs }));
    return true;
  }
}

const DURATION =
  /^P(?!$)(?:(\d{1,5})W)?(?:(\d{1,6})D)?(?:T(?!$)(?:(\d{1,7})H)?(?:(\d{1,8})M)?(?:(\d{1,9})S)?)?$/;

/**
 * Length of an ISO 8601 duration in ms. Years and months have no fixed length and are refused.
 *
 * @returns undefined when it is no such duration
 */
export function durationMs(text: string): number | undefined {
  const found = DURATION.exec(text);
  if (!found) return undefined;
  const parts: (string | undefined)[] = found.slice(1);
  const [weeks, days, hours, minutes, seconds] = parts.map((part) => Number(part ?? 0));
  const wholeDays = (weeks ?? 0) * 7 + (days ?? 0);
  return (((wholeDays * 24 + (hours ?? 0)) * 60 + (minutes ?? 0)) * 60 + (seconds ?? 0)) * 1000;
}
