import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  FilingCheckName,
  type FilingCheck,
  type FilingState,
} from "../../../shared/contract/filing.ts";
import { chinaCalendar } from "../../../shared/domain/calendar/working-days.ts";
import { decideCheck, decideSubmit } from "../../../shared/domain/filings/decide-submission.ts";
import type { Term } from "../../../shared/domain/filings/overlap.ts";
import { quanzhouFilingPolicy } from "../../../shared/domain/policy/filing-policy.ts";
import { aFiling, landlord, on, stranger, tenant } from "../../support/builders/filing.ts";
import { aLease } from "../../support/builders/lease.ts";

const clear = (today: string) => ({ ...on(today), inForce: [] as Term[], unitBlocked: false });
const standing: Term = { filingId: "F1", from: "2025-03-01", until: "2026-03-01" };

describe("a lease signed by all", () => {
  const signed = aFiling({ state: "SIGNED" });

  it("is taken in", () => {
    expect(decideSubmit("F2", signed, landlord, clear("2026-02-26"))).toEqual({
      kind: "submit",
      late: false,
      notices: [],
    });
  });

  it("is late from the day behind the thirtieth, and taken in all the same (V26)", () => {
    const late = (today: string) => decideSubmit("F2", signed, landlord, clear(today));
    expect(late("2026-03-27")).toMatchObject({ kind: "submit", late: false });
    expect(late("2026-03-28")).toMatchObject({
      late: true,
      notices: [{ kind: "late", code: "V26" }],
    });
  });

  it("is in time on the working day behind a thirtieth day that rests", () => {
    const early = aFiling({
      state: "SIGNED",
      draft: { lease: aLease({ signedOn: "2026-01-16" }) },
    });
    expect(decideSubmit("F2", early, landlord, clear("2026-02-24"))).toMatchObject({ late: false });
    expect(decideSubmit("F2", early, landlord, clear("2026-02-25"))).toMatchObject({ late: true });
  });

  it("is refused where another is in force (V16)", () => {
    const facts = { ...clear("2026-02-26"), inForce: [standing] };
    expect(decideSubmit("F2", signed, landlord, facts)).toEqual({
      kind: "overlapping-filing",
      with: "F1",
    });
  });

  it("is refused for a home that may not be let (V15)", () => {
    const facts = { ...clear("2026-02-26"), unitBlocked: true };
    expect(decideSubmit("F2", signed, landlord, facts)).toEqual({ kind: "unit-blocked" });
  });

  it("is submitted by who files, nobody else", () => {
    expect(decideSubmit("F2", signed, tenant, clear("2026-02-26"))).toEqual({
      kind: "not-the-filer",
    });
    expect(decideSubmit("F2", signed, stranger, clear("2026-02-26"))).toEqual({
      kind: "not-the-filer",
    });
  });
});

describe("a contract signed on paper", () => {
  const lease = aLease({ contractDigest: "ab".repeat(32) });
  const byTenant = aFiling({
    parties: { drafter: "tenant", landlords: ["landlord"], tenants: ["tenant"] },
    draft: { filerRole: "TENANT", signing: "PAPER", lease },
  });

  it("is filed by the tenant alone; the landlord may object for five working days", () => {
    expect(decideSubmit("F2", byTenant, tenant, clear("2026-02-26"))).toEqual({
      kind: "submit",
      late: false,
      notices: [],
      landlordObjectsBy: "2026-03-04",
    });
  });

  it("skips signing here, a lease to be signed here does not", () => {
    expect(decideSubmit("F2", aFiling(), landlord, clear("2026-02-26"))).toEqual({
      kind: "not-signed-by-all",
    });
  });
});

describe("submission out of order", () => {
  it.each(["TO_SIGN", "SUBMITTED", "UNDER_REVIEW", "FILED", "REFUSED"] satisfies FilingState[])(
    "is refused in %s",
    (state) => {
      expect(decideSubmit("F2", aFiling({ state }), landlord, clear("2026-02-26"))).toEqual({
        kind: "out-of-step",
        state,
      });
    },
  );
});

describe("the automatic checks", () => {
  const names = FilingCheckName.options;
  const facts = {
    needed: names,
    submittedOn: "2025-09-29",
    calendar: chinaCalendar,
    policy: quanzhouFilingPolicy,
  };
  const check = (name: FilingCheck["name"], verdict: FilingCheck["verdict"]): FilingCheck => ({
    name,
    verdict,
    source: "test",
    at: "2025-09-29T02:00:00.000Z",
  });
  const decide = (checks: FilingCheck[]) => decideCheck("SUBMITTED", checks, facts);

  it("file at once when every one agrees", () => {
    expect(decide(names.map((name) => check(name, "agree")))).toEqual({ kind: "file" });
  });

  it("never file on silence, doubt or absence: a reviewer has three working days from submission (V51)", () => {
    const verdict = fc.constantFrom<FilingCheck["verdict"]>(
      "agree",
      "disagree",
      "unknown",
      "silent",
    );
    fc.assert(
      fc.property(fc.array(verdict, { maxLength: names.length }), (verdicts) => {
        const checks = verdicts.flatMap((one, at) => {
          const name = names[at];
          return name === undefined ? [] : [check(name, one)];
        });
        const all = checks.length === names.length && verdicts.every((one) => one === "agree");
        const decision = decide(checks);
        expect(decision.kind).toBe(all ? "file" : "review");
        if (decision.kind === "review") {
          expect(decision.dueOn).toBe("2025-10-10");
          expect(decision.because).toEqual(checks.filter((one) => one.verdict !== "agree"));
        }
      }),
    );
  });

  it("decide once", () => {
    expect(decideCheck("FILED", [], facts)).toEqual({ kind: "out-of-step", state: "FILED" });
  });
});
