/** Figures of choosing and signing (domain rulebook 5 D). */
import { law, parameter } from "./rule.ts";

export const selectionPolicy = {
  signWithinDays: parameter(15, "O11 16", "本市参数，待确认"),
  fileWithinDays: law(30, "O11 18; O6 14", "公共租赁住房管理办法；商品房屋租赁管理办法"),
  longestLeaseYears: {
    PRH: law(5, "O11 18", "公共租赁住房管理办法"),
    ARH: parameter(3, "G22", "本市参数，待确认"),
    TALENT: parameter(5, "O11 18", "本市参数，待确认"),
    YOUTH: parameter(3, "G22", "本市参数，待确认"),
    // Bought, or none of ours to let: a scheme of theirs speaks of no lease, or of one at most.
    SHARED_OWNERSHIP: parameter(20, "CC 705", "本市参数，待确认"),
    PRICE_LIMITED: parameter(20, "CC 705", "本市参数，待确认"),
    RENT_SUBSIDY: parameter(20, "CC 705", "本市参数，待确认"),
  },
} as const;
