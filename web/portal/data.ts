/** What the pages' scripts read from other parts of the site, checked before it is believed. */

/** How reading ended: a fault is said to the reader as one, never as an empty list. */
export type Read<T> = { readonly kind: "read"; readonly value: T } | { readonly kind: "failed" };

type Reading<T> = {
  /** Throws `TypeError` when the value is not of the shape. */
  readonly parse: (value: unknown) => T;
  /** What it means that the file is not there: nothing has been published yet. */
  readonly missing: T;
};

const PATIENCE_MS = 20_000;

/** Reads a public JSON file. */
export async function readFile<T>(path: string, { parse, missing }: Reading<T>): Promise<Read<T>> {
  try {
    const answer = await fetchWithin(path);
    if (answer.status === 404) return { kind: "read", value: missing };
    if (!answer.ok) return { kind: "failed" };
    return { kind: "read", value: parse(await answer.json()) };
  } catch (error) {
    // TypeError: no network or another shape; SyntaxError: no JSON; AbortError: too slow.
    if (isExpected(error)) return { kind: "failed" };
    throw error;
  }
}

/** `fetch` that gives up: old browsers have no `AbortSignal.timeout`. */
export async function fetchWithin(path: string, init: RequestInit = {}): Promise<Response> {
  const control = new AbortController();
  const timer = setTimeout(() => {
    control.abort();
  }, PATIENCE_MS);
  try {
    return await fetch(path, { ...init, signal: control.signal });
  } finally {
    clearTimeout(timer);
  }
}

/** Whether an error says that the network or the answer was not as hoped. */
export const isExpected = (error: unknown): boolean =>
  error instanceof TypeError ||
  error instanceof SyntaxError ||
  (error instanceof DOMException && error.name === "AbortError");
