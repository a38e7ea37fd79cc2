/** Why the instance cannot start or go on, in one plain sentence for the person who started it. */
export class Refusal extends Error {
  override name = "Refusal";
}

/** The code of a file system or network error (`EADDRINUSE`, `ENOENT`, …), if it has one. */
export const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && "code" in error && typeof error.code === "string"
    ? error.code
    : undefined;
