import type { SchemeSummary } from "../../shared/contract/scheme.ts";
import { readFile, type Read } from "./data.ts";

/** Where the public lists are. */
const SCHEMES_FILE = "/files/schemes/index.json";
const DRAWS_FILE = "/files/draws/index.json";

/** The bundle with which anyone verifies a draw. */
export const bundleFile = (drawId: string): string => `/files/draws/${drawId}/bundle.json`;

export const DRAW_ID = /^[a-z0-9-]{3,40}$/;

/** States in which a scheme is under way, and those in which its draw has a result. */
const UNDER_WAY: readonly string[] = [
  "PUBLISHED",
  "INTENT_OPEN",
  "RECHECKING",
  "ROSTER_PUBLICITY",
  "FROZEN",
  "SEEDED",
];
const WITH_RESULT: readonly string[] = [
  "DRAWN",
  "RESULT_PUBLICITY",
  "INVESTIGATING",
  "FINAL",
  "SELECTING",
  "CLOSED",
];

export const isUnderWay = ({ state }: SchemeSummary): boolean => UNDER_WAY.includes(state);
export const hasResult = ({ state }: SchemeSummary): boolean => WITH_RESULT.includes(state);

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

const TEXTS = ["schemeId", "title", "titleEn", "programme", "state", "intentClosesAt"] as const;

const isSummary = (value: unknown): value is SchemeSummary =>
  isRecord(value) &&
  TEXTS.every((name) => typeof value[name] === "string") &&
  typeof value.homeCount === "number";

/**
 * The summaries in a public list, by the closing of their intent.
 *
 * @param member - `schemes` or `draws`
 * @throws TypeError when the value is no such list
 */
function summariesOf(value: unknown, member: "schemes" | "draws"): SchemeSummary[] {
  const found = isRecord(value) ? value[member] : undefined;
  if (!Array.isArray(found) || !found.every(isSummary)) throw new TypeError("Not a public list");
  return [...found].sort((a, b) => (a.intentClosesAt < b.intentClosesAt ? -1 : 1));
}

/** Schemes that have been published. */
export const readSchemes = (): Promise<Read<SchemeSummary[]>> =>
  readFile(SCHEMES_FILE, { parse: (value) => summariesOf(value, "schemes"), missing: [] });

/** Draws that have been announced. */
export const readDraws = (): Promise<Read<SchemeSummary[]>> =>
  readFile(DRAWS_FILE, { parse: (value) => summariesOf(value, "draws"), missing: [] });
