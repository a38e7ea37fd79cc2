import { describe, expect, it } from "vitest";
import {
  decideAccount,
  decideLine,
  decideRelease,
  decideStart,
} from "../../../shared/domain/subsidies/decide-run.ts";

const released = {
  state: "PUBLICITY",
  startedBy: "one",
  officer: "two",
  isPayee: false,
  until: "2026-04-13",
  today: "2026-04-14",
} as const;

describe("a run of subsidies", () => {
  it("is started for a month that has begun, one at a time in an area", () => {
    const ground = { today: "2026-03-31", isOpen: true };
    expect(decideStart("2026-03", ground)).toEqual({ kind: "start" });
    expect(decideStart("2026-04", ground).kind).toBe("month-not-begun");
    expect(decideStart("2026-04", { ...ground, today: "2026-04-01" }).kind).toBe("start");
    expect(decideStart("2026-03", { ...ground, isOpen: false }).kind).toBe("subsidy-not-open");
    expect(decideStart("2026-03", { ...ground, underWay: "S1" })).toEqual({
      ...{ kind: "subsidy-run-under-way", runId: "S1" },
    });
  });

  it("is released the day after its publicity, by another, who is not paid by it", () => {
    expect(decideRelease(released)).toEqual({ kind: "release" });
    expect(decideRelease({ ...released, today: "2026-04-13" })).toEqual({
      ...{ kind: "subsidy-publicity-not-over", until: "2026-04-13" },
    });
    expect(decideRelease({ ...released, officer: "one" }).kind).toBe("needs-second-person");
    expect(decideRelease({ ...released, isPayee: true }).kind).toBe("own-case");
    for (const state of ["PREPARING", "RELEASING", "RELEASED", "CANCELLED"] as const)
      expect(decideRelease({ ...released, state }).kind).toBe("out-of-step");
  });

  it("loses a line while it is public, and notes a return when it is paid", () => {
    const own = { isOwn: false };
    expect(decideLine("strike", { state: "PUBLICITY", line: "LISTED", ...own })).toMatchObject({
      to: "STRUCK",
    });
    expect(decideLine("return", { state: "RELEASED", line: "PAID", ...own })).toMatchObject({
      to: "RETURNED",
    });
    expect(decideLine("strike", { state: "RELEASED", line: "PAID", ...own }).kind).toBe(
      "out-of-step",
    );
    expect(decideLine("return", { state: "RELEASED", line: "STOPPED", ...own }).kind).toBe(
      "line-out-of-step",
    );
    expect(decideLine("strike", { state: "PUBLICITY", line: "LISTED", isOwn: true }).kind).toBe(
      "own-case",
    );
  });

  it("pays to the applicant's own account, of those who ask for the subsidy", () => {
    const ground = { wants: "SUBSIDY", state: "WAITLISTED", name: "陈思远", isOpen: true } as const;
    const account = { accountName: "陈思远" };
    expect(decideAccount(account, ground)).toEqual({ kind: "take" });
    expect(decideAccount(account, { ...ground, wants: "HOME" }).kind).toBe("subsidy-not-wanted");
    expect(decideAccount(account, { ...ground, state: "REJECTED" }).kind).toBe(
      "subsidy-not-wanted",
    );
    expect(decideAccount(account, { ...ground, isOpen: false }).kind).toBe("subsidy-not-open");
    expect(decideAccount({ accountName: "陈思" }, ground).kind).toBe("account-not-own");
  });
});
