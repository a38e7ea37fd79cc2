import { describe, expect, it } from "vitest";
import { CertificateFacts } from "../../../shared/contract/filing.ts";
import { CertificateNo } from "../../../shared/contract/ids.ts";
import {
  certificateFacts,
  certificateNo,
  statusOn,
} from "../../../shared/domain/filings/certificate.ts";
import { filingView } from "../../../shared/domain/filings/filing-view.ts";
import { actor, landlord, PARTIES, tenant } from "../../support/builders/filing.ts";
import { aDraft, aLease } from "../../support/builders/lease.ts";
import { anIdNumber } from "../../support/builders/people.ts";

describe("a certificate", () => {
  it("has a number of region, day and serial", () => {
    const no = certificateNo("350503", "2026-03-02", 7);
    expect(no).toBe("3505032026030200007");
    expect(CertificateNo.safeParse(no).success).toBe(true);
  });

  it.each([0, 100_000, 1.5, Number.NaN])("has no serial %d", (serial) => {
    expect(() => certificateNo("350503", "2026-03-02", serial)).toThrow(RangeError);
  });

  it("has expired from the day behind the term (V50), unless something else ended it before", () => {
    expect(statusOn("IN_FORCE", "2027-02-28", "2027-02-28")).toBe("IN_FORCE");
    expect(statusOn("IN_FORCE", "2027-02-28", "2027-03-01")).toBe("EXPIRED");
    expect(statusOn("REVOKED", "2027-02-28", "2027-03-01")).toBe("REVOKED");
  });

  it("tells the public masked names and the building, no number, phone or door", () => {
    const facts = certificateFacts(
      {
        certificateNo: "3505032026030200007",
        code: "0123456789",
        status: "IN_FORCE",
        filedOn: "2026-03-02",
      },
      aDraft(),
      { today: "2026-03-03", checkedAt: "2026-03-03T01:00:00.000Z" },
    );
    expect(CertificateFacts.parse(facts)).toEqual(facts);
    const told = JSON.stringify(facts);
    for (const secret of ["林建国", "陈思远", anIdNumber(), "13800001234", "1201室", "0123456789"])
      expect(told).not.toContain(secret);
    expect(facts).toMatchObject({ landlords: ["林*国"], tenants: ["陈*远"] });
  });
});

describe("what a reader sees of a filing", () => {
  const occupants = [
    {
      name: "陈一诺",
      idType: "RESIDENT_ID" as const,
      idNumber: anIdNumber("20180901", 907),
      kinship: "CHILD" as const,
      from: "2026-03-01",
    },
  ];
  const draft = aDraft({ lease: aLease({ occupants }) });
  const see = (reader: Parameters<typeof filingView>[2]) => {
    const { landlords, tenants, lease } = filingView(
      draft,
      { drafter: "broker", ...PARTIES },
      reader,
    );
    return [landlords[0]?.name, tenants[0]?.name, lease.occupants[0]?.name];
  };

  it("is their own side in full and the other masked", () => {
    expect(see(landlord)).toEqual(["林建国", "陈*远", "陈*诺"]);
    expect(see(tenant)).toEqual(["林*国", "陈思远", "陈一诺"]);
  });

  it("is all for the bureau and for the broker who made the draft", () => {
    expect(see("bureau")).toEqual(["林建国", "陈思远", "陈一诺"]);
    expect(see(actor("broker", "broker"))).toEqual(["林建国", "陈思远", "陈一诺"]);
  });

  it("is nothing in full for anyone else", () => {
    expect(see(actor("stranger"))).toEqual(["林*国", "陈*远", "陈*诺"]);
  });
});
