/**
 * Days off and make-up days of the State Council's yearly notices. Beyond the last year known, only
 * weekends rest, and whatever is counted there is provisional.
 */
import type { CivilDate } from "../../contract/values.ts";

type Span = readonly [from: CivilDate, until: CivilDate];

/** One year as the State Council announced it. */
export type CalendarYear = {
  readonly year: number;
  /** Spans of days off, both ends included. */
  readonly off: readonly Span[];
  /** Weekend days that are worked. */
  readonly work: readonly CivilDate[];
  readonly source: string;
};

export const CALENDAR_YEARS: readonly CalendarYear[] = [
  {
    year: 2025,
    off: [
      ["2025-01-01", "2025-01-01"],
      ["2025-01-28", "2025-02-04"],
      ["2025-04-04", "2025-04-06"],
      ["2025-05-01", "2025-05-05"],
      ["2025-05-31", "2025-06-02"],
      ["2025-10-01", "2025-10-08"],
    ],
    work: ["2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11"],
    source: "国务院办公厅关于2025年部分节假日安排的通知",
  },
  {
    year: 2026,
    off: [
      ["2026-01-01", "2026-01-03"],
      ["2026-02-15", "2026-02-23"],
      ["2026-04-04", "2026-04-06"],
      ["2026-05-01", "2026-05-05"],
      ["2026-06-19", "2026-06-21"],
      ["2026-09-25", "2026-09-27"],
      ["2026-10-01", "2026-10-07"],
    ],
    work: ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"],
    source: "国务院办公厅关于2026年部分节假日安排的通知",
  },
];
