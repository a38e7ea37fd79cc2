/** Figures of lease filing (domain rulebook 2). */
import type { SpaceKind } from "../../contract/lease.ts";
import { law, parameter, type Rule } from "./rule.ts";

const R812 = "住房租赁条例 (国务院令第812号, 2025-09-15)";
const O6 = "商品房屋租赁管理办法 (住建部令第6号, 2011)";
const CC = "民法典";

/** What filing is measured by; a jurisdiction may have its own. */
export type FilingPolicy = {
  readonly version: string;
  readonly fileWithinDays: Rule<number>;
  /** After so many days a lease that was sent and not signed by all is a draft again. */
  readonly signWithinDays: Rule<number>;
  readonly decideWithinWorkingDays: Rule<number>;
  readonly longestTermYears: Rule<number>;
  readonly landlordObjectsWithinWorkingDays: Rule<number>;
  readonly notToBeLivedIn: Rule<readonly SpaceKind[]>;
  readonly personsPerRoom: Rule<number>;
  readonly leastAreaM2PerPerson: Rule<number>;
  readonly depositWarnsAboveMonths: Rule<{ readonly firm: number; readonly person: number }>;
  readonly usualRentFenPerM2: Rule<{ readonly least: number; readonly most: number }>;
  readonly adultAge: Rule<number>;
  /** A proposal not confirmed by all after so many days is dropped. */
  readonly confirmWithinDays: Rule<number>;
  /** Change, renewal and end are reported within so many days; later accepted and flagged. */
  readonly reportWithinDays: Rule<number>;
  /** So long after its last day a lease may be renewed, or said to go on; then it is filed anew. */
  readonly renewWithinDays: Rule<number>;
  /** The other side may object so long to an end that one side reports with proof. */
  readonly objectToEndWithinWorkingDays: Rule<number>;
  /** Notice either side must give to end an indefinite lease. */
  readonly indefiniteNoticeDays: Rule<number>;
  readonly remindToFileOnDay: Rule<number>;
  /** Gaps are made good within so many working days, then the filing lapses. */
  readonly resubmitWithinWorkingDays: Rule<number>;
  /** So long a case is its reviewer's alone. */
  readonly claimHoldsWorkingDays: Rule<number>;
  /** The parties may answer a proposed revocation so long. */
  readonly hearWithinWorkingDays: Rule<number>;
  readonly decideObjectionWithinWorkingDays: Rule<number>;
  /** So long the owner may say nothing of a sublease they know of; then they have agreed. */
  readonly sublettingSilenceMonths: Rule<number>;
  /** The subdistrict looks at a village's proof within so many working days. */
  readonly checkVillageProofWithinWorkingDays: Rule<number>;
  /** What an officer saw of a title, or its holder declared, counts so long for the next filing. */
  readonly verificationHoldsMonths: Rule<number>;
  readonly remindBeforeEndDays: Rule<
    readonly { readonly days: number; readonly reminder: "END_30" | "END_7" }[]
  >;
};

export const quanzhouFilingPolicy: FilingPolicy = {
  version: "filing-2026-01",
  fileWithinDays: law(30, "O6 14", O6),
  signWithinDays: parameter(7, "ES 3, 13", "本市流程"),
  decideWithinWorkingDays: law(3, "O6 16", O6),
  longestTermYears: law(20, "CC 705", CC),
  landlordObjectsWithinWorkingDays: parameter(5, "R812 8", R812),
  notToBeLivedIn: law(
    ["KITCHEN", "BATHROOM", "BALCONY", "CORRIDOR", "BASEMENT_STORE", "GARAGE"],
    "R812 7",
    R812,
  ),
  personsPerRoom: parameter(2, "R812 7; O6 8", "北京、上海标准"),
  leastAreaM2PerPerson: parameter(5, "R812 7; O6 8", "北京、上海标准"),
  depositWarnsAboveMonths: parameter({ firm: 1, person: 2 }, "R812 10", R812),
  usualRentFenPerM2: parameter({ least: 100, most: 30_000 }, "R812 29", "估计"),
  adultAge: law(18, "CC 17, 18", CC),
  confirmWithinDays: parameter(7, "O6 19; ES 3, 13", "本市流程"),
  reportWithinDays: law(30, "O6 19", O6),
  renewWithinDays: parameter(30, "O6 19; CC 734", O6),
  objectToEndWithinWorkingDays: parameter(5, "R812 12", R812),
  indefiniteNoticeDays: parameter(30, "CC 730", CC),
  remindToFileOnDay: parameter(25, "O6 14", "本市流程"),
  resubmitWithinWorkingDays: parameter(10, "O6 16", "本市流程"),
  claimHoldsWorkingDays: parameter(1, "O6 16", "本市流程"),
  hearWithinWorkingDays: parameter(5, "O6 16", "本市流程"),
  decideObjectionWithinWorkingDays: parameter(10, "R812 8", "本市流程"),
  sublettingSilenceMonths: law(6, "CC 718", CC),
  checkVillageProofWithinWorkingDays: parameter(5, "R812 49", "本市流程"),
  verificationHoldsMonths: parameter(24, "O6 16", "本市流程"),
  remindBeforeEndDays: parameter(
    [
      { days: 30, reminder: "END_30" },
      { days: 7, reminder: "END_7" },
    ],
    "O6 19",
    "本市流程",
  ),
};
