/** Whether a household may be registered on a let home, with a reason for each condition. */
import type {
  EmploymentEvidence,
  HukouAnswer,
  HukouCondition,
  HukouConditionName,
  HukouOutcome,
} from "../../contract/agency.ts";
import type { CertificateStatus } from "../../contract/filing.ts";
import type { Kinship } from "../../contract/identity.ts";
import type { Use } from "../../contract/lease.ts";
import type { Bilingual, CivilDate } from "../../contract/values.ts";
import { addDays, addMonths, daysBetween } from "../calendar/days.ts";
import { isDirectRelative } from "../identity/kinship.ts";
import type { HukouPolicy } from "../policy/hukou-policy.ts";

/** How someone of the applicant's family stands on the lease. */
export type FamilyStanding =
  | { readonly on: "lease-as-occupant"; readonly kinship: Kinship }
  | { readonly on: "lease-as-tenant" }
  | { readonly on: "nothing" };

export type HukouFacts = {
  readonly status: CertificateStatus;
  /** First day of the lease: one still to come holds nobody yet. */
  readonly from: CivilDate;
  readonly use: Use;
  readonly wholeOrRoom: "WHOLE" | "ROOM";
  readonly landlordConsents: boolean;
  readonly applicantIsTenant: boolean;
  /** Tenants of the lease: an occupant's kinship is to the tenant, if there is one only. */
  readonly tenants: number;
  /** The applicant's days on record without a gap, within the policy's areas. */
  readonly filedDays: number;
  readonly employment: EmploymentEvidence | undefined;
  /** In the order of the question. */
  readonly family: readonly FamilyStanding[];
  readonly today: CivilDate;
};

/** Whole months that so many days without a gap, up to and with `today`, make. */
export function wholeMonths(days: number, today: CivilDate): number {
  const after = addDays(today, 1);
  let months = 0;
  while (daysBetween(addMonths(after, -(months + 1)), after) <= days) months++;
  return months;
}

/**
 * Every condition of the area with its outcome: `ELIGIBLE` when all are met, `NOT_ELIGIBLE` when one
 * is not, `INCOMPLETE` when something is still to be shown.
 *
 * @see M1; QZ police 2021-02-18 (relatives, 24 months in the centre); QZ 2025-03
 */
export function decideHukou(
  facts: HukouFacts,
  policy: HukouPolicy,
): Pick<HukouAnswer, "answer" | "conditions" | "policyVersion"> {
  const conditions = [
    ...leaseConditions(facts),
    monthsFiled(facts, policy),
    ...areaConditions(facts, policy),
    relatives(facts),
  ].filter((one) => one !== undefined);
  const has = (outcome: HukouOutcome) => conditions.some((one) => one.outcome === outcome);
  return {
    policyVersion: policy.version,
    answer: has("NOT_MET") ? "NOT_ELIGIBLE" : has("MISSING") ? "INCOMPLETE" : "ELIGIBLE",
    conditions,
  };
}

const met = (is: boolean): HukouOutcome => (is ? "MET" : "NOT_MET");

const said = (
  condition: HukouConditionName,
  outcome: HukouOutcome,
  { article, confirmed }: { readonly article: string; readonly confirmed: boolean },
): HukouCondition => ({ condition, outcome, ...TEXTS[condition], article, confirmed });

const OF_ALL = { article: "M1", confirmed: true } as const;

const leaseConditions = ({
  status,
  from,
  today,
  use,
  applicantIsTenant,
}: HukouFacts): HukouCondition[] => [
  said("LEASE_IN_FORCE", met(status === "IN_FORCE" && from <= today), OF_ALL),
  said("RESIDENTIAL_USE", met(use === "RESIDENTIAL"), OF_ALL),
  said("APPLICANT_IS_TENANT", met(applicantIsTenant), OF_ALL),
];

function monthsFiled({ filedDays, today }: HukouFacts, policy: HukouPolicy) {
  const { minFiledMonths } = policy;
  if (minFiledMonths.value === 0) return undefined;
  const found = wholeMonths(filedDays, today);
  const condition = said("MONTHS_FILED", met(found >= minFiledMonths.value), minFiledMonths);
  return { ...condition, needed: minFiledMonths.value, found };
}

/** What a policy does not ask for is not answered about. */
function areaConditions(facts: HukouFacts, policy: HukouPolicy): (HukouCondition | undefined)[] {
  const { needEmployment, needLandlordConsent, wholeUnitOnly } = policy;
  const employed: HukouOutcome =
    facts.employment === undefined ? "MISSING" : met(facts.employment !== "NONE");
  const consent = met(facts.landlordConsents);
  const whole = met(facts.wholeOrRoom === "WHOLE");
  return [
    needEmployment.value ? said("EMPLOYMENT", employed, needEmployment) : undefined,
    needLandlordConsent.value ? said("LANDLORD_CONSENT", consent, needLandlordConsent) : undefined,
    wholeUnitOnly.value ? said("WHOLE_UNIT", whole, wholeUnitOnly) : undefined,
  ];
}

function relatives({ family, tenants }: HukouFacts): HukouCondition | undefined {
  if (family.length === 0) return undefined;
  const outcomes = family.map((one): HukouOutcome => {
    if (one.on === "nothing") return "NOT_MET";
    // Between tenants, or to which of several, the lease does not say: the police look themselves.
    if (one.on === "lease-as-tenant") return "MISSING";
    if (!isDirectRelative(one.kinship)) return "NOT_MET";
    return tenants > 1 ? "MISSING" : "MET";
  });
  const outcome =
    (["NOT_MET", "MISSING"] as const).find((worse) => outcomes.includes(worse)) ?? "MET";
  const who = outcomes.flatMap((one, place) => (one === outcome && one !== "MET" ? [place] : []));
  const condition = said("DIRECT_RELATIVES", outcome, {
    article: "QZ 2021-02-18",
    confirmed: true,
  });
  return { ...condition, ...(who.length > 0 && { who }) };
}

const TEXTS: Readonly<Record<HukouConditionName, Bilingual>> = {
  LEASE_IN_FORCE: { zh: "租赁备案现时有效", en: "The filing is in force" },
  RESIDENTIAL_USE: { zh: "房屋用途为居住", en: "The home is let to live in" },
  APPLICANT_IS_TENANT: { zh: "申请人为承租人", en: "The applicant is a tenant" },
  MONTHS_FILED: { zh: "本区域连续备案月数", en: "Months on record in the area without a gap" },
  EMPLOYMENT: { zh: "本区域就业或营业执照", en: "Employment or a licence in the area" },
  LANDLORD_CONSENT: { zh: "出租人同意落户", en: "The landlord consents" },
  WHOLE_UNIT: { zh: "整套租赁", en: "The whole home is let" },
  DIRECT_RELATIVES: {
    zh: "随迁人员为同住的直系亲属",
    en: "The family are direct relatives living there",
  },
};
