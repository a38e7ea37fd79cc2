/** The fields a log line may have: never free text from outside, never a person's data. */
export type LogFields = {
  readonly operation?: string;
  readonly requestId?: string;
  readonly status?: number;
  readonly step?: string;
  readonly item?: string;
  readonly durationMs?: number;
  readonly count?: number;
  readonly errorName?: string;
  readonly errorStack?: string;
};

/** Writes one JSON line to standard output, where CloudWatch or the local server reads it. */
export function log(level: "info" | "warn" | "error", event: string, fields: LogFields = {}): void {
  process.stdout.write(`${JSON.stringify({ level, event, ...fields })}\n`);
}

/**
 * What may be said of an error: its class and where it came from, not its message, which can
 * quote the input.
 */
export function describeError(error: unknown): Pick<LogFields, "errorName" | "errorStack"> {
  if (!(error instanceof Error)) return { errorName: typeof error };
  const frames = error.stack?.split("\n").filter((line) => line.startsWith("    at ")) ?? [];
  return { errorName: error.name, errorStack: frames.slice(0, 6).join("\n") };
}
