/** On which terms a household may be registered on a let home, per area, as versioned data. */
import type { Jurisdiction } from "../../contract/ids.ts";
import type { CivilDate } from "../../contract/values.ts";
import { parameter, type Rule } from "./rule.ts";

export type HukouPolicy = {
  readonly version: string;
  /** Hukou has its own set of areas, not those of public rental. */
  readonly areas: readonly Jurisdiction[];
  readonly from: CivilDate;
  /** Last day, inclusive; absent while in force. */
  readonly until?: CivilDate;
  /** Whole months on record without a gap, within these areas. */
  readonly minFiledMonths: Rule<number>;
  readonly needEmployment: Rule<boolean>;
  readonly needLandlordConsent: Rule<boolean>;
  readonly wholeUnitOnly: Rule<boolean>;
};

const QZ2021 = "泉州市公安局户口迁移通知 (2021-02-18)";
const QZ2025 = "泉州市户籍政策解读 (2025-03)";
const RULEBOOK = "本市参数，待确认";

/** Unconfirmed as a set: the notice says 中心城区. */
const CENTRE: readonly Jurisdiction[] = ["350502", "350503", "QZ-ETDZ"];
const COUNTIES: readonly Jurisdiction[] = [
  "350504",
  "350505",
  "350521",
  "350524",
  "350525",
  "350526",
  "350581",
  "350582",
  "350583",
  "QZ-TIA",
];

export const HUKOU_POLICIES: readonly HukouPolicy[] = [
  {
    version: "hukou-centre-2021-02",
    areas: CENTRE,
    from: "2021-02-18",
    minFiledMonths: parameter(24, "QZ 2021-02-18", QZ2021),
    needEmployment: parameter(true, "M1", QZ2025),
    needLandlordConsent: parameter(true, "M1", RULEBOOK),
    wholeUnitOnly: parameter(true, "M1", RULEBOOK),
  },
  {
    version: "hukou-counties-2021-02",
    areas: COUNTIES,
    from: "2021-02-18",
    minFiledMonths: parameter(0, "M1", QZ2025),
    needEmployment: parameter(false, "M1", QZ2025),
    needLandlordConsent: parameter(true, "M1", RULEBOOK),
    wholeUnitOnly: parameter(true, "M1", RULEBOOK),
  },
];

/** The policy of an area on a day; undefined: none was in force there. */
export const hukouPolicyOf = (
  area: Jurisdiction,
  today: CivilDate,
  policies: readonly HukouPolicy[] = HUKOU_POLICIES,
): HukouPolicy | undefined =>
  policies.find(
    (policy) =>
      policy.areas.includes(area) &&
      policy.from <= today &&
      (policy.until === undefined || today <= policy.until),
  );
