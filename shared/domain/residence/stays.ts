/** Who lived in a let home from when until when, as the filing tells it. */
import type { FilingDraft } from "../../contract/filing.ts";
import type { Ended, FiledVersion, FormerOccupant } from "../../contract/filing-life.ts";
import { OPEN_END } from "../../contract/filing-life.ts";
import type { IdType, Kinship, Party } from "../../contract/identity.ts";
import type { Occupant } from "../../contract/lease.ts";
import type { ResidenceCapacity } from "../../contract/residence-statement.ts";
import type { CivilDate } from "../../contract/values.ts";

/** What is read of a filing; present certificates mean that it came on record. */
export type LivedIn = {
  readonly state: string;
  readonly draft: FilingDraft;
  readonly certificate?: { readonly status: string; readonly filedOn: CivilDate } | undefined;
  readonly versions?: readonly Pick<FiledVersion, "from" | "filedOn">[] | undefined;
  readonly ended?: Pick<Ended, "on"> | undefined;
  readonly formerOccupants?: readonly FormerOccupant[] | undefined;
};

export type Resident = {
  readonly name: string;
  readonly idType: IdType;
  readonly idNumber: string;
  readonly capacity: ResidenceCapacity;
  /** Of an occupant, to the tenant. */
  readonly kinship?: Kinship;
  /** First day lived there. */
  readonly from: CivilDate;
  /** Last day; absent: none is known (CC 734). */
  readonly until?: CivilDate;
};

/**
 * The tenants and occupants of a home on record with their days, those who left included. A firm
 * lives nowhere; what was revoked never counted; only a dwelling is lived in.
 */
export function residentsOf({ state, draft, certificate, ...filing }: LivedIn): Resident[] {
  const isVoid = state === "REVOKED" || certificate?.status === "REVOKED";
  if (!certificate || isVoid || draft.lease.use !== "RESIDENTIAL") return [];
  const { from, until, occupants } = draft.lease;
  const began = [from, ...(filing.versions ?? []).map((one) => one.from)].reduce(earlier);
  const last = filing.ended?.on ?? (until === OPEN_END ? undefined : until);
  const within = (first: CivilDate, left?: CivilDate) => {
    const end = left !== undefined && (last === undefined || left < last) ? left : last;
    return { from: first < began ? began : first, ...(end !== undefined && { until: end }) };
  };
  const tenants = draft.tenants.flatMap((party): Resident[] =>
    party.kind === "person" ? [{ ...named(party), capacity: "TENANT", ...within(began) }] : [],
  );
  const living = (one: Occupant, left?: CivilDate): Resident => ({
    ...named(one),
    capacity: "OCCUPANT",
    kinship: one.kinship,
    ...within(one.from, left),
  });
  return [
    ...tenants,
    ...occupants.map((one) => living(one)),
    ...(filing.formerOccupants ?? []).map((one) => living(one, one.until)),
  ].filter((one) => one.until === undefined || one.from <= one.until);
}

const named = ({ name, idType, idNumber }: Party | Occupant) => ({ name, idType, idNumber });
const earlier = (one: CivilDate, other: CivilDate): CivilDate => (other < one ? other : one);

/** The day from which a filing proves anything; undefined: it never came on record. */
export const firstFiledOn = ({ versions, certificate }: LivedIn): CivilDate | undefined =>
  versions?.[0]?.filedOn ?? certificate?.filedOn;

/** The days of a stay that are on record: those of the term, once it is filed. */
export function filedStay(
  { from, until }: Pick<Resident, "from" | "until">,
  filedOn: CivilDate,
): { readonly from: CivilDate; readonly until?: CivilDate } {
  return { from: from < filedOn ? filedOn : from, ...(until !== undefined && { until }) };
}
