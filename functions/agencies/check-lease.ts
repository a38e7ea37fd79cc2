import { randomUUID } from "node:crypto";
import type {
  AgencyField,
  FiledDays,
  LeaseCheck,
  LeaseFacts,
  NumberedPerson,
} from "../../shared/contract/agency.ts";
import { OPEN_END } from "../../shared/contract/filing-life.ts";
import { consentStands } from "../../shared/domain/hukou/decide-consent.ts";
import { agreementOf } from "../../shared/domain/policy/agency-fields.ts";
import { moveFiling, type FilingRecord } from "../../shared/store/filings.ts";
import { identityHash } from "../../shared/store/persons.ts";
import type { Vault } from "../../shared/store/sealing.ts";
import { transact } from "../../shared/store/transact.ts";
import { findUnit } from "../../shared/store/units.ts";
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
  speaksForLease,
  standingOf,
  throttled,
} from "./asked-lease.ts";
import { filedDaysOf } from "./stays-of.ts";

/**
 * A lease at the moment of the question: the fields agreed with that agency for that purpose, and no
 * others. Who was told of stands on record, in the filing's chain and before each person, first.
 */
export const checkLease = (services: Services) => {
  const tries = agencyTries(services);
  return endpoint(routes.checkLease, services, async (input) => {
    const { body, caller, today, at, refuse } = input;
    const agency = agencyOf(caller);
    const agreement = agency && agreementOf(agency, body.purpose, today);
    // Arrivals are reported as a list, not asked for one by one.
    if (!agency || !agreement || body.purpose === "ARRIVAL_REPORT")
      return refuse("purpose-not-agreed");
    const wait = await throttled(tries, agency, input);
    if (wait) return wait;

    const outcome = await decideAgain(async () => {
      const vault = await services.vault();
      const asked = await askedLease(services, vault, caller, { ...body, today });
      const people = asked && peopleOf(vault, asked.filing, body);
      if (!asked || !people) return refuse("certificate-not-found");
      const { filing, status, certificateNo } = asked;
      const fields = speaksForLease(status) ? agreement.fields : [];
      const unit = await findUnit(services.table, filing.draft.lease.unit.flatId);
      const answer: LeaseFacts = {
        ...{ certificateNo, status, checkedAt: at, purpose: body.purpose },
        ...(unit?.state === "DECLARED" && { recheck: true }),
        ...pick({ ...people.facts, ...leaseFacts(filing) }, fields),
        ...(fields.includes("continuousFiledDays") && {
          continuousFiledDays: await daysOf(services, vault, people.residents, today),
        }),
      };
      const told = people.told.filter(({ as }) => fields.includes(as)).map(({ hash }) => hash);
      const view = { at, office: agency, purpose: body.purpose, certificateNo };
      const failed = await transact(services.table, {
        ...moveFiling(vault, filing, filing, input.act("READ", `${agency} ${body.purpose}`)),
        ...viewRows(
          told,
          { ...view, filingId: filing.filingId, fields: [...fields] },
          randomUUID(),
        ),
      });
      return standing(failed) ?? ok(answer);
    });
    if (!isMistake(outcome)) await tries.giveBack(agency);
    return outcome;
  });
};

type Told = { readonly hash: string; readonly as: AgencyField };
type Resident = NumberedPerson & Pick<FiledDays, "capacity"> & { readonly hash: string };

/** The people of a lease, as far as they were asked for; undefined when one asked for is not on it. */
function peopleOf(vault: Vault, filing: FilingRecord, { persons }: LeaseCheck) {
  const on = standingOf(vault, filing);
  const asked = persons?.map(on);
  if (asked?.some((one) => !one.isLandlord && !one.isTenant && !one.occupant)) return undefined;
  const isAsked = (hash: string) => asked?.some((one) => one.hash === hash) ?? true;

  const { draft, parties } = filing;
  const tenants = draft.tenants
    .map((party, at) => ({ ...party, hash: parties.tenants[at] ?? "" }))
    .filter(({ hash }) => isAsked(hash));
  const occupants = draft.lease.occupants
    .map((one) => ({ ...one, hash: identityHash(vault, one.idType, one.idNumber) }))
    .filter(({ hash }) => isAsked(hash));
  const residents: Resident[] = [
    ...tenants
      .filter(({ kind }) => kind === "person")
      .map((one) => ({ ...numbered(one), capacity: "TENANT" as const, hash: one.hash })),
    ...occupants.map((one) => ({
      ...{ ...numbered(one), capacity: "OCCUPANT" as const, hash: one.hash },
    })),
  ];
  const told: Told[] = [
    ...parties.landlords.map((hash): Told => ({ hash, as: "landlords" })),
    ...tenants.map(({ hash }): Told => ({ hash, as: "tenants" })),
    ...occupants.map(({ hash }): Told => ({ hash, as: "occupants" })),
    ...residents.map(({ hash }): Told => ({ hash, as: "continuousFiledDays" })),
  ];
  const facts = {
    landlords: draft.landlords.map(named),
    tenants: tenants.map(named),
    occupants: occupants.map(({ kinship, from, ...one }) => ({ ...named(one), kinship, from })),
  };
  return { facts, residents, told };
}

type Named = NumberedPerson & { readonly name: string };
const numbered = ({ idType, idNumber }: NumberedPerson) => ({ idType, idNumber });
const named = ({ name, idType, idNumber }: Named) => ({ name, idType, idNumber });

function leaseFacts(filing: FilingRecord): Partial<Record<AgencyField, unknown>> {
  const { draft, certificate, ended, versions } = filing;
  const { unit, use, from, until, monthlyRentFen } = draft.lease;
  const { address, standardAddressCode, wholeOrRoom, landNature } = unit;
  const last = ended?.on ?? (until === OPEN_END ? undefined : until);
  const filedOn = versions?.[0]?.filedOn ?? certificate?.filedOn;
  return {
    ...{ address, standardAddressCode, wholeOrRoom, landNature, use, monthlyRentFen },
    term: { from, ...(last !== undefined && { until: last }), filedOn },
    hukouConsent: consentStands(filing),
  };
}

/** Only what was agreed: a field that nobody listed cannot slip in. */
const pick = (
  facts: Partial<Record<AgencyField, unknown>>,
  fields: readonly AgencyField[],
): Partial<LeaseFacts> =>
  Object.fromEntries(
    fields.flatMap((field) => (facts[field] === undefined ? [] : [[field, facts[field]]])),
  );

const daysOf = (
  services: Services,
  vault: Vault,
  residents: readonly Resident[],
  today: string,
): Promise<FiledDays[]> =>
  Promise.all(
    residents.map(async ({ hash, ...person }) => ({
      ...person,
      continuousFiledDays: await filedDaysOf(services, vault, hash, { today }),
    })),
  );
