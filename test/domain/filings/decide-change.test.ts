import { describe, expect, it } from "vitest";
import { OPEN_END } from "../../../shared/contract/filing-life.ts";
import {
  decideProposal,
  neededPlaces,
  type Proposal,
} from "../../../shared/domain/filings/decide-change.ts";
import type { FilingFacts } from "../../../shared/domain/filings/facts.ts";
import type { Term } from "../../../shared/domain/filings/overlap.ts";
import { aFiling, landlord, on, stranger, tenant } from "../../support/builders/filing.ts";
import { aLease, aUnit } from "../../support/builders/lease.ts";
import { anIdNumber, aPerson } from "../../support/builders/people.ts";

const ID = "F00000000000000000001";
const TODAY = "2026-06-01";
const given = (today = TODAY, inForce: readonly Term[] = []) => ({
  ...on(today),
  inForce,
  at: `${today}T02:00:00.000Z`,
});
const onRecord = (but: Partial<FilingFacts> = {}): FilingFacts =>
  aFiling({ state: "FILED", ...but });
const rent = (monthlyRentFen = 190_000): Proposal => ({
  kind: "CHANGE",
  body: { agreedOn: TODAY, effectiveOn: TODAY, terms: { monthlyRentFen } },
});
const decide = (proposal: Proposal, filing = onRecord(), actor = landlord, facts = given()) =>
  decideProposal(ID, filing, proposal, actor, facts);

describe("a change proposed by a party", () => {
  it("waits seven days for the others, its proposer's confirmation given", () => {
    expect(decide(rent())).toMatchObject({
      kind: "propose",
      change: {
        state: "TO_CONFIRM",
        confirmBy: "2026-06-08",
        proposedBy: "LANDLORD",
        confirmations: [{ side: "LANDLORD", index: 0 }],
        late: false,
      },
    });
  });

  it("is nobody's but a party's, of a filing on record, one at a time", () => {
    expect(decide(rent(), onRecord(), stranger).kind).toBe("not-a-signatory");
    for (const state of ["DRAFT", "UNDER_REVIEW", "REFUSED", "CANCELLED", "REVOKED"] as const)
      expect(decide(rent(), onRecord({ state }))).toEqual({ kind: "out-of-step", state });
    const first = decide(rent());
    if (first.kind !== "propose") throw new Error("refused");
    const pendingChange = { ...first.change, termsDigest: "0".repeat(64) };
    expect(decide(rent(), onRecord({ pendingChange }), tenant).kind).toBe("change-pending");
  });

  it("finds a term over before the clock has come by", () => {
    expect(decide(rent(), onRecord(), landlord, given("2027-03-01"))).toEqual({
      kind: "out-of-step",
      state: "EXPIRED",
    });
  });

  it("is late from the day after the 30th, or later when that one rests (O6 19; V26)", () => {
    const agreed = (agreedOn: string): Proposal => ({
      kind: "CHANGE",
      body: { agreedOn, effectiveOn: agreedOn, terms: { monthlyRentFen: 190_000 } },
    });
    const late = (agreedOn: string, today: string) => {
      const decision = decide(agreed(agreedOn), onRecord(), landlord, given(today));
      return decision.kind === "propose" ? decision.change.late : decision;
    };
    expect(late("2026-05-02", "2026-06-01")).toBe(false);
    expect(late("2026-05-02", "2026-06-02")).toBe(true);
    // The 30th day is Saturday 13 June: Monday counts.
    expect(late("2026-05-14", "2026-06-15")).toBe(false);
    expect(late("2026-05-14", "2026-06-16")).toBe(true);
  });

  it("holds from its agreement, or from the term's first day, when it does not say", () => {
    const from = (agreedOn: string) => {
      const body = { agreedOn, terms: { monthlyRentFen: 190_000 } };
      const decision = decide({ kind: "CHANGE", body });
      return decision.kind === "propose" ? decision.change.effectiveOn : decision;
    };
    expect(from("2026-05-20")).toBe("2026-05-20");
    expect(from("2026-02-26")).toBe("2026-03-01");
  });

  it("takes the deposit away with null, and leaves it when it is not named", () => {
    const deposit = { fen: 100_000, returnWithinDays: 7, deductions: "欠付费用" };
    const filing = onRecord({ draft: { ...aFiling().draft, lease: aLease({ deposit }) } });
    const of = (proposal: Proposal) => {
      const decision = decide(proposal, filing);
      return decision.kind === "propose" ? decision.change.draft.lease.deposit : decision;
    };
    expect(of(rent())).toEqual(deposit);
    const body = { agreedOn: TODAY, effectiveOn: TODAY, terms: { deposit: null } };
    expect(of({ kind: "CHANGE", body })).toBeUndefined();
  });
});

describe("a renewal", () => {
  const until = (day: string): Proposal => ({
    kind: "RENEWAL",
    body: { agreedOn: TODAY, until: day },
  });

  it("begins the day after the old term and is limited to its own twenty years", () => {
    expect(decide(until("2028-02-29"))).toMatchObject({ change: { effectiveOn: "2027-03-01" } });
    expect(decide(until("2047-02-28")).kind).toBe("propose");
    expect(decide(until("2047-03-01"))).toEqual({ kind: "term-too-long", pointer: "/until" });
    expect(decide(until("2027-03-01"))).toEqual({ kind: "end-before-start", pointer: "/until" });
  });

  it("does not overlap its own old term, but any other of the flat (V16)", () => {
    const own = { filingId: ID, from: "2026-03-01", until: "2027-02-28" };
    const next = { filingId: "F2", from: "2027-06-01", until: "2028-05-31" };
    const facts = given(TODAY, [own, next]);
    expect(decide(until("2027-05-31"), onRecord(), landlord, facts).kind).toBe("propose");
    expect(decide(until("2027-06-01"), onRecord(), landlord, facts)).toEqual({
      kind: "overlapping-filing",
      with: "F2",
    });
  });

  it("is open for 30 days after the term, and then it is a new lease", () => {
    const filing = onRecord({ state: "EXPIRED" });
    const at = (today: string) => decide(until("2028-02-29"), filing, tenant, given(today)).kind;
    expect(at("2027-03-30")).toBe("propose");
    expect(at("2027-03-31")).toBe("term-long-over");
  });
});

describe("a lease that goes on without end (CC 734)", () => {
  it("begins when its term is over, and no sooner", () => {
    const proposal = { kind: "HOLDING_OVER" } as const;
    expect(decide(proposal).kind).toBe("out-of-step");
    expect(
      decide(proposal, onRecord({ state: "EXPIRED" }), tenant, given("2027-03-10")),
    ).toMatchObject({
      kind: "propose",
      change: { effectiveOn: "2027-03-01", draft: { lease: { until: OPEN_END } } },
    });
  });

  it("may still be changed in its rent, and be given a term again", () => {
    const { draft } = aFiling();
    const filing = onRecord({
      draft: { ...draft, lease: { ...draft.lease, until: OPEN_END } },
      holdingOver: { since: "2027-03-01" },
    });
    const now = given("2027-06-01");
    const agreedOn = "2027-06-01";
    const change = (terms: object): Proposal => ({
      kind: "CHANGE",
      body: { agreedOn, effectiveOn: agreedOn, terms },
    });
    expect(decide(change({ monthlyRentFen: 1 }), filing, tenant, now).kind).toBe("propose");
    expect(decide(change({ until: "2047-05-31" }), filing, tenant, now).kind).toBe("propose");
    expect(decide(change({ until: "2047-06-01" }), filing, tenant, now).kind).toBe("term-too-long");
  });
});

describe("a change of owners (CC 725)", () => {
  const sold = (but: object = {}): Proposal => ({
    kind: "LANDLORD_TRANSFER",
    landlords: ["buyer"],
    body: {
      transferredOn: TODAY,
      landlords: [aPerson({ name: "欧阳秀兰", idNumber: anIdNumber("19720905", 902) })],
      titleType: "REAL_ESTATE_CERT",
      titleCertNo: "闽(2026)泉州市不动产权第0000002号",
      ...but,
    },
  });

  it("asks the new owners alone, and leaves the terms as they are", () => {
    const decision = decide(sold(), onRecord(), tenant);
    if (decision.kind !== "propose") throw new Error(decision.kind);
    const { change } = decision;
    expect(neededPlaces(change)).toEqual([{ side: "LANDLORD", index: 0 }]);
    expect(change.confirmations).toEqual([]);
    expect(change.parties).toEqual({ drafter: "buyer", landlords: ["buyer"], tenants: ["tenant"] });
    expect(change.draft.lease).toEqual({
      ...aLease(),
      unit: { ...aUnit(), titleCertNo: "闽(2026)泉州市不动产权第0000002号" },
    });
  });

  it("is refused when a new owner is a child, or is the tenant", () => {
    const child = aPerson({ name: "小明", idNumber: anIdNumber("20150101", 1) });
    expect(decide(sold({ landlords: [child] }))).toEqual({
      kind: "minor-needs-guardian",
      pointer: "/landlords/0/idNumber",
    });
    const same = aFiling().draft.tenants;
    expect(decide(sold({ landlords: same })).kind).toBe("terms-invalid");
  });
});

describe("an end before its time", () => {
  const end = (but: object): Proposal => ({
    kind: "END",
    body: { basis: "AGREEMENT", on: "2026-08-31", ...but } as Extract<
      Proposal,
      { kind: "END" }
    >["body"],
  });
  const proof = { basis: "PROOF", reason: "欠租三个月", proofDigest: "ab".repeat(32) };

  it("by agreement waits for the other side; with proof it waits for an objection", () => {
    expect(decide(end({}))).toMatchObject({ change: { state: "TO_CONFIRM" } });
    expect(decide(end({ ...proof, reasonCode: "BREACH" }))).toMatchObject({
      change: { state: "TO_OBJECT", objectBy: "2026-06-08", confirmations: [] },
    });
  });

  it("lies between the conclusion and the last day of the term", () => {
    const outside = { kind: "end-outside-term", pointer: "/on" };
    expect(decide(end({ on: "2026-02-24" }))).toEqual(outside);
    expect(decide(end({ on: "2027-03-01" }))).toEqual(outside);
    expect(decide(end({ on: "2026-02-25" })).kind).toBe("propose");
    expect(decide(end({ on: "2027-02-28" })).kind).toBe("propose");
  });

  it("by notice needs a lease without end, and 30 days (CC 730)", () => {
    const notice = { ...proof, reasonCode: "NOTICE" };
    expect(decide(end(notice)).kind).toBe("end-not-by-notice");
    const { draft } = aFiling();
    const filing = onRecord({
      draft: { ...draft, lease: { ...draft.lease, until: OPEN_END } },
      holdingOver: { since: "2026-05-01" },
    });
    expect(decide(end({ ...notice, on: "2026-06-30" }), filing).kind).toBe("notice-too-short");
    expect(decide(end({ ...notice, on: "2026-07-01" }), filing).kind).toBe("propose");
    expect(decide(end({ ...proof, reasonCode: "OTHER", on: OPEN_END }), filing).kind).toBe(
      "end-outside-term",
    );
  });
});
