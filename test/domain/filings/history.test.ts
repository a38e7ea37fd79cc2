import { describe, expect, it } from "vitest";
import { addDays, daysBetween } from "../../../shared/domain/calendar/days.ts";
import { decideProposal, type Proposal } from "../../../shared/domain/filings/decide-change.ts";
import { decideSubmit } from "../../../shared/domain/filings/decide-submission.ts";
import type { FilingFacts } from "../../../shared/domain/filings/facts.ts";
import { termOf, type Term } from "../../../shared/domain/filings/overlap.ts";
import { aFiling, landlord, on } from "../../support/builders/filing.ts";

/** The long version: `QUANJU_LEASES=1000000 npx vitest run test/domain/filings/history.test.ts`. */
const LEASES = Number(process.env.QUANJU_LEASES ?? 10_000);
const BATCH = Math.min(LEASES, 10_000);
const SEED = Number(process.env.QUANJU_SEED ?? 20_260_701);

const TODAY = "2026-03-01";
const DAYS = 420;
const FLATS = 24;
const ROOMS = ["A", "B", "C"] as const;
const ground = { ...on(TODAY), at: `${TODAY}T02:00:00.000Z`, unitBlocked: false };

/** mulberry32: the same seed, the same history. */
function dice(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

type Held = { readonly flat: number; facts: FilingFacts };

/** The oracle: who has each room of each flat on each day, written down one by one. */
class Calendar {
  readonly #cells = Array.from({ length: FLATS * ROOMS.length * DAYS }, () => 0);
  #of(flat: number, { roomId, from, until }: Omit<Term, "filingId">): number[] {
    const cells: number[] = [];
    for (const [room, name] of ROOMS.entries())
      if (roomId === undefined || roomId === name)
        for (let day = daysBetween(TODAY, from); day <= daysBetween(TODAY, until); day++)
          cells.push((flat * ROOMS.length + room) * DAYS + day);
    return cells;
  }
  isFree(flat: number, term: Omit<Term, "filingId">, who: number): boolean {
    return this.#of(flat, term).every((cell) => [0, who].includes(this.#cells[cell] ?? 0));
  }
  move(flat: number, who: number, before: Term | undefined, after: Term | undefined): void {
    for (const cell of before ? this.#of(flat, before) : []) this.#cells[cell] = 0;
    for (const cell of after ? this.#of(flat, after) : []) this.#cells[cell] = who;
  }
}

const idOf = (n: number): string => `F${String(n).padStart(20, "0")}`;
const base = aFiling({ draft: { signing: "ONLINE" } });

function offered(flat: number, roomId: string | undefined, from: string, until: string) {
  const { lease } = base.draft;
  const unit = { ...lease.unit, flatId: `QZFZ${String(flat).padStart(8, "0")}` };
  const space = roomId === undefined ? {} : { roomId, wholeOrRoom: "ROOM" as const };
  const next = { ...lease, unit: { ...unit, ...space }, from, until };
  return { ...base, state: "SIGNED" as const, draft: { ...base.draft, lease: next } };
}

describe(`${String(LEASES)} random lease periods on rooms and flats`, () => {
  it(`are taken and refused as a calendar of every room and day says (seed ${String(SEED)})`, () => {
    for (let batch = 0; batch * BATCH < LEASES; batch++) history(SEED + batch);
  }, 3_600_000);
});

/** One calendar's worth of leases, changes and ends; it fills up, for what was let stays let. */
function history(seed: number): void {
  const roll = dice(seed);
  const calendar = new Calendar();
  const terms = Array.from({ length: FLATS }, () => new Map<string, Term>());
  const held = new Map<number, Held>();
  const tally = { taken: 0, refused: 0, ended: 0 };
  const day = (n: number) => addDays(TODAY, Math.min(DAYS - 1, n));

  const settle = (n: number, { flat, facts }: Held, from: Term | undefined) => {
    const term = termOf(idOf(n), facts.draft.lease);
    calendar.move(flat, n, from, term);
    terms[flat]?.set(idOf(n), term);
    held.set(n, { flat, facts });
  };
  const file = (n: number) => {
    const [flat, start] = [roll(FLATS), roll(DAYS - 2)];
    const roomId = [undefined, ...ROOMS][roll(4)];
    const facts = offered(flat, roomId, day(start), day(start + 1 + roll(60)));
    const inForce = [...(terms[flat]?.values() ?? [])];
    const decision = decideSubmit(idOf(n), facts, landlord, { ...ground, inForce });
    const free = calendar.isFree(flat, termOf(idOf(n), facts.draft.lease), n);
    expect([n, decision.kind]).toEqual([n, free ? "submit" : "overlapping-filing"]);
    if (free) settle(n, { flat, facts: { ...facts, state: "FILED" } }, undefined);
    tally[free ? "taken" : "refused"]++;
  };
  const propose = (n: number, { flat, facts }: Held, proposal: Proposal) => {
    const before = termOf(idOf(n), facts.draft.lease);
    const inForce = [...(terms[flat]?.values() ?? [])];
    const decision = decideProposal(idOf(n), facts, proposal, landlord, { ...ground, inForce });
    const wanted = { ...before, ...wishOf(proposal) };
    const free = calendar.isFree(flat, wanted, n);
    expect([n, proposal.kind, decision.kind]).toEqual([
      n,
      proposal.kind,
      free ? "propose" : "overlapping-filing",
    ]);
    tally[free ? "taken" : "refused"]++;
    if (decision.kind === "propose")
      settle(n, { flat, facts: { ...facts, draft: decision.change.draft } }, before);
  };
  const endAt = (n: number, { flat, facts }: Held) => {
    const before = termOf(idOf(n), facts.draft.lease);
    const until = addDays(before.from, roll(daysBetween(before.from, before.until) + 1));
    const body = { basis: "AGREEMENT", on: until } as const;
    const proposal = { kind: "END", body } as const;
    const decision = decideProposal(idOf(n), facts, proposal, landlord, {
      ...ground,
      inForce: [],
    });
    expect(decision.kind).toBe("propose");
    const after = { ...before, until };
    calendar.move(flat, n, before, after);
    terms[flat]?.set(idOf(n), after);
    held.delete(n);
    tally.ended++;
  };

  for (let n = 1; n <= BATCH; n++) {
    const kind = roll(10);
    const who = [...held.keys()][roll(Math.max(1, held.size))];
    const one = who === undefined ? undefined : held.get(who);
    if (kind < 5 || who === undefined || !one) file(n);
    else if (kind < 7) propose(who, one, aRenewal(one, roll, day));
    else if (kind < 9) propose(who, one, aCorrection(one, roll, day));
    else endAt(who, one);
  }
  expect(tally.taken).toBeGreaterThan(BATCH / 20);
  expect(tally.refused).toBeGreaterThan(BATCH / 10);
  expect(tally.ended).toBeGreaterThan(BATCH / 50);
}

type Roll = ReturnType<typeof dice>;

/** What a proposal asks for of the flat, read off its body. */
const wishOf = (proposal: Proposal): Partial<Term> => {
  if (proposal.kind === "RENEWAL") return { until: proposal.body.until };
  if (proposal.kind !== "CHANGE") return {};
  const { from, until } = proposal.body.terms;
  return { ...(from !== undefined && { from }), ...(until !== undefined && { until }) };
};

function aRenewal({ facts }: Held, roll: Roll, day: (n: number) => string): Proposal {
  const last = daysBetween(TODAY, facts.draft.lease.until);
  // At the calendar's end there is nothing to renew for: a correction of the last day instead.
  if (last + 2 >= DAYS) return aCorrection({ flat: 0, facts }, roll, day);
  return { kind: "RENEWAL", body: { agreedOn: TODAY, until: day(last + 2 + roll(40)) } };
}

function aCorrection({ facts }: Held, roll: Roll, day: (n: number) => string): Proposal {
  const { from, monthlyRentFen } = facts.draft.lease;
  const start = Math.max(0, daysBetween(TODAY, from) - 10 + roll(20));
  const terms = {
    from: day(Math.min(start, DAYS - 2)),
    until: day(Math.min(start, DAYS - 2) + 1 + roll(30)),
    // Never quite what is on record already.
    monthlyRentFen: monthlyRentFen === 180_000 ? 180_001 : 180_000,
  };

  return { kind: "CHANGE", body: { agreedOn: TODAY, effectiveOn: terms.from, terms } };
}
