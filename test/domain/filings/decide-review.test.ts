import { describe, expect, it } from "vitest";
import { decideReview } from "../../../shared/domain/filings/decide-review.ts";
import {
  decideAssign,
  decideClaim,
  decideRelease,
} from "../../../shared/domain/filings/decide-review-claim.ts";
import type { Term } from "../../../shared/domain/filings/overlap.ts";
import {
  reviewWork,
  type Officer,
  type ReviewFacts,
} from "../../../shared/domain/filings/review-facts.ts";
import { aFiling, actor, on } from "../../support/builders/filing.ts";

const standing: Term = { filingId: "F1", from: "2025-03-01", until: "2026-03-01" };
const waiting: ReviewFacts = { ...aFiling({ state: "UNDER_REVIEW" }), dueOn: "2026-07-06" };
const officer = (sub: string, ...roles: Officer["roles"]): Officer => ({
  ...actor(sub, ...roles),
  sub,
});
const reviewer = officer("reviewer", "reviewer");
const other = officer("other", "reviewer");
const REFUSE = { decision: "REFUSE", reasonCode: "TITLE_MISMATCH", reason: "权属不符" } as const;
const FILE = { decision: "FILE" } as const;
const ask = (...pointers: string[]) => ({
  decision: "REQUEST_CORRECTION" as const,
  gaps: pointers.map((pointer) => ({ pointer, reason: "请更正" })),
});

const decide = (
  decision: Parameters<typeof decideReview>[2],
  { by = reviewer, filing = waiting, today = "2026-07-02" } = {},
  inForce: Term[] = [],
) => decideReview("F2", filing, decision, { ...on(today), officer: by, inForce });

describe("the reviewer", () => {
  it("files or refuses alone", () => {
    expect(decide(FILE)).toEqual({ kind: "file" });
    expect(decide(REFUSE)).toEqual({ kind: "refuse" });
  });

  it("cannot file over another filing in force (V16), but can refuse", () => {
    expect(decide(FILE, {}, [standing]).kind).toBe("overlapping-filing");
    expect(decide(REFUSE, {}, [standing])).toEqual({ kind: "refuse" });
  });

  it("is never a party, nor one who objected", () => {
    expect(decide(REFUSE, { by: officer("landlord", "reviewer") })).toEqual({ kind: "own-case" });
    expect(decide(FILE, { by: officer("tenant", "reviewer") })).toEqual({ kind: "own-case" });
    const objections = [{ objectionId: "J1", by: "other", dueOn: "2026-07-15" }];
    expect(decide(FILE, { by: other, filing: { ...waiting, objections } })).toEqual({
      kind: "own-case",
    });
  });

  it("decides once", () => {
    expect(decide(REFUSE, { filing: aFiling({ state: "FILED" }) }).kind).toBe("out-of-step");
  });

  it("asks for correction with ten working days, the holidays left out", () => {
    expect(decide(ask("/lease/unit/titleCertNo"))).toEqual({
      kind: "correct",
      resubmitBy: "2026-07-16",
    });
    // 1 to 8 October rest, 28 September and 11 October are worked.
    expect(decide(ask("/lease"), { today: "2025-09-26" })).toEqual({
      kind: "correct",
      resubmitBy: "2025-10-16",
    });
  });

  it("names what a draft can have, there or not", () => {
    expect(decide(ask("/lease/contractDigest", "/coOwnersConsent", "/landlords/0/name")).kind).toBe(
      "correct",
    );
    expect(decide(ask("/lease/rent"))).toEqual({
      kind: "no-such-field",
      pointer: "/gaps/0/pointer",
    });
  });

  it("names in a second list only what is open still, or what the resubmission brought", () => {
    const correction = {
      gaps: [{ pointer: "/lease/unit", reason: "请更正" }],
      resubmitBy: "2026-07-16",
      resubmittedAt: "2026-07-10T02:00:00.000Z",
      changed: ["/lease/monthlyRentFen"],
    };
    const filing = { ...waiting, correction };
    expect(decide(ask("/lease/unit/address", "/lease/monthlyRentFen"), { filing }).kind).toBe(
      "correct",
    );
    expect(decide(ask("/lease/monthlyRentFen", "/lease/from"), { filing })).toEqual({
      kind: "gap-too-late",
      pointer: "/gaps/1/pointer",
    });
    expect(decide(ask("/lease"), { filing }).kind).toBe("gap-too-late");
  });
});

describe("a case that was taken", () => {
  const taken = { ...waiting, claimedBy: "reviewer", claimedAt: "2026-07-03T02:00:00.000Z" };

  it("is decided by who has it, until one working day is over", () => {
    expect(decide(FILE, { filing: taken, today: "2026-07-03" })).toEqual({ kind: "file" });
    // A Friday: the working day after it is Monday.
    expect(decide(FILE, { filing: taken, by: other, today: "2026-07-06" })).toEqual({
      kind: "claimed-by-other",
      until: "2026-07-06",
    });
    expect(decide(FILE, { filing: taken, by: other, today: "2026-07-07" })).toEqual({
      kind: "file",
    });
  });

  it("is theirs no longer for being taken again, and anybody's when given back", () => {
    const ground = on("2026-07-06");
    expect(decideClaim(taken, reviewer, ground)).toEqual({ kind: "claim", renewed: false });
    expect(decideClaim(taken, other, ground).kind).toBe("claimed-by-other");
    expect(decideRelease(taken, other, ground).kind).toBe("claimed-by-other");
    expect(decideRelease(taken, reviewer, ground)).toEqual({ kind: "release" });
    expect(decideRelease(taken, reviewer, on("2026-07-07"))).toEqual({ kind: "not-claimed" });
    expect(decideClaim(taken, other, on("2026-07-07"))).toEqual({ kind: "claim", renewed: true });
  });

  it("is given to a reviewer without a stake, by an approver without one", () => {
    const approver = officer("approver", "approver");
    expect(decideAssign(taken, approver, other)).toEqual({ kind: "assign", to: "other" });
    const nobody = { kind: "no-such-officer", pointer: "/officer" };
    expect(decideAssign(taken, approver, undefined)).toEqual(nobody);
    expect(decideAssign(taken, approver, approver)).toEqual(nobody);
    expect(decideAssign(taken, approver, officer("tenant", "reviewer"))).toEqual(nobody);
    expect(decideAssign(taken, officer("tenant", "approver"), other).kind).toBe("own-case");
    expect(decideAssign(aFiling({ state: "FILED" }), approver, other).kind).toBe(
      "nothing-to-review",
    );
  });
});

describe("what waits for an officer", () => {
  it("is in the order of its last days, and nothing while the parties have the turn", () => {
    const objections = [{ objectionId: "J1", by: "x", dueOn: "2026-07-03" }];
    expect(reviewWork({ ...waiting, objections })).toEqual([
      { kind: "OBJECTION", dueOn: "2026-07-03" },
      { kind: "FILING", dueOn: "2026-07-06" },
    ]);
    expect(reviewWork({ ...waiting, state: "CORRECTION" })).toEqual([]);
  });
});
