import { describe, expect, it } from "vitest";
import { namesDraftMember } from "../../../shared/contract/draft-members.ts";
import type { FilingDraft } from "../../../shared/contract/filing.ts";
import {
  changedMembers,
  decideResubmission,
} from "../../../shared/domain/filings/decide-correction.ts";
import { workingDaysLeft, chinaCalendar } from "../../../shared/domain/calendar/working-days.ts";
import type { ReviewFacts } from "../../../shared/domain/filings/review-facts.ts";
import { aFiling, landlord, on, stranger, tenant } from "../../support/builders/filing.ts";

const correction = {
  gaps: [{ pointer: "/lease", reason: "请更正" }],
  resubmitBy: "2026-07-15",
};
const filing: ReviewFacts = { ...aFiling({ state: "CORRECTION" }), correction };
const { draft } = filing;
const back = (
  next: Partial<FilingDraft>,
  {
    by = landlord,
    of = filing,
    today = "2026-07-02",
    parties = { landlords: ["landlord"], tenants: ["tenant"] },
    explained = false,
  } = {},
) => decideResubmission(of, { draft: { ...draft, ...next }, parties, explained }, by, on(today));
const lease = (but: Partial<FilingDraft["lease"]>) => ({ lease: { ...draft.lease, ...but } });
const unit = (but: Partial<FilingDraft["lease"]["unit"]>) =>
  lease({ unit: { ...draft.lease.unit, ...but } });

describe("a lease signed here, corrected", () => {
  it("is signed again by all when the words of its contract are others", () => {
    for (const next of [
      lease({ monthlyRentFen: 1 }),
      lease({ until: "2027-03-31" }),
      unit({ address: "泉州市丰泽区示范小区3号楼1202室" }),
      unit({ titleCertNo: "闽(2023)泉州市不动产权第0000002号" }),
    ])
      expect(back(next)).toMatchObject({ kind: "sign", signBy: "2026-07-09" });
  });

  it("keeps its signatures when what is corrected stands in no contract", () => {
    expect(back({ coOwnersConsent: true })).toMatchObject({
      kind: "submit",
      changed: ["/coOwnersConsent"],
    });
    expect(back(unit({ standardAddressCode: "3505030010010002" })).kind).toBe("submit");
  });

  it("is signed again when a party is another, though the text names nobody else", () => {
    const parties = { landlords: ["landlord"], tenants: ["other"] };
    expect(back({ coOwnersConsent: true }, { parties }).kind).toBe("sign");
  });
});

describe("a contract on paper, corrected", () => {
  it("is corrected to what its paper says, without signatures here", () => {
    const paper = { ...draft, signing: "PAPER" as const };
    const of = { ...filing, draft: paper };
    expect(back({ ...lease({ monthlyRentFen: 1 }), signing: "PAPER" }, { of }).kind).toBe("submit");
  });
});

describe("a resubmission", () => {
  it("is by who filed, in time, from CORRECTION", () => {
    const next = { coOwnersConsent: true };
    expect(back(next, { by: tenant })).toEqual({ kind: "not-the-filer" });
    expect(back(next, { by: stranger })).toEqual({ kind: "not-the-filer" });
    expect(back(next, { today: "2026-07-15" }).kind).toBe("submit");
    expect(back(next, { today: "2026-07-16" })).toEqual({ kind: "out-of-step", state: "LAPSED" });
    expect(back(next, { of: { ...filing, state: "UNDER_REVIEW" } })).toEqual({
      kind: "out-of-step",
      state: "UNDER_REVIEW",
    });
  });

  it("amends something, or says why not", () => {
    expect(back({})).toEqual({ kind: "nothing-changed", pointer: "/draft" });
    expect(back({}, { explained: true })).toMatchObject({ kind: "submit", changed: [] });
  });
});

describe("what was changed", () => {
  it("is named member by member; a list that grew as a whole", () => {
    const before = { a: 1, b: { c: [1, 2], d: "x" }, e: undefined };
    expect(changedMembers(before, { a: 1, b: { c: [1, 3], d: "x" }, f: true })).toEqual([
      "/b/c/1",
      "/f",
    ]);
    expect(changedMembers(before, { a: 2, b: { c: [1], d: "x" } })).toEqual(["/a", "/b/c"]);
  });
});

describe("a pointer into a draft", () => {
  it.each(["/landlords", "/tenants/0/idNumber", "/lease/unit/roomId", "/lease/deposit/fen"])(
    "%s names a member, present or not",
    (pointer) => {
      expect(namesDraftMember(pointer)).toBe(true);
    },
  );
  it.each(["/lease/rent", "/landlords/x", "/landlords/0/toString", "/lease/from/0"])(
    "%s names none",
    (pointer) => {
      expect(namesDraftMember(pointer)).toBe(false);
    },
  );
});

describe("working days left", () => {
  it.each([
    ["2026-07-01", "2026-07-06", 3],
    ["2026-07-06", "2026-07-06", 0],
    // Friday to the Sunday after: over, and no working day has gone.
    ["2026-07-05", "2026-07-03", 0],
    ["2026-07-07", "2026-07-03", -2],
    // The National Day holiday, with 28 September and 11 October worked.
    ["2025-09-26", "2025-10-11", 6],
    ["2025-10-09", "2025-09-30", -1],
  ])("from %s to %s are %i", (today, last, days) => {
    expect(workingDaysLeft(today, last, chinaCalendar)).toBe(days);
  });
});
