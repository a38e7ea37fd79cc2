import { describe, expect, it } from "vitest";
import { OPEN_END } from "../../../shared/contract/filing-life.ts";
import { instantText } from "../../../shared/domain/calendar/instants.ts";
import { timedEvents, type TimedFacts } from "../../../shared/domain/filings/timed-events.ts";
import { quanzhouFilingPolicy } from "../../../shared/domain/policy/filing-policy.ts";
import { aFiling } from "../../support/builders/filing.ts";

const events = (but: Partial<TimedFacts>) =>
  timedEvents(
    { ...aFiling(), createdAt: "2026-02-25T02:00:00.000Z", ...but },
    quanzhouFilingPolicy,
  ).map(({ event, at }) => [event, instantText(at)]);

describe("what time does to a filing", () => {
  it("to a lease on record: reminders in the morning, its end at midnight in Asia/Shanghai", () => {
    expect(events({ state: "FILED" })).toEqual([
      ["END_30", "2027-01-29T01:00:00.000Z"],
      ["END_7", "2027-02-21T01:00:00.000Z"],
      ["expire", "2027-02-28T16:00:00.000Z"],
    ]);
  });

  it("reminds once, and not of a term filed within those days", () => {
    expect(events({ state: "FILED", reminded: ["END_30"] }).map(([event]) => event)).toEqual([
      "END_7",
      "expire",
    ]);
    const versions = [{ filedOn: "2027-01-29" }];
    expect(events({ state: "FILED", versions }).map(([event]) => event)).toEqual([
      "END_7",
      "expire",
    ]);
  });

  it("brings no end to a lease without one", () => {
    const { draft } = aFiling();
    const lease = { ...draft.lease, until: OPEN_END };
    expect(events({ state: "FILED", draft: { ...draft, lease } })).toEqual([]);
  });

  it("closes a lease that ends before its time, and says nothing of its term", () => {
    const ended = {
      on: "2026-08-31",
      basis: "AGREEMENT",
      reasonCode: "AGREED",
      reportedAt: "2026-07-01T02:00:00.000Z",
      late: false,
    } as const;
    expect(events({ state: "FILED", ended })).toEqual([["cancel", "2026-08-31T16:00:00.000Z"]]);
  });

  it("reminds of filing on day 25, unless the draft is younger than that", () => {
    const { draft } = aFiling();
    expect(events({ state: "SIGNED" })).toEqual([["FILE_25", "2026-03-22T01:00:00.000Z"]]);
    expect(events({ state: "DRAFT" })).toEqual([]);
    const paper = { ...draft, signing: "PAPER" as const };
    expect(events({ state: "DRAFT", draft: paper }).map(([event]) => event)).toEqual(["FILE_25"]);
    const createdAt = "2026-04-01T02:00:00.000Z";
    expect(events({ state: "DRAFT", draft: paper, createdAt })).toEqual([]);
  });

  it("lapses what was sent and not signed, and what was not corrected", () => {
    expect(events({ state: "TO_SIGN", signBy: "2026-03-04" })).toEqual([
      ["lapse", "2026-03-04T16:00:00.000Z"],
    ]);
    const correction = { resubmitBy: "2026-03-20" };
    expect(events({ state: "CORRECTION", correction })).toEqual([
      ["lapse-correction", "2026-03-20T16:00:00.000Z"],
    ]);
  });

  it("leaves closed filings alone", () => {
    for (const state of ["REFUSED", "LAPSED", "CANCELLED", "REVOKED", "EXPIRED"] as const)
      expect(events({ state })).toEqual([]);
  });
});
