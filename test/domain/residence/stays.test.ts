import { describe, expect, it } from "vitest";
import { chinaCalendar } from "../../../shared/domain/calendar/working-days.ts";
import { continuousDays } from "../../../shared/domain/certificates/residence.ts";
import {
  movementsOf,
  reportDay,
  reportStanding,
} from "../../../shared/domain/residence/movements.ts";
import {
  filedStay,
  firstFiledOn,
  residentsOf,
  type LivedIn,
} from "../../../shared/domain/residence/stays.ts";
import { aDraft, aLease } from "../../support/builders/lease.ts";
import { aFirm, anIdNumber, aPerson } from "../../support/builders/people.ts";

const tenant = aPerson({ name: "陈思远", idNumber: anIdNumber("19910223", 905) });
const child = {
  name: "陈一诺",
  idType: "RESIDENT_ID",
  idNumber: anIdNumber("20180901", 907),
  kinship: "CHILD",
  from: "2026-04-01",
} as const;

const lived = (but: Partial<LivedIn> = {}): LivedIn => ({
  state: "FILED",
  draft: aDraft({ tenants: [tenant], lease: aLease({ occupants: [child] }) }),
  certificate: { status: "IN_FORCE", filedOn: "2026-03-05" },
  ...but,
});
const daysOf = (filing: LivedIn) =>
  residentsOf(filing).map(({ capacity, from, until }) => [capacity, from, until]);

describe("who lives in a home on record", () => {
  it("is each tenant for the term and each occupant from the day they came", () => {
    expect(daysOf(lived())).toEqual([
      ["TENANT", "2026-03-01", "2027-02-28"],
      ["OCCUPANT", "2026-04-01", "2027-02-28"],
    ]);
  });

  it("lives there no longer than the lease, and not before it", () => {
    const early = { ...child, from: "2020-01-01" };
    const filing = lived({
      draft: aDraft({ lease: aLease({ occupants: [early] }) }),
      ended: { on: "2026-08-15" },
    });
    expect(daysOf(filing)).toEqual([
      ["TENANT", "2026-03-01", "2026-08-15"],
      ["OCCUPANT", "2026-03-01", "2026-08-15"],
    ]);
  });

  it("is still told of who has left, up to their last day", () => {
    const left = [{ ...child, until: "2026-05-31" }];
    const filing = lived({ draft: aDraft({ lease: aLease() }), formerOccupants: left });
    expect(daysOf(filing)[1]).toEqual(["OCCUPANT", "2026-04-01", "2026-05-31"]);
  });

  it("has no last day under an indefinite lease", () => {
    const lease = aLease({ until: "2199-12-31" });
    expect(daysOf(lived({ draft: aDraft({ lease }) }))[0]).toEqual([
      "TENANT",
      "2026-03-01",
      undefined,
    ]);
  });

  it.each<[string, Partial<LivedIn>]>([
    ["never came on record", { certificate: undefined }],
    ["was revoked", { state: "REVOKED" }],
    ["is a shop", { draft: aDraft({ lease: aLease({ use: "COMMERCIAL" }) }) }],
    ["is a firm's", { draft: aDraft({ tenants: [aFirm()] }) }],
  ])("is nobody when it %s", (_why, but) => {
    expect(daysOf(lived(but))).toEqual([]);
  });

  it("counts from the day of filing, whichever version stands now", () => {
    const filing = lived({ versions: [{ from: "2026-03-01", filedOn: "2026-03-20" }] });
    const filedOn = firstFiledOn(filing) ?? "";
    const stays = residentsOf(filing).map((one) => filedStay(one, filedOn));
    expect(stays[0]?.from).toBe("2026-03-20");
    expect(continuousDays(stays, "2026-03-31")).toBe(12);
  });
});

describe("arrivals and departures", () => {
  it("come from the same entry: each resident's first and last day", () => {
    expect(movementsOf(lived()).map(({ kind, on }) => `${kind} ${on}`)).toEqual([
      "ARRIVAL 2026-03-01",
      "DEPARTURE 2027-02-28",
      "ARRIVAL 2026-04-01",
      "DEPARTURE 2027-02-28",
    ]);
  });

  it("are late from the eighth day, or later when the seventh is a rest day", () => {
    const standing = (on: string, reportedOn: string) =>
      reportStanding(on, reportedOn, chinaCalendar);
    expect(standing("2026-07-01", "2026-07-08")).toEqual({ reportBy: "2026-07-08", late: false });
    expect(standing("2026-07-01", "2026-07-09").late).toBe(true);
    // The seventh day is Saturday 2026-07-11: Monday is in time.
    expect(standing("2026-07-04", "2026-07-13")).toEqual({ reportBy: "2026-07-13", late: false });
    expect(standing("2026-07-04", "2026-06-01").late).toBe(false);
  });

  it("stand on the report of the day they are known and have come to pass", () => {
    expect(reportDay("2026-07-01", "2026-06-20")).toBe("2026-07-01");
    expect(reportDay("2026-07-01", "2026-07-20")).toBe("2026-07-20");
  });
});
