import { describe, expect, it } from "vitest";
import { leaseOfMonth, type FiledLease } from "../../../shared/domain/subsidies/leases.ts";
import {
  daysInBoth,
  lastDay,
  monthsUpTo,
  ofDays,
} from "../../../shared/domain/subsidies/months.ts";
import { paymentFile, yuanOf } from "../../../shared/domain/subsidies/payment-file.ts";
import { waitingSpans } from "../../../shared/domain/subsidies/waiting-spans.ts";
import { aDraft, aLease } from "../../support/builders/lease.ts";

describe("the days a subsidy counts", () => {
  it("knows the length of months, leap years too", () => {
    expect(["2026-02", "2028-02", "2026-12"].map(ofDays)).toEqual([28, 29, 31]);
    expect(lastDay("2028-02")).toBe("2028-02-29");
    expect(monthsUpTo("2026-02", 3)).toEqual(["2025-11", "2025-12", "2026-01", "2026-02"]);
  });

  it("are those on the list and under a lease, both ends inclusive", () => {
    const lease = [{ from: "2026-03-10", until: "2027-03-09" }];
    expect(daysInBoth("2026-03", lease, [{ from: "2026-01-01" }])).toBe(22);
    expect(daysInBoth("2026-03", lease, [{ from: "2026-01-01", until: "2026-03-10" }])).toBe(1);
    expect(daysInBoth("2026-03", lease, [{ from: "2026-01-01", until: "2026-03-09" }])).toBe(0);
    expect(daysInBoth("2027-03", lease, [{ from: "2026-01-01" }])).toBe(9);
  });

  it("end the day before the household left the list, and begin again when it came back", () => {
    const at = (day: string) => `${day}T02:00:00.000Z`;
    const spans = waitingSpans([
      { outcome: "SUBMITTED", at: at("2026-01-05") },
      { outcome: "WAITLISTED", at: at("2026-03-14") },
      { outcome: "INTENT", at: at("2026-04-01") },
      { outcome: "ALLOCATED", at: at("2026-05-20") },
      { outcome: "TOLD", at: at("2026-05-25") },
      { outcome: "WAITLISTED", at: at("2026-06-10") },
    ]);
    expect(spans).toEqual([{ from: "2026-03-14", until: "2026-05-19" }, { from: "2026-06-10" }]);
  });

  it("count from midnight in Shanghai", () => {
    const entry = { outcome: "WAITLISTED", at: "2026-03-13T16:00:00.000Z" };
    expect(waitingSpans([entry])).toEqual([{ from: "2026-03-14" }]);
    expect(waitingSpans([{ ...entry, at: "2026-03-13T15:59:59.999Z" }])).toEqual([
      { from: "2026-03-13" },
    ]);
  });
});

const filing = (but: Partial<FiledLease> = {}): FiledLease => ({
  filingId: "F1",
  state: "FILED",
  draft: aDraft(),
  parties: { tenants: ["applicant"] },
  certificate: { filedOn: "2026-03-02" },
  ...but,
});
const household = { people: ["applicant", "spouse"], waiting: [{ from: "2026-01-01" }] };

describe("the lease of a month", () => {
  it("is on record and names the applicant as tenant", () => {
    expect(leaseOfMonth([filing()], "2026-03", household)).toMatchObject({
      ...{ filingId: "F1", monthlyRentFen: 180_000, areaCentiM2: 6_000, days: 31 },
    });
    const others = [
      filing({ parties: { tenants: ["spouse"] } }),
      filing({ state: "REVOKED" }),
      filing({ state: "TO_SIGN" }),
      filing({ origin: { allocationId: "L1" } }),
      filing({ draft: aDraft({ lease: aLease({ use: "OFFICE" }) }) }),
    ];
    for (const one of others) expect(leaseOfMonth([one], "2026-03", household)).toBeUndefined();
  });

  it("ends on the day it was ended, and keeps what was due until then", () => {
    const ended = filing({ state: "CANCELLED", ended: { on: "2026-03-10" } });
    expect(leaseOfMonth([ended], "2026-03", household)?.days).toBe(10);
    expect(leaseOfMonth([ended], "2026-04", household)).toBeUndefined();
  });

  it("is one of several: nobody is paid for two homes", () => {
    const short = filing({ filingId: "F2", ended: { on: "2026-03-05" } });
    const cheap = filing({
      filingId: "F3",
      draft: aDraft({ lease: aLease({ monthlyRentFen: 100_000 }) }),
    });
    expect(leaseOfMonth([short, filing(), cheap], "2026-03", household)?.filingId).toBe("F3");
  });

  it("has the rent of the version in effect on the month's first day", () => {
    const versions = [
      { from: "2026-03-01", effectiveOn: "2026-03-01", monthlyRentFen: 180_000 },
      { from: "2026-03-01", effectiveOn: "2026-05-10", monthlyRentFen: 200_000 },
    ];
    const rents = ["2026-05", "2026-06"].map(
      (month) => leaseOfMonth([filing({ versions })], month, household)?.monthlyRentFen,
    );
    expect(rents).toEqual([180_000, 200_000]);
  });
});

describe("the bank's file", () => {
  const payment = {
    ...{ receiptNo: "7Q2K4M9X1B3D", accountName: "陈思远", accountNo: "6200000000000000000" },
    ...{ bank: "泉州示例银行", fen: 52_258, months: ["2026-03"] },
  };

  it("sums to the fen and is the same in any order", () => {
    const other = { ...payment, receiptNo: "0Q2K4M9X1B3D", fen: 5 };
    const file = paymentFile([payment, other]);
    expect(file).toEqual(paymentFile([other, payment]));
    expect(file).toMatchObject({ households: 2, fen: 52_263 });
    expect(file.text).toContain("合计,2,,,522.63,,");
    expect([0, 5, 99, 100, 123_456].map(yuanOf)).toEqual([
      ...["0.00", "0.05", "0.99", "1.00", "1234.56"],
    ]);
  });

  it("lets no name become a formula or a second column", () => {
    const { text } = paymentFile([{ ...payment, accountName: '=A1,"B"' }]);
    expect(text).toContain(`"'=A1,""B"""`);
  });
});
