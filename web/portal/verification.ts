/** What the verification page reads and makes of what people type. No verifying happens here. */
import type { DrawPolicy, PublicSource } from "../../shared/contract/draw.ts";
import { fetchWithin, isExpected } from "./data.ts";
import { bundleFile } from "./published.ts";

/** What is to be verified: a published draw by its address, or a file's text. */
export type Chosen =
  | { readonly kind: "draw"; readonly drawId: string; readonly url: string }
  | { readonly kind: "file"; readonly name: string; readonly text: string };

export const chosenDraw = (drawId: string): Extract<Chosen, { kind: "draw" }> => ({
  kind: "draw",
  drawId,
  url: new URL(bundleFile(drawId), location.href).href,
});

/** Bytes to download; `none`: there is no such file; undefined: not known. */
export async function sizeOf(url: string): Promise<number | "none" | undefined> {
  try {
    const answer = await fetchWithin(url, { method: "HEAD" });
    if (answer.status === 404) return "none";
    const length = Number(answer.headers.get("content-length"));
    return answer.ok && length > 0 ? length : undefined;
  } catch (error) {
    if (isExpected(error)) return undefined;
    throw error;
  }
}

/**
 * The policy this page relies on: what the build put into it, else this portal's own file. Never
 * anything from beside the bundle.
 */
export async function pinnedPolicy(): Promise<DrawPolicy | undefined> {
  const built = document.getElementById("policy")?.textContent;
  if (built !== undefined && built !== "") return JSON.parse(built) as DrawPolicy;
  try {
    const answer = await fetchWithin("/policy.json");
    // The worker parses it strictly and refuses a wrong one.
    return answer.ok ? ((await answer.json()) as DrawPolicy) : undefined;
  } catch (error) {
    if (isExpected(error)) return undefined;
    throw error;
  }
}

/** Whether this engine can run the verifier at all (big integers, workers). */
export const canVerify = (): boolean =>
  typeof BigInt === "function" && typeof Worker === "function" && typeof TextDecoder === "function";

/** How many numbers each group of a game has; digit games keep their order. */
const GROUPS: Readonly<Record<string, readonly number[]>> = {
  ssq: [6, 1],
  dlt: [5, 2],
  kl8: [20],
};
const DIGITS: Readonly<Record<string, number>> = { fc3d: 3, pl5: 5 };

/** How many numbers a drawing of the game has. */
export const numbersIn = (game: string): number =>
  DIGITS[game] ?? (GROUPS[game] ?? []).reduce((sum, count) => sum + count, 0);

/**
 * A number as a person copies it from the bulletin, in the protocol's notation
 * (`game:issue:numbers`, section 3).
 *
 * @returns undefined when it has not the right count of numbers
 */
export function publicValue(
  { game, issue }: Pick<PublicSource, "game" | "issue">,
  typed: string,
): string | undefined {
  const text = typed.normalize("NFKC");
  const isDigits = Object.keys(DIGITS).includes(game);
  const numbers = text.match(isDigits ? /\d/g : /\d+/g) ?? [];
  if (numbers.length !== numbersIn(game) || numbers.length === 0) return undefined;
  if (isDigits) return `${game}:${issue}:${numbers.join(",")}`;
  let from = 0;
  const groups = (GROUPS[game] ?? []).map((count) => {
    const group = numbers.slice(from, from + count).map((number) => number.padStart(2, "0"));
    from += count;
    return group.sort().join(",");
  });
  return `${game}:${issue}:${groups.join("+")}`;
}

/** A receipt as people type it: in fours, any case. */
export const cleanReceipt = (typed: string): string =>
  typed.normalize("NFKC").replace(/[\s-]/g, "").toUpperCase();

export const isReceipt = (text: string): boolean => /^[0-9A-Z]{8,32}$/.test(text);

/**
 * The slip in a file, as the verifier reads it: saved by itself, or as the API answers it with what
 * surrounds it. Anything else is handed on as it is, to be refused there.
 */
export function slipIn(text: string): string {
  try {
    const value: unknown = JSON.parse(text);
    const isWrapped = typeof value === "object" && value !== null && "slip" in value;
    return isWrapped ? JSON.stringify(value.slip) : text;
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}

/** One line of the ranking, as the page shows it: `pool,rank,receipt,score,ticket16,status,pos`. */
export type Ranked = { pool: string; rank: string; status: string; pos: string };

export function readRank(line: string): Ranked {
  const [pool = "", rank = "", , , , status = "", pos = ""] = line.trim().split(",");
  return { pool, rank, status, pos };
}
