/** Homes that a park built for its own staff, as data (measure 6; O11 11: firm-built may be staff-only). */
import type { Bilingual } from "../../contract/values.ts";

export type Park = {
  readonly id: string;
  readonly name: Bilingual;
  /** The landlords of the park's homes and the firms of its staff, by credit code. */
  readonly landlords: readonly string[];
  readonly firms: readonly string[];
  readonly article: string;
  readonly source: string;
  readonly confirmed: boolean;
};

/** Reported by the parks; this one is the demo city's. */
export const PARKS: readonly Park[] = [
  {
    id: "demo-park",
    name: { zh: "示范产业园（示例）", en: "Example industrial park" },
    landlords: ["91350599MA0AJ0018M"],
    firms: ["91350599MA0AJ0018M"],
    article: "M6; O11 11",
    source: "园区报送（示例）",
    confirmed: false,
  },
];

/** The park whose home this is, by the firm that lets it; undefined: no park's. */
export const parkOf = (
  landlordCodes: readonly string[],
  parks: readonly Park[] = PARKS,
): Park | undefined =>
  parks.find(({ landlords }) => landlordCodes.some((code) => landlords.includes(code)));
