import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FilingDraft } from "../../../shared/contract/filing.ts";
import type { TitleAnswer } from "../../../shared/contract/registers.ts";
import {
  automaticChecks,
  isBlocked,
  NEEDED_CHECKS,
  type TitleWord,
} from "../../../shared/domain/filings/automatic-checks.ts";
import { decideCheck } from "../../../shared/domain/filings/decide-submission.ts";
import type { Term } from "../../../shared/domain/filings/overlap.ts";
import { on } from "../../support/builders/filing.ts";
import { aDraft, aLease } from "../../support/builders/lease.ts";

const AT = "2026-02-26T01:00:00.000Z";
const facts = {
  holderCount: 1,
  landNature: "STATE",
  use: "RESIDENTIAL",
  areaM2: 60,
  blocked: false,
} as const;
const agrees: TitleAnswer = { verdict: "agree", facts, at: AT };

const check = (title: TitleWord, but: Partial<FilingDraft> = {}, inForce: Term[] = []) =>
  automaticChecks("F2", aDraft(but), {
    ...{ ...on("2026-02-26"), title, inForce, at: AT },
    parties: { landlords: ["landlord"] },
  });
const codes = (...given: Parameters<typeof check>) =>
  check(...given).flatMap(({ code, verdict }) =>
    verdict === "agree" ? [] : [`${verdict} ${code ?? ""}`],
  );

describe("the checks of a lease taken in", () => {
  it("all agree when the register does and the flat is free", () => {
    expect(codes(agrees)).toEqual([]);
    expect(check(agrees).map(({ name }) => name)).toEqual([...NEEDED_CHECKS, "rent", "late"]);
  });

  it("find a landlord who is not the holder (V10), or co-owners who have not agreed (V11)", () => {
    const other: TitleAnswer = { verdict: "disagree", facts, at: AT };
    expect(codes(other)).toEqual(["disagree V10"]);
    const shared: TitleAnswer = { ...other, facts: { ...facts, holderCount: 2 } };
    expect(codes(shared)).toEqual(["disagree V10", "disagree V11"]);
    expect(codes(shared, { coOwnersConsent: true })).toEqual(["disagree V10"]);
  });

  it("find land of another nature than declared (V10)", () => {
    expect(codes({ ...agrees, facts: { ...facts, landNature: "COLLECTIVE" } })).toEqual([
      "disagree V10",
    ]);
    expect(codes({ ...agrees, facts: { ...facts, landNature: "UNDETERMINED" } })).toEqual([]);
  });

  it("offer a manual check of a title not found (V12), and keep the date when nobody answers (V51)", () => {
    const threefold = (code: string) => [code, code, code];
    expect(codes({ verdict: "unknown", at: AT })).toEqual(threefold("unknown V12"));
    expect(codes("not-asked")).toEqual(threefold("unknown V12"));
    expect(codes("silent")).toEqual(threefold("silent V51"));
  });

  it("find a home that may not be let, or not to live in (V15)", () => {
    const blocked: TitleAnswer = { ...agrees, facts: { ...facts, blocked: true } };
    expect(codes(blocked)).toEqual(["disagree V15"]);
    expect(isBlocked(blocked)).toBe(true);
    expect(isBlocked(agrees)).toBe(false);
    const shop: TitleAnswer = { ...agrees, facts: { ...facts, use: "NON_RESIDENTIAL" } };
    expect(codes(shop)).toEqual(["disagree V15"]);
    expect(codes(shop, { lease: aLease({ use: "OFFICE" }) })).toEqual([]);
  });

  it("find a filing that got in between (V16)", () => {
    const standing = { filingId: "F1", from: "2026-01-01", until: "2026-03-01" };
    expect(codes(agrees, {}, [standing])).toEqual(["disagree V16"]);
  });

  it("take the word of the public scheme whose home it is", () => {
    expect(codes({ schemeId: "qz-2026-001" })).toEqual([]);
  });

  it("file nothing unless the register, if asked, has agreed", () => {
    const word = fc.constantFrom<TitleWord>(
      agrees,
      { verdict: "disagree", facts, at: AT },
      { verdict: "unknown", at: AT },
      { verdict: "unknown", facts, at: AT },
      "silent",
      "not-asked",
    );
    fc.assert(
      fc.property(word, (title) => {
        const { calendar, policy } = on("2026-02-26");
        const decision = decideCheck("SUBMITTED", check(title), {
          needed: NEEDED_CHECKS,
          submittedOn: "2026-02-26",
          calendar,
          policy,
        });
        expect(decision.kind).toBe(title === agrees ? "file" : "review");
      }),
    );
  });
});
