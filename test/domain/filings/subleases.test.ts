import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Ended } from "../../../shared/contract/filing-life.ts";
import type { Lease } from "../../../shared/contract/lease.ts";
import { addDays } from "../../../shared/domain/calendar/days.ts";
import { overlapOf, subleasesBeyond, type Term } from "../../../shared/domain/filings/overlap.ts";
import {
  consentWord,
  decideSubletAnswer,
  decideSubletNotice,
  lastDayOf,
  silenceCountsFrom,
  subleaseRefusal,
  type HeadLease,
} from "../../../shared/domain/filings/subleases.ts";
import { aFiling, landlord, on, stranger, tenant } from "../../support/builders/filing.ts";
import { aLease, aUnit } from "../../support/builders/lease.ts";

const TODAY = "2026-03-10";
/** The tenant of this lease lets onward. */
const head = (but: Partial<HeadLease> = {}, lease: Partial<Lease> = {}): HeadLease => ({
  ...aFiling({ state: "FILED", draft: { lease: aLease(lease) } }),
  filingId: "FHEAD",
  ...but,
});
const sub = (but: Partial<Lease> = {}) => ({
  lease: aLease({
    unit: aUnit({ roomId: "A" }),
    from: "2026-03-10",
    until: "2026-12-31",
    sublease: { headFilingId: `F${"0".repeat(20)}` },
    ...but,
  }),
});
const byTenant = { landlords: ["tenant"] };
const refusal = (but: Partial<Lease> = {}, of: HeadLease | undefined = head()) =>
  subleaseRefusal(sub(but), byTenant, of, TODAY)?.kind;

describe("a sublease", () => {
  it("may last as long as its head lease, and not a day more (V24)", () => {
    expect(refusal({ until: "2027-02-28" })).toBeUndefined();
    expect(refusal({ until: "2027-03-01" })).toBe("sublease-outlasts-head");
    const ended: Ended = {
      ...{ on: "2026-09-30", basis: "AGREEMENT", reasonCode: "AGREED" },
      ...{ reportedAt: "2026-03-01T00:00:00.000Z", late: false },
    };
    expect(lastDayOf(head({ ended }))).toBe("2026-09-30");
    expect(refusal({ until: "2026-10-01" }, head({ ended }))).toBe("sublease-outlasts-head");
  });

  it("of a room is under that room or the whole flat", () => {
    const room = head({}, { unit: aUnit({ roomId: "B" }) });
    expect(refusal({}, room)).toBe("sublease-outside-head");
    expect(refusal({ unit: aUnit({ roomId: "B" }) }, room)).toBeUndefined();
    expect(refusal({ unit: aUnit() })).toBeUndefined();
  });

  it("is under a lease on record of which all who let it are tenants", () => {
    const kind = "head-lease-not-found";
    expect(refusal({}, head({ state: "UNDER_REVIEW" }))).toBe(kind);
    expect(refusal({}, head({}, { until: "2026-03-09" }))).toBe(kind);
    expect(subleaseRefusal(sub(), { landlords: ["tenant", "stranger"] }, head(), TODAY)?.kind).toBe(
      kind,
    );
    const { sublease: _, ...plain } = sub().lease;
    expect(subleaseRefusal({ lease: plain }, byTenant, undefined, TODAY)).toBeUndefined();
  });
});

describe("the owner's consent", () => {
  const { policy } = on(TODAY);
  const word = (today: string, of: HeadLease, declared?: Parameters<typeof consentWord>[1]) =>
    consentWord(of, declared, { today, policy });
  const told = { toldAt: "2026-02-28T03:00:00.000Z" };

  it("by silence counts from the day after six months, month ends kept (CC 202, 718)", () => {
    expect(silenceCountsFrom("2026-08-31", policy)).toBe("2027-03-01");
    expect(silenceCountsFrom("2026-02-28", policy)).toBe("2026-08-29");
    const of = head({ subletting: told });
    expect(word("2026-08-28", of).verdict).toBe("disagree");
    expect(word("2026-08-29", of)).toEqual({ verdict: "agree", basis: "SILENCE" });
  });

  it("refused in time is refused; too late, it has been given", () => {
    const no = (at: string) =>
      head({ subletting: { ...told, answer: { given: false, by: "landlord", at } } });
    expect(word("2027-01-01", no("2026-08-28T15:00:00.000Z")).verdict).toBe("disagree");
    expect(word("2027-01-01", no("2026-08-29T01:00:00.000Z")).verdict).toBe("agree");
  });

  it("on paper is for a person to look at, and cannot be dated ahead", () => {
    const paper = { basis: "PAPER", consentedOn: TODAY, proofDigest: "ab".repeat(32) } as const;
    expect(word(TODAY, head(), paper)).toEqual({ verdict: "unknown", basis: "PAPER" });
    expect(word("2026-03-09", head(), paper).verdict).toBe("disagree");
    const silence = {
      basis: "SILENCE",
      knownSince: "2025-09-09",
      proofDigest: "ab".repeat(32),
    } as const;
    expect(word("2026-03-09", head(), silence).verdict).toBe("disagree");
    expect(word("2026-03-10", head(), silence)).toEqual({ verdict: "unknown", basis: "SILENCE" });
  });

  it("stands in the head lease whatever is said later", () => {
    const allowed = head(
      { subletting: { answer: { given: false, by: "landlord", at: "2026-03-01T00:00:00.000Z" } } },
      { subletAllowed: true },
    );
    expect(word(TODAY, allowed)).toEqual({ verdict: "agree", basis: "HEAD_LEASE" });
  });

  it("is asked for by the tenant once, and given by the landlord, while the lease is on record", () => {
    expect(decideSubletNotice(head(), tenant, TODAY).kind).toBe("tell");
    expect(decideSubletNotice(head(), landlord, TODAY).kind).toBe("not-the-tenant");
    expect(decideSubletNotice(head({ subletting: told }), tenant, TODAY).kind).toBe("already-told");
    expect(decideSubletAnswer(head(), landlord, TODAY).kind).toBe("record");
    expect(decideSubletAnswer(head(), stranger, TODAY).kind).toBe("not-the-landlord");
    expect(decideSubletAnswer(head({ state: "EXPIRED" }), landlord, TODAY).kind).toBe(
      "out-of-step",
    );
  });
});

describe("any leases, some under others", () => {
  const DAY0 = "2026-01-01";
  const ROOMS = [undefined, "A", "B"] as const;
  /** Offered one after another; each may name an earlier one as its head. */
  const offers = fc.array(
    fc.record({
      room: fc.constantFrom(...ROOMS),
      from: fc.nat(20),
      length: fc.integer({ min: 1, max: 12 }),
      under: fc.option(fc.nat(6), { nil: undefined }),
    }),
    { maxLength: 9 },
  );

  it("never let a room twice on a day, but from a tenant to theirs", () => {
    fc.assert(
      fc.property(offers, (all) => {
        const taken: Term[] = [];
        for (const [at, { room, from, length, under }] of all.entries()) {
          const named = under === undefined ? undefined : taken[under % (taken.length || 1)];
          const term: Term = {
            filingId: `F${String(at)}`,
            ...(room !== undefined && { roomId: room }),
            from: addDays(DAY0, from),
            until: addDays(DAY0, from + length),
            ...(named && { under: named.filingId }),
          };
          if (!overlapOf(term, taken)) taken.push(term);
        }
        for (const one of taken)
          for (const other of taken) {
            if (one === other || isUnder(one, other, taken) || isUnder(other, one, taken)) continue;
            const sameRoom =
              one.roomId === undefined || other.roomId === undefined || one.roomId === other.roomId;
            const sameDay = one.from <= other.until && other.from <= one.until;
            expect(sameRoom && sameDay).toBe(false);
          }
      }),
      { numRuns: 2_000 },
    );
  });

  it("that outlast their head are all found when it ends, those that do not are left", () => {
    const terms: Term[] = [
      { filingId: "F1", from: "2026-01-01", until: "2026-12-31" },
      { filingId: "F2", from: "2026-01-01", until: "2026-06-30", under: "F1", roomId: "A" },
      { filingId: "F3", from: "2026-01-01", until: "2026-07-01", under: "F1", roomId: "B" },
      { filingId: "F4", from: "2026-01-01", until: "2026-07-01", under: "F3", roomId: "B" },
    ];
    expect(subleasesBeyond("F1", "2026-06-30", terms).map(({ filingId }) => filingId)).toEqual([
      "F3",
    ]);
    expect(subleasesBeyond("F3", "2026-06-30", terms).map(({ filingId }) => filingId)).toEqual([
      "F4",
    ]);
  });
});

/** Brute force: whether one is under the other, however far. */
function isUnder(one: Term, other: Term, all: readonly Term[]): boolean {
  const head = all.find(({ filingId }) => filingId === one.under);
  return head !== undefined && (head === other || isUnder(head, other, all));
}
