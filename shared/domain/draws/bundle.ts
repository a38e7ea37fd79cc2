/** The shape of a bundle, checked by hand: a list of millions must fail at its first bad element. */
import type { DrawBundle } from "../../contract/draw.ts";

const isTextList = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === "string");

function isTextTable(value: unknown): value is Record<string, string> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((item) => typeof item === "string");
}

/** The bundle in a value of unknown shape, or undefined (`E_FILE`). Other members are ignored. */
export function readBundleShape(value: unknown): DrawBundle | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { drawId, log, checkpoints, roster, ranking } = value as Record<string, unknown>;
  if (typeof drawId !== "string" || typeof roster !== "string") return undefined;
  if (!isTextList(log) || !isTextTable(checkpoints)) return undefined;
  if (ranking === undefined) return { drawId, log, checkpoints, roster };
  return typeof ranking === "string" ? { drawId, log, checkpoints, roster, ranking } : undefined;
}
