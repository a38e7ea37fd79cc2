import { describe, expect, it } from "vitest";
import {
  decideChangeReview,
  decideConfirm,
  decideDoubt,
  decideEndObjection,
  decideWithdraw,
} from "../../../shared/domain/filings/decide-pending.ts";
import type { FilingFacts, PendingChange } from "../../../shared/domain/filings/facts.ts";
import { actor, aFiling, landlord, on, stranger, tenant } from "../../support/builders/filing.ts";

const ID = "F00000000000000000001";
const AT = "2026-06-02T02:00:00.000Z";
const DIGEST = "d".repeat(64);
const when = { today: "2026-06-02", at: AT };

const aChange = (but: Partial<PendingChange> = {}): PendingChange => {
  const { draft, parties } = aFiling();
  return {
    kind: "CHANGE",
    state: "TO_CONFIRM",
    proposedBy: "LANDLORD",
    proposedAt: "2026-06-01T02:00:00.000Z",
    agreedOn: "2026-06-01",
    effectiveOn: "2026-06-01",
    late: false,
    draft,
    parties,
    termsDigest: DIGEST,
    confirmations: [{ side: "LANDLORD", index: 0, signedAt: "2026-06-01T02:00:00.000Z" }],
    confirmBy: "2026-06-08",
    ...but,
  };
};
const withChange = (but: Partial<PendingChange> = {}): FilingFacts =>
  aFiling({ state: "FILED", pendingChange: aChange(but) });

describe("a confirmation", () => {
  it("is of exactly these terms, by who is asked, once", () => {
    expect(decideConfirm(withChange(), DIGEST, tenant, when)).toEqual({
      kind: "confirm",
      added: [{ side: "TENANT", index: 0, signedAt: AT }],
      complete: true,
    });
    expect(decideConfirm(withChange(), "e".repeat(64), tenant, when).kind).toBe("terms-changed");
    expect(decideConfirm(withChange(), DIGEST, landlord, when).kind).toBe("already-signed");
    expect(decideConfirm(withChange(), DIGEST, stranger, when).kind).toBe("not-a-signatory");
  });

  it("is possible until the last day, 24:00, whether or not the clock has come by", () => {
    const at = (today: string) =>
      decideConfirm(withChange(), DIGEST, tenant, { ...when, today }).kind;
    expect(at("2026-06-08")).toBe("confirm");
    expect(at("2026-06-09")).toBe("no-change-pending");
    expect(decideConfirm(aFiling({ state: "FILED" }), DIGEST, tenant, when).kind).toBe(
      "no-change-pending",
    );
  });

  it("finds the lease over when it is", () => {
    const filing = withChange({ confirmBy: "2027-03-08" });
    expect(decideConfirm(filing, DIGEST, tenant, { ...when, today: "2027-03-01" })).toEqual({
      kind: "out-of-step",
      state: "EXPIRED",
    });
  });

  it("of a change of owners is the new owners' alone", () => {
    const parties = { drafter: "buyer", landlords: ["buyer"], tenants: ["tenant"] };
    const filing = withChange({ kind: "LANDLORD_TRANSFER", parties, confirmations: [] });
    expect(decideConfirm(filing, DIGEST, actor("buyer"), when)).toMatchObject({ complete: true });
    for (const one of [landlord, tenant])
      expect(decideConfirm(filing, DIGEST, one, when).kind).toBe("not-a-signatory");
  });
});

describe("a proposal", () => {
  const wrong = { pointer: "/lease/monthlyRentFen", reason: "说好的不是这个数" };

  it("is found wrong by who did not propose it, at a place that is there", () => {
    expect(decideDoubt(withChange(), wrong, tenant, when.today).kind).toBe("drop");
    expect(decideDoubt(withChange(), wrong, landlord, when.today).kind).toBe("own-proposal");
    expect(decideDoubt(withChange(), wrong, stranger, when.today).kind).toBe("not-a-signatory");
    const nowhere = { ...wrong, pointer: "/lease/garden" };
    expect(decideDoubt(withChange(), nowhere, tenant, when.today).kind).toBe("no-such-field");
    const checked = withChange({ state: "SUBMITTED" });
    expect(decideDoubt(checked, wrong, tenant, when.today).kind).toBe("no-change-pending");
  });

  it("is taken back by its side, at any stage", () => {
    for (const state of ["TO_CONFIRM", "TO_OBJECT", "SUBMITTED", "UNDER_REVIEW"] as const)
      expect(decideWithdraw(withChange({ state }), landlord).kind).toBe("drop");
    expect(decideWithdraw(withChange(), tenant).kind).toBe("not-the-proposer");
    expect(decideWithdraw(aFiling(), landlord).kind).toBe("no-change-pending");
  });
});

describe("an end reported with proof", () => {
  const reported = withChange({ kind: "END", state: "TO_OBJECT", objectBy: "2026-06-08" });

  it("is objected to by the other side in time: three working days for the reviewer", () => {
    expect(decideEndObjection(reported, tenant, on("2026-06-08"))).toEqual({
      kind: "review",
      dueOn: "2026-06-11",
      provisional: false,
    });
    expect(decideEndObjection(reported, landlord, on("2026-06-08")).kind).toBe("own-proposal");
    expect(decideEndObjection(reported, tenant, on("2026-06-09")).kind).toBe("no-change-pending");
  });
});

describe("the reviewer of a change", () => {
  const reviewer = actor("reviewer", "reviewer");
  const waiting = withChange({ state: "UNDER_REVIEW", dueOn: "2026-06-05" });

  it("takes or refuses it, never their own, never over another lease (V16)", () => {
    const facts = { actor: reviewer, inForce: [] };
    expect(decideChangeReview(ID, waiting, true, facts).kind).toBe("take");
    expect(decideChangeReview(ID, waiting, false, facts).kind).toBe("refuse");
    expect(decideChangeReview(ID, waiting, true, { ...facts, actor: tenant }).kind).toBe(
      "own-case",
    );
    const other = { filingId: "F2", from: "2026-05-01", until: "2026-05-31" };
    const own = { ...other, filingId: ID };
    expect(decideChangeReview(ID, waiting, true, { ...facts, inForce: [other] })).toEqual({
      kind: "overlapping-filing",
      with: "F2",
    });
    expect(decideChangeReview(ID, waiting, true, { ...facts, inForce: [own] }).kind).toBe("take");
  });

  it("has nothing to say of what still waits for the parties", () => {
    const facts = { actor: reviewer, inForce: [] };
    expect(decideChangeReview(ID, withChange(), true, facts).kind).toBe("no-change-pending");
  });
});
