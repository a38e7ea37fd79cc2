import type { PointsFacts, PointsPurpose, PointsSum } from "../../shared/contract/points.ts";
import type { Jurisdiction } from "../../shared/contract/ids.ts";
import { countPoints } from "../../shared/domain/points/count.ts";
import { filedStay, firstFiledOn, residentsOf } from "../../shared/domain/residence/stays.ts";
import { identityHash } from "../../shared/store/persons.ts";
import { pointsTableAt } from "../../shared/store/policies.ts";
import type { Vault } from "../../shared/store/sealing.ts";
import { filingsNaming } from "../certificates/residence-of.ts";
import type { Services } from "../http/services.ts";

type Asked = {
  readonly person: { readonly idType: string; readonly idNumber: string };
  readonly purpose: PointsPurpose;
  readonly jurisdiction: Jurisdiction;
  readonly today: string;
  /** What the authority calls the question. */
  readonly ref: string;
  /** What authorities confirmed; absent: nothing yet. */
  readonly items?: readonly { readonly item: string; readonly count: number }[] | undefined;
};

/** A person's points, and whether an authority kept silent meanwhile. */
export type Counted = { readonly sum: PointsSum; readonly silent: boolean };

/**
 * Counts someone's points from the registers: leases on record here, contributions with the
 * human-resources authority. What nobody says is a line that waits.
 *
 * @returns undefined when no table governs there
 */
export async function sumOf(
  services: Services,
  vault: Vault,
  { person, purpose, jurisdiction, today, ref, items }: Asked,
): Promise<Counted | undefined> {
  const where = { area: jurisdiction, day: today };
  const table = await pointsTableAt(services.table, purpose, where);
  if (!table) return undefined;
  const [residence, said] = await Promise.all([
    livedBy(services, vault, person),
    services.humanResources.contributions({ ref, person }),
  ]);
  const facts: PointsFacts = {
    residence,
    ...(said !== "silent" && said.known && { insurance: said.spans }),
    ...(items && { items: Object.fromEntries(items.map(({ item, count }) => [item, count])) }),
  };
  const sum = countPoints(table, facts, { on: today, here: [jurisdiction] });
  return { sum, silent: said === "silent" };
}

/** Where someone lived with a lease on record, as tenant or living with one. */
async function livedBy(
  services: Services,
  vault: Vault,
  { idType, idNumber }: Asked["person"],
): Promise<NonNullable<PointsFacts["residence"]>> {
  const hash = identityHash(vault, idType, idNumber);
  const filings = await filingsNaming(services, vault, hash);
  return filings.flatMap((filing) => {
    const filedOn = firstFiledOn(filing);
    if (filedOn === undefined) return [];
    return residentsOf(filing)
      .filter((one) => identityHash(vault, one.idType, one.idNumber) === hash)
      .map((one) => ({ ...filedStay(one, filedOn), area: filing.draft.jurisdiction }));
  });
}
