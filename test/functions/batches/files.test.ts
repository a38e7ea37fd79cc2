import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readFile } from "../../../functions/imports/read-file.ts";
import { xlsxTemplate } from "../../../functions/imports/templates.ts";
import { unzip } from "../../../functions/imports/zip.ts";
import { writeXlsx } from "../../../functions/imports/write-xlsx.ts";
import { columns } from "../../../shared/domain/batches/columns.ts";
import { anIdNumber } from "../../support/builders/people.ts";
import { deflated, gb18030, withSheet } from "./archives.ts";
import { aRow, csvOf, tableOf, xlsxOf, type Cells } from "./office.ts";

/** Reads a file that must be readable; gives its rows. */
async function rowsOf(file: Buffer) {
  const read = await readFile(file);
  if ("fault" in read) throw new Error(JSON.stringify(read));
  return read.rows;
}
/** What is said of the one row of a table. */
const faultsOf = async (file: Buffer) => (await rowsOf(file))[0]?.faults;

const place = (header: string, row: Cells): string => {
  const at = tableOf([row])[0]?.indexOf(header) ?? -1;
  const letters = at < 26 ? "" : String.fromCharCode(64 + Math.floor(at / 26));
  return letters + String.fromCharCode(65 + (at % 26));
};
/** The sheet of one row with the cell under a header written by hand. */
const withCell = (header: string, row: Cells, cell: (at: string) => string): Buffer =>
  withSheet(xlsxOf([row]), (xml) => {
    const at = `${place(header, row)}2`;
    return xml.replace(new RegExp(`<c r="${at}"[^]*?</c>`), cell(at));
  });

describe("a CSV of leases", () => {
  const rows = [
    aRow({ 承租人1姓名或名称: "𠮷田太郎" }),
    aRow({ 权属证明类型: "OTHER_PROOF", 权属证明编号: "甲" + "乙".repeat(4) }),
  ];
  const plain = csvOf(rows);
  it.each([
    ["UTF-8 with a byte order mark", plain],
    ["UTF-8 without", plain.subarray(3)],
    ["GB18030", gb18030(plain.subarray(3).toString("utf8"))],
    ["lines ended by LF", Buffer.from(plain.toString("utf8").replaceAll("\r\n", "\n"))],
    ["empty lines between", Buffer.from(plain.toString("utf8").replaceAll("\r\n", "\r\n\r\n"))],
  ])("is read the same as %s", async (_, file) => {
    const read = await rowsOf(file);
    expect(read.map(({ draft }) => draft?.tenants[0]?.name)).toEqual([
      "𠮷田太郎",
      rows[1]?.承租人1姓名或名称,
    ]);
  });

  it("may have its columns in any order, spaces around a header and the template's mark behind it", async () => {
    const [header = [], ...body] = tableOf(rows).map((row) => row.toReversed());
    const text = [header.map((name) => ` ${name} *`), ...body]
      .map((row) => row.join(","))
      .join("\n");
    expect((await rowsOf(Buffer.from(text))).every(({ draft }) => draft !== undefined)).toBe(true);
  });

  it("is refused whole when its header is not the template's, saying which columns", async () => {
    const text = plain.toString("utf8").replace("付款周期", "付款").replace("户型", "外部编号");
    expect(await readFile(Buffer.from(text))).toEqual({
      fault: "header-wrong",
      unknown: [place("付款周期", rows[0] ?? {})],
      twice: ["外部编号"],
      missing: ["户型", "付款周期"],
    });
  });

  it("has at most 5,000 rows: one more and it is refused whole", async () => {
    const [header, ...body] = tableOf([aRow()]);
    const many = (n: number) =>
      Buffer.from(
        [header, ...Array.from({ length: n }, () => body[0])]
          .map((row) => row?.join(","))
          .join("\n"),
      );
    expect(await readFile(many(5_001))).toEqual({ fault: "too-many-rows" });
    expect(await rowsOf(many(5_000))).toHaveLength(5_000);
  });

  it.each([
    ["nothing but a header", csvOf([]), "no-rows"],
    ["an empty file", Buffer.from("x"), "header-wrong"],
    ["UTF-16", Buffer.from(plain.toString("utf8"), "utf16le"), "file-type-unknown"],
    ["a picture", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0]), "file-type-unknown"],
    ["a quote that never ends", Buffer.from(`${plain.toString("utf8")}"`), "file-damaged"],
  ])("of %s is refused by name", async (_, file, fault) => {
    expect(await readFile(file)).toMatchObject({ fault });
  });
});

describe("a row", () => {
  const idNumber = anIdNumber("19910223", 906);
  it.each<[string, Cells, string, string]>([
    ["a day that is none", { 合同订立日期: "2026-02-30" }, "合同订立日期", "bad-date"],
    ["an end before its start", { 租期终止日期: "2026-06-30" }, "租期终止日期", "V20"],
    ["rent 0", { "月租金（元）": "0" }, "月租金（元）", "bad-amount"],
    ["rent 0.00", { "月租金（元）": "0.00" }, "月租金（元）", "bad-amount"],
    ["rent 1e309", { "月租金（元）": "1e309" }, "月租金（元）", "bad-amount"],
    ["rent of half a fen", { "月租金（元）": "1800.005" }, "月租金（元）", "bad-amount"],
    ["a negative rent", { "月租金（元）": "-1" }, "月租金（元）", "bad-amount"],
    ["a rent above all bounds", { "月租金（元）": "999999999" }, "月租金（元）", "out-of-range"],
    ["a wrong check digit", { 承租人1证件号码: "350599199102239057" }, "承租人1证件号码", "V01"],
    [
      "a birth date that is none",
      { 承租人1证件号码: "350599199102309056" },
      "承租人1证件号码",
      "V01",
    ],
    ["a wrong phone", { 承租人1手机号: "12905990005" }, "承租人1手机号", "V05"],
    [
      "a kind of document that is none",
      { 承租人1证件类型: "身份证明" },
      "承租人1证件类型",
      "bad-word",
    ],
    ["no external id", { 外部编号: "" }, "外部编号", "required"],
    ["no tenant's name", { 承租人1姓名或名称: "" }, "承租人1姓名或名称", "required"],
    [
      "paper without a digest",
      { "纸质合同摘要（SHA-256）": "" },
      "纸质合同摘要（SHA-256）",
      "required",
    ],
    ["a sister city", { 所在区县: "厦门市" }, "所在区县", "bad-word"],
    ["a name over fifty", { 承租人1姓名或名称: "陈".repeat(51) }, "承租人1姓名或名称", "bad-form"],
    ["a direction character", { 承租人1姓名或名称: "陈\u202e远" }, "承租人1姓名或名称", "bad-form"],
  ])("with %s is refused alone, and says where", async (_, but, column, code) => {
    const row = aRow({ "纸质合同摘要（SHA-256）": "cd".repeat(32), ...but });
    for (const file of [csvOf([row, aRow()]), xlsxOf([row, aRow()])]) {
      const [bad, good] = await rowsOf(file);
      expect(bad?.faults).toEqual([{ column, code }]);
      expect(good?.draft).toBeDefined();
    }
  });

  it("says all that is wrong with it at once", async () => {
    const row = aRow({ "月租金（元）": "0", 户型: "三室", 承租人1证件号码: "1" });
    expect((await faultsOf(csvOf([row])))?.map(({ column }) => column).sort()).toEqual(
      ["月租金（元）", "户型", "承租人1证件号码"].sort(),
    );
  });

  it("may have an identity number with a small x, 𠮷 in a name, days as spreadsheets show them", async () => {
    const withX = Array.from({ length: 40 }, (_, n) => anIdNumber("19910223", 910 + n)).find((id) =>
      id.endsWith("X"),
    );
    const row = aRow({
      ...{ 承租人1证件号码: withX?.toLowerCase() ?? "", 承租人1姓名或名称: "𠮷野家" },
      ...{ 合同订立日期: "2026/6/28", 租期起始日期: "2026年7月1日" },
    });
    const [read] = await rowsOf(csvOf([row]));
    expect(read?.draft?.tenants[0]).toMatchObject({ idNumber: withX, name: "𠮷野家" });
    expect(read?.draft?.lease).toMatchObject({ signedOn: "2026-06-28", from: "2026-07-01" });
  });

  it("with broker's columns is filed by the broker, with a firm is the firm's, with occupants lists them", async () => {
    const row = aRow({
      ...{ 经纪机构名称: "泉州海西房地产经纪有限公司", 经纪机构信用代码: "91350599MA0HX00291" },
      ...{ 经纪人员姓名: "许美玲", 出租人1证件类型: "统一社会信用代码" },
      ...{ 出租人1姓名或名称: "泉州安居住房租赁有限公司", 出租人1证件号码: "91350599MA0AJ0018M" },
      ...{ 同住人2姓名: "苏晓雯", 同住人2证件类型: "居民身份证", 同住人2证件号码: idNumber },
      ...{ 同住人2关系: "配偶", 同住人2入住日期: "2026-07-01", 房间号: "01" },
    });
    const [read] = await rowsOf(xlsxOf([row]));
    expect(read?.draft).toMatchObject({
      filerRole: "BROKER",
      landlords: [{ kind: "firm" }],
      lease: { occupants: [{ kinship: "SPOUSE" }], unit: { wholeOrRoom: "ROOM", roomId: "01" } },
    });
  });

  it("that lets a home an earlier row lets at the same time names that row; after it, it is fine", async () => {
    const first = aRow();
    const home = { 房屋编码: first.房屋编码 ?? "" };
    const later = { 租期起始日期: "2027-07-01", 租期终止日期: "2028-06-30" };
    const rows = await rowsOf(
      csvOf([
        first,
        aRow({ ...home, 租期起始日期: "2027-06-30", 租期终止日期: "2028-06-29" }),
        aRow({ ...home, ...later }),
      ]),
    );
    expect(rows[1]).toMatchObject({
      otherRow: 2,
      faults: [{ column: "房屋编码", code: "same-unit-in-file" }],
    });
    expect(rows[2]?.draft).toBeDefined();
  });

  it("with the external id of another row but other terms is refused; with the same terms it is a repeat", async () => {
    const first = aRow();
    const rows = await rowsOf(csvOf([first, first, { ...first, "月租金（元）": "9" }]));
    expect(rows.map(({ draft }) => draft !== undefined)).toEqual([true, true, false]);
    expect(rows[2]).toMatchObject({ otherRow: 2, faults: [{ code: "external-id-twice" }] });
  });
});

describe("a workbook", () => {
  const row = aRow();
  it("that holds an identity number as a number is told so: its last digits are lost", async () => {
    const file = withCell(
      "承租人1证件号码",
      row,
      (at) => `<c r="${at}"><v>350599199102239056</v></c>`,
    );
    expect(await faultsOf(file)).toEqual([{ column: "承租人1证件号码", code: "number-cell" }]);
  });

  it("may hold phone, rent, area and days as numbers", async () => {
    const number = (header: string, value: string) => (file: Buffer) =>
      withSheet(file, (xml) => {
        const at = `${place(header, row)}2`;
        return xml.replace(new RegExp(`<c r="${at}"[^]*?</c>`), `<c r="${at}"><v>${value}</v></c>`);
      });
    const file = [
      number("承租人1手机号", "13800001234"),
      number("月租金（元）", "2600.55"),
      number("出租面积（平方米）", "88.5"),
      number("出租房间数", "3"),
    ].reduce((workbook, change) => change(workbook), xlsxOf([row]));
    expect((await rowsOf(file))[0]?.draft).toMatchObject({
      tenants: [{ phone: "13800001234" }],
      lease: { monthlyRentFen: 260_055, unit: { areaM2: 88.5, rooms: 3 } },
    });
  });

  it.each([
    ["1E309", "bad-amount"],
    ["0.30000000000000004", "bad-amount"],
    ["0", "bad-amount"],
  ])("with a rent of %s is told so", async (value, code) => {
    const file = withCell("月租金（元）", row, (at) => `<c r="${at}"><v>${value}</v></c>`);
    expect(await faultsOf(file)).toEqual([{ column: "月租金（元）", code }]);
  });

  it.each([
    ["a formula", (at: string) => `<c r="${at}"><f>1+1</f><v>2</v></c>`, "formula-cell"],
    [
      "a formula that gives text",
      (at: string) => `<c r="${at}" t="str"><f>A1</f><v>x</v></c>`,
      "formula-cell",
    ],
    ["an error", (at: string) => `<c r="${at}" t="e"><v>#REF!</v></c>`, "error-cell"],
  ])("with %s in a cell is told so, under its header", async (_, cell, code) => {
    expect(await faultsOf(withCell("户型", row, cell))).toEqual([{ column: "户型", code }]);
  });

  it("with merged cells is refused whole, by name", async () => {
    const file = withSheet(xlsxOf([row]), (xml) =>
      xml.replace(
        "</sheetData>",
        '</sheetData><mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells>',
      ),
    );
    expect(await readFile(file)).toEqual({ fault: "merged-cells" });
  });

  it("of 5,001 rows is refused whole, and one cell far below or far right costs nothing", async () => {
    const far = (ref: string, rowNo: number) =>
      withSheet(xlsxOf([row]), (xml) =>
        xml.replace(
          "</sheetData>",
          `<row r="${rowNo}"><c r="${ref}${rowNo}"><v>1</v></c></row></sheetData>`,
        ),
      );
    expect(await readFile(far("A", 5_002))).toEqual({ fault: "too-many-rows" });
    expect(await readFile(far("A", 1_048_576))).toEqual({ fault: "too-many-rows" });
    expect(await readFile(far("XFD", 3))).toEqual({ fault: "header-wrong" });
    expect(await readFile(far("A", 2))).toEqual({ fault: "file-damaged" });
  });

  it("may have formatted rows that hold nothing, down to the last", async () => {
    const file = withSheet(xlsxOf([row]), (xml) =>
      xml.replace(
        "</sheetData>",
        '<row r="9"><c r="A9" s="1"/></row><row r="1048576" spans="1:3"/></sheetData>',
      ),
    );
    expect(await rowsOf(file)).toHaveLength(1);
  });

  it("whose names have a prefix is read all the same", async () => {
    const file = withSheet(xlsxOf([row]), (xml) =>
      xml.replaceAll(/<(\/?)(?!\?)(\w)/g, "<$1x:$2").replace("xmlns=", "xmlns:x="),
    );
    expect((await rowsOf(file))[0]?.draft).toBeDefined();
  });

  it("that declares entities, or is cut off, or opens a million rows and closes none, is refused at once", async () => {
    const bad = [
      withSheet(xlsxOf([row]), (xml) =>
        xml.replace("<worksheet", '<!DOCTYPE x [<!ENTITY a "b">]><worksheet'),
      ),
      withSheet(xlsxOf([row]), (xml) =>
        xml.replace("</sheetData>", `${"<row>".repeat(1_000_000)}</sheetData>`),
      ),
      withSheet(xlsxOf([row]), (xml) => xml.slice(0, xml.length / 2)),
      xlsxOf([row]).subarray(0, 2_000),
    ];
    const begun = performance.now();
    for (const file of bad) expect(await readFile(file)).toEqual({ fault: "file-damaged" });
    expect(performance.now() - begun).toBeLessThan(5_000);
  });

  it("that is a bomb is refused by the size it declares, and by the size it has when it lies", async () => {
    const content = Buffer.alloc(80 * 1024 * 1024, 0x20);
    const path = "xl/worksheets/sheet1.xml";
    const honest = deflated([{ path, content }]);
    const liar = deflated([{ path, content, says: 1_000 }]);
    expect(honest.length).toBeLessThan(200_000);
    const before = process.memoryUsage().rss;
    expect(unzip(honest, () => true)).toBe("unpacks-too-large");
    expect(unzip(liar, () => true)).toBe("unpacks-too-large");
    expect(await readFile(liar)).toEqual({ fault: "file-unpacks-too-large" });
    expect(process.memoryUsage().rss - before).toBeLessThan(300 * 1024 * 1024);
  });

  it("changed in any byte never breaks the reader", async () => {
    const whole = xlsxOf([aRow()]);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 }),
        async (changes) => {
          const bytes = Buffer.from(whole);
          for (const [at, value] of changes) bytes[at] = value;
          expect(await readFile(bytes)).toBeDefined();
        },
      ),
      { numRuns: 400 },
    );
  });

  it("of any rows reads back what was written", async () => {
    const text = fc
      .stringMatching(/^[A-Za-z0-9<>&"'=一-龥𠮷 _x]{1,20}$/u)
      .filter((one) => one.trim() === one);
    await fc.assert(
      fc.asyncProperty(text, async (name) => {
        const [read] = await rowsOf(xlsxOf([{ ...row, 外部编号: name }]));
        expect(read?.externalId).toBe(name);
      }),
      { numRuns: 100 },
    );
  });
});

describe("the template", () => {
  it("is a file that this reader takes: no rows, nothing wrong with its header", async () => {
    expect(await readFile(xlsxTemplate())).toEqual({ fault: "no-rows" });
  });

  it("with its example in the first row files a lease", async () => {
    const file = writeXlsx([
      {
        name: "x",
        rows: [columns.map(({ header }) => header), columns.map(({ example }) => example)],
      },
    ]);
    expect((await rowsOf(file))[0]).toMatchObject({ externalId: "HT-2026-0001", draft: {} });
  });
});
