import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Client } from "../../support/api.ts";
import { everything } from "../../support/emulator.ts";
import { aRow, csvOf, startOffice, taken, upload, xlsxOf, type Office } from "./office.ts";

let office: Office;
let anju: Client;
let haixi: Client;
let chen: Client;

beforeAll(async () => {
  office = await startOffice();
  [anju, haixi, chen] = await Promise.all([
    office.api.as("enterprise-anju"),
    office.api.as("broker-haixi"),
    office.api.as("tenant-chen"),
  ]);
});
afterAll(() => office.stop());

describe("a table of leases", () => {
  it.each([
    ["CSV", csvOf],
    ["XLSX", xlsxOf],
  ])(
    "as %s is filed row by row: good rows go on, bad rows say row, column and why",
    async (source, fileOf) => {
      const rows = [
        aRow(),
        aRow({ "月租金（元）": "0" }),
        aRow({ 签订方式: "线上", 租期终止日期: "2026-02-30" }),
        aRow({ 签订方式: "线上", "纸质合同摘要（SHA-256）": "" }),
      ];
      const { batch, rows: outcomes } = await taken(office, anju, fileOf(rows));
      expect(outcomes).toMatchObject([
        { row: 2, outcome: "FILED", externalId: rows[0]?.外部编号 },
        { row: 3, outcome: "REFUSED", faults: [{ column: "月租金（元）", code: "bad-amount" }] },
        { row: 4, outcome: "REFUSED", faults: [{ column: "租期终止日期", code: "bad-date" }] },
        { row: 5, outcome: "TO_SIGN" },
      ]);
      expect(batch).toMatchObject({
        ...{ state: "DONE", source, total: 4, done: 4, progress: 100 },
        counts: { FILED: 1, REFUSED: 2, TO_SIGN: 1, REPEATED: 0 },
        firstErrors: [{ row: 3 }, { row: 4 }],
      });
      const filing = await anju.get(`/api/filings/${outcomes[0]?.filingId ?? ""}`);
      expect(filing.body).toMatchObject({ state: "FILED", lease: { monthlyRentFen: 180_050 } });
    },
  );
});
