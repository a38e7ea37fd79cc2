/** Measuring: several runs of one piece of work, the least and the middle of them. */

/** Milliseconds. `cpu` is what the whole process used, its helpers (collector, compiler) included. */
export type Timing = { min: number; median: number; cpu: number; runs: number };

const middle = (sorted: readonly number[]): number => sorted[sorted.length >> 1] ?? 0;

/** Runs `work` so many times; gives its last value and the times. */
export async function measure<T>(
  runs: number,
  work: () => T | Promise<T>,
): Promise<{ value: T; timing: Timing }> {
  const walls: number[] = [];
  const cpus: number[] = [];
  let value: T | undefined;
  for (let run = 0; run < runs; run++) {
    const cpuBefore = process.cpuUsage();
    const before = performance.now();
    value = await work();
    walls.push(performance.now() - before);
    const { user, system } = process.cpuUsage(cpuBefore);
    cpus.push((user + system) / 1000);
  }
  if (value === undefined) throw new RangeError("at least one run");
  walls.sort((a, b) => a - b);
  return {
    value,
    timing: { min: walls[0] ?? 0, median: middle(walls), cpu: Math.min(...cpus), runs },
  };
}
