import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { findBatch } from "../../../shared/store/batches.ts";
import type { Client } from "../../support/api.ts";
import { everything } from "../../support/emulator.ts";
import { termsOfRow } from "./terms.ts";
import {
  aRow,
  csvOf,
  followed,
  startOffice,
  taken,
  upload,
  xlsxOf,
  type Cells,
  type Office,
} from "./office.ts";

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
afterEach(() => office.register.clear());
afterAll(() => office.stop());

const filingsOf = async () =>
  (await everything(office.api.services.table)).filter(
    ({ pk, sk }) => String(pk).startsWith("FILING#") && sk === "HEAD",
  ).length;

const ofBroker = (but: Cells = {}): Cells =>
  aRow({
    ...{ 经纪机构名称: "泉州海西房地产经纪有限公司", 经纪机构信用代码: "91350599MA0HX00291" },
    ...{ 经纪人员姓名: "许美玲", ...but },
  });

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
        aRow({ 租期终止日期: "2026-02-30" }),
        aRow({ 签订方式: "线上", "纸质合同摘要（SHA-256）": "" }),
      ];
      const { batch, rows: outcomes } = await taken(office, anju, fileOf(rows));
      expect(outcomes).toMatchObject([
        { row: 2, outcome: "FILED", externalId: rows[0]?.外部编号, zh: "已备案" },
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
      const toSign = await anju.get(`/api/filings/${outcomes[3]?.filingId ?? ""}`);
      expect(toSign.body).toMatchObject({
        ...{ state: "TO_SIGN", signBy: "2026-07-08" },
        signatures: [{ side: "LANDLORD", index: 0 }],
      });
    },
  );

  it("meets the rules of filing as one lease does, each refusal under its header", async () => {
    const cases: [Cells, string, string][] = [
      [{ 租期终止日期: "2046-07-01" }, "租期终止日期", "V21"],
      [{ 空间类型: "厨房" }, "空间类型", "V13"],
      [{ "押金（元）": "100" }, "押金（元）", "V23"],
      [{ 合同订立日期: "2026-07-02" }, "合同订立日期", "signed-in-future"],
      [{ "出租面积（平方米）": "4" }, "同住人1姓名", "V14"],
      [{ 出租人1姓名或名称: "蔡志明" }, "出租人1姓名或名称", "V03"],
    ];
    const { rows } = await taken(office, anju, csvOf(cases.map(([but]) => aRow(but))));
    expect(rows.map(({ faults }) => [faults?.[0]?.column, faults?.[0]?.code])).toEqual(
      cases.map(([, column, code]) => [column, code]),
    );
    for (const { faults } of rows) expect(faults?.[0]?.zh).not.toBe("此行有误");
  });

  it("asks the register about each: silence goes to a reviewer, a home that is let already is refused", async () => {
    const [unknown, silent, agreed] = [aRow(), aRow(), aRow()];
    await office.register.script({ key: unknown.权属证明编号 ?? "", as: "unknown" });
    await office.register.script({ key: silent.权属证明编号 ?? "", as: "down" });
    const { rows } = await taken(office, anju, csvOf([unknown, silent, agreed]));
    expect(rows.map(({ outcome }) => outcome)).toEqual(["UNDER_REVIEW", "UNDER_REVIEW", "FILED"]);
    const again = aRow({ 房屋编码: agreed.房屋编码 ?? "" });
    const second = await taken(office, anju, csvOf([again]));
    expect(second.rows).toMatchObject([
      { outcome: "REFUSED", faults: [{ column: "房屋编码", code: "V16" }] },
    ]);
  });

  it("of a broker is filed by the broker; what a broker made no other may file", async () => {
    const landlord = { 出租人1姓名或名称: "林建国", 出租人1证件号码: "350599196803129016" };
    const { rows } = await taken(office, haixi, xlsxOf([ofBroker(landlord), aRow(landlord)]));
    expect(rows).toMatchObject([
      { outcome: "FILED" },
      { outcome: "REFUSED", faults: [{ code: "filer-not-entitled" }] },
    ]);
    const filing = await haixi.get(`/api/filings/${rows[0]?.filingId ?? ""}`);
    expect(filing.body).toMatchObject({ filerRole: "BROKER", legalBasis: "R812-27-BROKER" });
    const other = await taken(office, anju, csvOf([ofBroker()]));
    expect(other.rows).toMatchObject([
      { outcome: "REFUSED", faults: [{ code: "filer-not-entitled" }] },
    ]);
  });
});

describe("sent again", () => {
  it("under the same key, in series and five times at once: one batch, the same answer", async () => {
    const file = csvOf([aRow(), aRow()]).toString("base64");
    const key = randomUUID();
    const before = await filingsOf();
    const send = () => anju.post("/api/filing-batches", { file }, { key });
    const answers = await Promise.all(Array.from({ length: 5 }, send));
    answers.push(await send());
    const settled = answers.filter(({ status }) => status === 202);
    expect(settled.length).toBeGreaterThan(0);
    expect(new Set(settled.map(({ body }) => body.batchId)).size).toBe(1);
    await followed(office, anju, String(settled[0]?.body.batchId));
    expect(await filingsOf()).toBe(before + 2);
    const other = await anju.post(
      "/api/filing-batches",
      { file: csvOf([aRow()]).toString("base64") },
      { key },
    );
    expect(other).toMatchObject({ status: 422, body: { type: "/problems/key-reused" } });
  });

  it("as a new file, the same external ids are harmless and name their first filing; other content is refused", async () => {
    const [one, two] = [aRow(), aRow()];
    const first = await taken(office, anju, csvOf([one]));
    const before = await filingsOf();
    const changed = { ...one, "月租金（元）": "9000" };
    const again = await taken(office, anju, xlsxOf([one, two]));
    expect(again.rows).toMatchObject([
      { outcome: "REPEATED", filingId: first.rows[0]?.filingId },
      { outcome: "FILED" },
    ]);
    const third = await taken(office, anju, csvOf([changed]));
    expect(third.rows).toMatchObject([
      { outcome: "REFUSED", faults: [{ column: "外部编号", code: "external-id-reused" }] },
    ]);
    expect(await filingsOf()).toBe(before + 1);
  });

  it("a row that was refused is corrected under the same external id", async () => {
    const row = aRow();
    const bad = await taken(office, anju, csvOf([{ ...row, 空间类型: "厨房" }]));
    expect(bad.rows[0]?.outcome).toBe("REFUSED");
    expect((await taken(office, anju, csvOf([row]))).rows[0]?.outcome).toBe("FILED");
  });

  it("by another firm, the same external id is another lease", async () => {
    const id = { 外部编号: "共同编号-1" };
    await taken(office, anju, csvOf([aRow(id)]));
    const landlord = { 出租人1姓名或名称: "林建国", 出租人1证件号码: "350599196803129016" };
    const { rows } = await taken(office, haixi, csvOf([ofBroker({ ...id, ...landlord })]));
    expect(rows[0]?.outcome).toBe("FILED");
  });

  it("twice in one file with the same content is filed once", async () => {
    const row = aRow();
    const { rows } = await taken(office, anju, csvOf([row, row]));
    expect(rows.map(({ outcome }) => outcome).sort()).toEqual(["FILED", "REPEATED"]);
    expect(rows[0]?.filingId).toBe(rows[1]?.filingId);
  });
});

describe("leases as JSON", () => {
  it("are taken up to 500 a call, each with an outcome of its own, the same as a file's", async () => {
    const [good, bad] = [await termsOfRow(aRow()), await termsOfRow(aRow())];
    const leases = [
      good,
      { ...bad, filing: { ...bad.filing, lease: { ...bad.filing.lease, monthlyRentFen: 0.5 } } },
      { externalId: "无内容", filing: {} },
    ];
    const answer = await anju.post("/api/filing-batches/leases", { leases });
    expect(answer).toMatchObject({ status: 202, body: { total: 3 } });
    const { rows, batch } = await followed(office, anju, String(answer.body.batchId));
    expect(batch).toMatchObject({ source: "API", state: "DONE" });
    expect(rows).toMatchObject([
      { row: 1, outcome: "FILED" },
      { row: 2, outcome: "REFUSED", faults: [{ column: "/lease/monthlyRentFen" }] },
      { row: 3, outcome: "REFUSED", externalId: "无内容" },
    ]);
    const again = await anju.post("/api/filing-batches/leases", { leases: [good] });
    const repeated = await followed(office, anju, String(again.body.batchId));
    expect(repeated.rows).toMatchObject([{ outcome: "REPEATED", filingId: rows[0]?.filingId }]);
  });

  it("are refused as a whole when there are 501, none, or one without external id", async () => {
    const one = { externalId: "x", filing: {} };
    for (const leases of [Array.from({ length: 501 }, () => one), [], [{ filing: {} }]]) {
      const answer = await anju.post("/api/filing-batches/leases", { leases });
      expect(answer).toMatchObject({ status: 400, body: { type: "/problems/invalid-request" } });
    }
  });
});

describe("a batch", () => {
  it("is for enterprises and brokers, and its sender's own", async () => {
    expect((await upload(chen, csvOf([aRow()]))).status).toBe(403);
    const { batch } = await taken(office, anju, csvOf([aRow()]));
    const path = `/api/filing-batches/${batch.batchId}`;
    for (const part of ["", "/rows", "/result.csv"]) {
      expect((await haixi.get(`${path}${part}`)).status).toBe(404);
      expect((await chen.get(`${path}${part}`)).status).toBe(403);
    }
  });

  it.each([
    ["no base64", "§§§§", 400],
    ["a picture", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0]).toString("base64"), 422],
    ["too large a file", "A".repeat(5_400_000), 413],
  ])("of %s is refused", async (_, file, status) => {
    const answer = await anju.post("/api/filing-batches", { file });
    expect(answer.status).toBe(status);
    expect(answer.headers["content-type"]).toBe("application/problem+json");
  });

  it("is followed while it runs, page by page, and given as a file no spreadsheet computes", async () => {
    const rows = Array.from({ length: 130 }, (_, n) =>
      aRow(
        n === 7
          ? { 外部编号: "=1+1", "月租金（元）": "x" }
          : { 签订方式: "线上", "纸质合同摘要（SHA-256）": "" },
      ),
    );
    const answer = await upload(anju, csvOf(rows));
    const path = `/api/filing-batches/${String(answer.body.batchId)}`;
    const { body } = await anju.get(path);
    expect(body.done).toBeLessThanOrEqual(130);
    const { rows: outcomes } = await followed(office, anju, String(answer.body.batchId));
    expect(outcomes.map(({ row }) => row)).toEqual(rows.map((_, n) => n + 2));
    const file = await anju.get(`${path}/result.csv`);
    const text = Buffer.from(file.bytes ?? []).toString("utf8");
    expect(text.startsWith("\ufeff行号,外部编号")).toBe(true);
    expect(text.split("\r\n")).toHaveLength(132);
    expect(text).toContain("9,'=1+1,REFUSED");
    const other = await anju.get(`${path}/rows?cursor=${"A".repeat(20)}.${"0".repeat(64)}`);
    expect(other.status).toBe(400);
  });

  it("leaves nothing personal in clear, and no waiting rows behind", async () => {
    const row = aRow({ 外部编号: "王小明的合同" });
    const { batch } = await taken(office, anju, csvOf([row]));
    const items = JSON.stringify(await everything(office.api.services.table));
    expect(items).not.toContain("王小明的合同");
    expect(items).not.toContain(row.承租人1证件号码);
    const found = await findBatch(office.api.services.table, batch.batchId);
    const part = await office.api.services.sealedFiles.read(`batches/${found?.partsId ?? ""}/00`);
    expect(part?.length).toBe(0);
  });

  it("has templates for both kinds of file", async () => {
    const csv = await anju.get("/api/filing-batches/template.csv");
    expect(Buffer.from(csv.bytes ?? []).toString("utf8")).toContain("外部编号*,所在区县*");
    const xlsx = await anju.get("/api/filing-batches/template.xlsx");
    expect(xlsx.headers["content-type"]).toContain("spreadsheetml.sheet");
    const empty = await upload(anju, Buffer.from(xlsx.bytes ?? []));
    expect(empty).toMatchObject({ status: 422, body: { type: "/problems/no-rows" } });
  });
});
