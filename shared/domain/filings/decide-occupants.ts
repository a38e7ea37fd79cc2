/** Who moved in and who left: a fact that each side may report at once, for the police wait 7 days. */
import type { FilingDraft } from "../../contract/filing.ts";
import type { FormerOccupant, OccupantsChange } from "../../contract/filing-life.ts";
import type { Party } from "../../contract/identity.ts";
import type { Occupant } from "../../contract/lease.ts";
import { openTo, type OpenRefusal } from "./decide-change.ts";
import type { Actor, FilingFacts, FilingGround } from "./facts.ts";
import { leaseRefusal, type LeaseRefusal } from "./lease-rules.ts";

export type OccupantsRefusal =
  | OpenRefusal
  | { readonly kind: "no-such-field"; readonly pointer: string }
  | { readonly kind: "day-outside-term"; readonly pointer: string }
  | { readonly kind: "lives-there-already"; readonly pointer: string }
  | LeaseRefusal;

export type OccupantsMoved = {
  readonly kind: "move";
  readonly draft: FilingDraft;
  readonly left: readonly FormerOccupant[];
};

const MOST = 20;

/**
 * Decides on arrivals and departures. Nobody confirms them: they are no terms of the contract, and
 * stand on no certificate; the other side is told. Departures are taken before arrivals.
 *
 * @see R812 37; Fujian's regulation on the floating population (7 days); R812 7 (occupancy)
 */
export function decideOccupants(
  filing: FilingFacts,
  { arrivals, departures }: OccupantsChange,
  actor: Actor,
  ground: FilingGround,
): OccupantsMoved | OccupantsRefusal {
  const { pendingChange: _, ...standing } = filing;
  const side = openTo("occupants", standing, actor, ground.today);
  if (typeof side !== "string") return side;
  const { lease } = filing.draft;
  const left: FormerOccupant[] = [];
  for (const [at, { index, on }] of departures.entries()) {
    const occupant = lease.occupants[index];
    const pointer = `/departures/${at}`;
    if (!occupant) return { kind: "no-such-field", pointer: `${pointer}/index` };
    if (on < occupant.from || on > ground.today)
      return { kind: "day-outside-term", pointer: `${pointer}/on` };
    left.push({ ...occupant, until: on });
  }
  const gone = new Set(departures.map(({ index }) => index));
  const staying = lease.occupants.filter((_, index) => !gone.has(index));
  for (const [at, { from }] of arrivals.entries())
    if (from < lease.from || from > lease.until || from > ground.today)
      return { kind: "day-outside-term", pointer: `/arrivals/${at}/from` };
  const known = [...staying, ...filing.draft.tenants].map(identityOf);
  const twice = arrivals.findIndex(
    (one, at) =>
      known.includes(identityOf(one)) ||
      arrivals.slice(0, at).map(identityOf).includes(identityOf(one)),
  );
  if (twice >= 0) return { kind: "lives-there-already", pointer: `/arrivals/${twice}` };
  const occupants = [...staying, ...arrivals];
  const draft: FilingDraft = { ...filing.draft, lease: { ...lease, occupants } };
  if (occupants.length > MOST) return { kind: "occupancy-exceeded", pointer: "/arrivals" };
  const wrong = arrivals.length > 0 ? crowded(draft, ground, staying.length) : undefined;
  return wrong ?? { kind: "move", draft, left };
}

const identityOf = ({ idType, idNumber }: Pick<Occupant | Party, "idType" | "idNumber">): string =>
  `${idType} ${idNumber}`;

/** Only what an arrival can be wrong in: what was let so before stays let. */
function crowded(
  draft: FilingDraft,
  ground: FilingGround,
  staying: number,
): LeaseRefusal | undefined {
  const wrong = leaseRefusal(draft, ground);
  if (wrong?.kind === "occupancy-exceeded") return { ...wrong, pointer: "/arrivals" };
  const index = /^\/lease\/occupants\/(\d+)\/(.*)$/.exec(wrong?.pointer ?? "");
  if (!wrong || !index) return undefined;
  return { ...wrong, pointer: `/arrivals/${Number(index[1]) - staying}/${index[2] ?? ""}` };
}
