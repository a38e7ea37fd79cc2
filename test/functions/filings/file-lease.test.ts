import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fileLease, filingOfAllocation } from "../../../functions/steps/file-lease.ts";
import { findCertificate } from "../../../shared/store/certificates.ts";
import { aFirm } from "../../support/builders/people.ts";
import { everything } from "../../support/emulator.ts";
import { filingOf, linToChen, startLine, type Line } from "./line.ts";

let line: Line;
beforeAll(async () => {
  line = await startLine();
});
afterAll(() => line.stop());

const ALLOCATION = "L0123456789ABCDEFGHJK";
const lease = (allocationId: string) => ({
  origin: { allocationId, schemeId: "qz-2026-001" },
  draft: linToChen({ filerRole: "OPERATOR", landlords: [aFirm()] }),
  now: line.api.now(),
});

describe("the lease of an allotted home", () => {
  it("is on record at once, its scheme standing for the title, though the register is down", async () => {
    await line.register.script({ as: "down" });
    const { filingId, certificateNo = "" } = await fileLease(line.api.services, lease(ALLOCATION));
    await line.register.clear();
    expect(filingId).toBe(filingOfAllocation(ALLOCATION));
    expect(await findCertificate(line.api.services.table, certificateNo)).toMatchObject({
      filingId,
    });
    const chen = await line.api.as("tenant-chen");
    const filing = await filingOf(chen, filingId);
    expect(filing).toMatchObject({ state: "FILED", legalBasis: "O11-18-OPERATOR" });
    expect(filing.checks?.[0]).toMatchObject({ verdict: "agree", source: "scheme qz-2026-001" });
    expect(filing.signatures).toHaveLength(2);
  });

  it("is filed once, done again and five times at once", async () => {
    const allocationId = "LABCDEFGHJK0123456789";
    const signed = lease(allocationId);
    const all = await Promise.all(
      Array.from({ length: 5 }, () => fileLease(line.api.services, signed)),
    );
    const last = await fileLease(line.api.services, signed);
    expect(last.certificateNo).toBeDefined();
    for (const one of all) expect([last.certificateNo, undefined]).toContain(one.certificateNo);
    const certificates = (await everything(line.api.services.table)).filter(
      ({ pk, filingId }) => String(pk).startsWith("CERTIFICATE#") && filingId === last.filingId,
    );
    expect(certificates).toHaveLength(1);
  });

  it("goes to a reviewer when the flat is let already", async () => {
    const first = lease("L00000000000000000001");
    await fileLease(line.api.services, first);
    const second = { ...first, origin: { ...first.origin, allocationId: "L00000000000000000002" } };
    expect(await fileLease(line.api.services, second)).toEqual({
      filingId: "F00000000000000000002",
    });
  });
});
