import * as fc from "fast-check";
import { CertificateStatus } from "../../../shared/contract/filing.ts";
import { LandNature, Use } from "../../../shared/contract/lease.ts";
import type {
  CertifiedFiling,
  CertifiedResidence,
} from "../../../shared/domain/certificates/certified-facts.ts";

/** The facts of a plain certificate; say only what the test is about. */
export const aCertifiedFiling = (but: Partial<CertifiedFiling> = {}): CertifiedFiling => ({
  kind: "filing",
  certificateNo: "3505032026070100001",
  version: 1,
  filedOn: "2026-07-01",
  issuedOn: "2026-07-02",
  status: "IN_FORCE",
  from: "2026-07-01",
  until: "2027-06-30",
  wholeOrRoom: "WHOLE",
  use: "RESIDENTIAL",
  landNature: "STATE",
  landlords: { first: "林*国", count: 1 },
  tenants: { first: "陈*远", count: 2 },
  building: "泉州市丰泽区示范小区3号楼",
  sheet: "ab".repeat(32),
  ...but,
});

const day = fc
  .integer({ min: 0, max: 109_572 })
  .map((n) => new Date(Date.UTC(1900, 0, 1 + n)).toISOString().slice(0, 10));
const hex32 = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes) => Buffer.from(bytes).toString("hex"));
const number = fc.stringMatching(/^3505[0-9]{15}$/);
const side = fc.record({
  first: fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }).map(wellFormed),
  count: fc.integer({ min: 1, max: 10 }),
});

function wellFormed(text: string): string {
  const bytes = Buffer.from(text.toWellFormed());
  return bytes.length <= 42 ? bytes.toString() : "*";
}

const filing = fc.record({
  kind: fc.constant("filing" as const),
  certificateNo: number,
  version: fc.integer({ min: 1, max: 65_535 }),
  filedOn: day,
  issuedOn: day,
  status: fc.constantFrom(...CertificateStatus.options),
  from: day,
  wholeOrRoom: fc.constantFrom("WHOLE" as const, "ROOM" as const),
  use: fc.constantFrom(...Use.options),
  landNature: fc.constantFrom(...LandNature.options),
  landlords: side,
  tenants: side,
  building: fc.stringMatching(/^[泉州市丰泽区0-9号楼]{2,20}$/),
  sheet: hex32,
});

/** With a last day or without. */
export const anyCertifiedFiling: fc.Arbitrary<CertifiedFiling> = fc
  .tuple(filing, fc.option(day, { nil: undefined }))
  .map(([facts, until]) => ({ ...facts, ...(until !== undefined && { until }) }));

export const anyCertifiedResidence: fc.Arbitrary<CertifiedResidence> = fc.record({
  kind: fc.constant("residence" as const),
  certificateNo: number,
  issuedOn: day,
  holder: fc.constantFrom("陈*远", "*", "A*n"),
  homes: fc.integer({ min: 1, max: 40 }),
  days: fc.integer({ min: 0, max: 100_000 }),
  sheet: hex32,
});
