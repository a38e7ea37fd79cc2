/** Figures of allocation schemes. */
import type { SchemePolicy } from "../schemes/decide-publication.ts";
import { law, parameter } from "./rule.ts";

export const schemeRules = {
  recheckWorkingDays: law(15, "O11 12", "公共租赁住房管理办法"),
  rosterWorkingDays: parameter(3, "draw protocol 2", "publicly verifiable draw, section 2"),
  objectionWorkingDays: parameter(10, "O11 9, 14", "domain rulebook 5 B"),
} as const;

export const schemePolicy: SchemePolicy = {
  recheckWorkingDays: schemeRules.recheckWorkingDays.value,
  rosterWorkingDays: schemeRules.rosterWorkingDays.value,
};
