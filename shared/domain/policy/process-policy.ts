/** Time limits of an application's course that no programme sets for itself (domain rulebook 5 B). */
import { law, parameter } from "./rule.ts";

const BOOK = "domain rulebook 5 B";

export const processRules = {
  correctionWorkingDays: parameter(10, "O11 8", BOOK),
  reconsiderationWorkingDays: law(15, "O11 9", "公共租赁住房管理办法"),
  objectionWorkingDays: parameter(10, "O11 9", BOOK),
  reportChangeDays: parameter(30, "O11 9", BOOK),
  /** The yearly review is opened so long before the last one runs out. */
  reviewLeadDays: parameter(30, "QZ 2023", BOOK),
  /** Suspended for want of an answer: then off the list. */
  suspensionDays: parameter(90, "QZ 2023", BOOK),
  /** A household is heard before a measure is decided. */
  hearingWorkingDays: parameter(5, "O11 35", BOOK),
  barYears: law(5, "O11 35, 36", "公共租赁住房管理办法"),
  draftDays: parameter(90, "PIPL 19", BOOK),
} as const;
