import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Client } from "../../support/api.ts";
import { firmOf } from "../../support/builders/demo-people.ts";
import { filingOf } from "../filings/line.ts";
import { aRow, csvOf, startOffice, taken, type Office } from "./office.ts";

let office: Office;
let anju: Client;
let haixi: Client;

beforeAll(async () => {
  office = await startOffice();
  [anju, haixi] = await Promise.all([
    office.api.as("enterprise-anju"),
    office.api.as("broker-haixi"),
  ]);
});
afterAll(() => office.stop());

const asFirm = (key: string) => {
  const { name, idNumber, phone } = firmOf(key);
  return {
    出租人1姓名或名称: name,
    出租人1证件类型: "统一社会信用代码",
    出租人1证件号码: idNumber,
    出租人1手机号: phone,
  };
};

describe("a table of leases", () => {
  it("is filed in the enterprise's own name, by whoever acts for it", async () => {
    const { rows } = await taken(office, anju, csvOf([aRow(asFirm("enterprise-anju"))]));
    expect(rows).toMatchObject([{ outcome: "FILED" }]);
    expect(await filingOf(anju, rows[0]?.filingId ?? "")).toMatchObject({
      landlords: [{ kind: "firm", name: "泉州安居住房租赁有限公司" }],
      filer: { capacity: "FIRM", duty: "MUST" },
    });
  });

  it("files no other firm's leases, and no other broker's deals: row and column say so", async () => {
    const { rows } = await taken(office, haixi, csvOf([aRow(asFirm("enterprise-anju"))]));
    expect(rows).toMatchObject([{ outcome: "REFUSED" }]);
    const broker = (uscc: string) => ({
      ...{ 经纪机构名称: "泉州海西房地产经纪有限公司", 经纪机构信用代码: uscc },
      经纪人员姓名: "许美玲",
    });
    const own = firmOf("broker-haixi").idNumber;
    const deals = csvOf([aRow(broker(own)), aRow(broker("91350502MA000TE569"))]);
    const told = (await taken(office, haixi, deals)).rows;
    expect(told).toMatchObject([
      { outcome: "FILED" },
      { outcome: "REFUSED", faults: [{ column: "经纪机构信用代码" }] },
    ]);
  });
});
