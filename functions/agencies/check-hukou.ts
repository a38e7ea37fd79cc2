import { randomUUID } from "node:crypto";
import type { AgencyField, HukouAnswer, HukouCheck } from "../../shared/contract/agency.ts";
import { consentStands } from "../../shared/domain/hukou/decide-consent.ts";
import {
  decideHukou,
  type FamilyStanding,
  type HukouFacts,
} from "../../shared/domain/hukou/decide-hukou.ts";
import { agreementOf } from "../../shared/domain/policy/agency-fields.ts";
import { hukouPolicyOf } from "../../shared/domain/policy/hukou-policy.ts";
import { moveFiling } from "../../shared/store/filings.ts";
import type { Vault } from "../../shared/store/sealing.ts";
import { transact } from "../../shared/store/transact.ts";
import { viewRows } from "../../shared/store/views.ts";
import { decideAgain, standing } from "../http/attempts.ts";
import { endpoint, ok } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/agencies.ts";
import { agencyOf } from "./agency-of.ts";
import {
  agencyTries,
  askedLease,
  isMistake,
  standingOf,
  throttled,
  type AskedLease,
} from "./asked-lease.ts";
import { filedDaysOf } from "./stays-of.ts";

const PURPOSE = "HUKOU";
/** What the conditions rest on. */
const FIELDS: readonly AgencyField[] = [
  "tenants",
  "occupants",
  "wholeOrRoom",
  "use",
  "continuousFiledDays",
  "hukouConsent",
];

/** Eligible or not, condition by condition, by the policy in force in that area today. */
export const checkHukou = (services: Services) => {
  const tries = agencyTries(services);
  return endpoint(routes.checkHukou, services, async (input) => {
    const { body, caller, today, at, refuse } = input;
    const agency = agencyOf(caller);
    if (!agency || !agreementOf(agency, PURPOSE, today)) return refuse("purpose-not-agreed");
    const wait = await throttled(tries, agency, input);
    if (wait) return wait;

    const outcome = await decideAgain(async () => {
      const vault = await services.vault();
      const asked = await askedLease(services, vault, caller, { ...body, today });
      if (!asked) return refuse("certificate-not-found");
      const { filing, status, certificateNo } = asked;
      const policy = hukouPolicyOf(filing.draft.jurisdiction, today);
      if (!policy) return refuse("no-hukou-policy");
      const { who, ...facts } = factsOf(vault, asked, { ...body, today });
      const filedDays = await filedDaysOf(services, vault, who.applicant, {
        ...{ today, areas: policy.areas },
      });
      const answer: HukouAnswer = {
        ...{ certificateNo, status, checkedAt: at },
        ...decideHukou({ ...facts, filedDays }, policy),
      };
      const view = { at, office: agency, purpose: PURPOSE, certificateNo } as const;
      const failed = await transact(services.table, {
        ...moveFiling(vault, filing, filing, input.act(answer.answer, `${agency} ${PURPOSE}`)),
        ...viewRows(
          who.told,
          { ...view, filingId: filing.filingId, fields: [...FIELDS] },
          randomUUID(),
        ),
      });
      return standing(failed) ?? ok(answer);
    });
    if (!isMistake(outcome)) await tries.giveBack(agency);
    return outcome;
  });
};

/** What the lease says of those who ask; `who` by keyed hash, strangers to it left out. */
function factsOf(
  vault: Vault,
  { filing, status }: AskedLease,
  { applicant, family, employment, today }: HukouCheck & { readonly today: string },
): Omit<HukouFacts, "filedDays"> & {
  readonly who: { readonly applicant: string; readonly told: readonly string[] };
} {
  const on = standingOf(vault, filing);
  const first = on(applicant);
  const others = family.map(on);
  const { use, unit, from } = filing.draft.lease;
  return {
    ...{ status, from, use, wholeOrRoom: unit.wholeOrRoom, employment, today },
    landlordConsents: consentStands(filing),
    applicantIsTenant: first.isTenant,
    tenants: filing.draft.tenants.length,
    family: others.map(({ occupant, isTenant }): FamilyStanding => {
      if (occupant) return { on: "lease-as-occupant", kinship: occupant.kinship };
      return { on: isTenant ? "lease-as-tenant" : "nothing" };
    }),
    who: {
      applicant: first.hash,
      told: [first, ...others]
        .filter(({ occupant, isTenant }) => isTenant || occupant !== undefined)
        .map(({ hash }) => hash),
    },
  };
}
