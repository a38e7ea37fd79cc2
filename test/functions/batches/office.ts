import { endpoints as filingEndpoints } from "../../../functions/filings/index.ts";
import { endpoints as importEndpoints } from "../../../functions/imports/index.ts";
import { writeXlsx } from "../../../functions/imports/write-xlsx.ts";
import { generatedPerson } from "../../../infra/local/people.ts";
import { BatchRow, FilingBatch } from "../../../shared/contract/batch.ts";
import { columns } from "../../../shared/domain/batches/columns.ts";
import { csvText } from "../../../shared/domain/batches/csv-text.ts";
import { startApi, type Api, type Client } from "../../support/api.ts";
import { partyOf } from "../../support/builders/demo-people.ts";
import { startEmulator } from "../../support/emulator.ts";
import { startSimulator, type Simulator } from "../../support/simulator.ts";

/** Where firms file many leases: real handlers, table, issuer and title register. */
export type Office = { readonly api: Api; readonly register: Simulator; stop(): Promise<void> };

export async function startOffice(): Promise<Office> {
  const [emulator, register] = await Promise.all([
    startEmulator(),
    startSimulator("title-register"),
  ]);
  const api = await startApi([...importEndpoints, ...filingEndpoints], {
    table: await emulator.newTable(),
    now: "2026-07-01T02:00:00.000Z",
    config: { TITLE_REGISTER_URL: register.url },
  });
  return {
    api,
    register,
    stop: async () => {
      await Promise.all([api.stop(), register.stop(), emulator.stop()]);
    },
  };
}

/** The cells of a row by header. */
export type Cells = Readonly<Record<string, string>>;

let made = 0;

/** A lease signed on paper of a flat that no other test has; say only what the test is about. */
export function aRow(but: Cells = {}): Cells {
  const n = ++made;
  const landlord = partyOf("enterprise-anju");
  const tenant = generatedPerson(n);
  const no = String(n).padStart(7, "0");
  return {
    外部编号: `HT-${no}`,
    所在区县: "丰泽区",
    签订方式: "纸质",
    出租人1姓名或名称: landlord.name,
    出租人1证件类型: "居民身份证",
    出租人1证件号码: landlord.idNumber,
    出租人1手机号: landlord.phone,
    承租人1姓名或名称: tenant.name,
    承租人1证件类型: "居民身份证",
    承租人1证件号码: tenant.idNumber,
    承租人1手机号: tenant.phone,
    房屋编码: `QZFZ${no}`,
    标准地址编码: `3505030010010${no}`,
    楼幢地址: "泉州市丰泽区示范小区3号楼",
    详细地址: `泉州市丰泽区示范小区3号楼${no}室`,
    权属证明类型: "不动产权证",
    权属证明编号: `闽(2023)泉州市不动产权第${no}号`,
    土地性质: "国有",
    "出租面积（平方米）": "60.5",
    出租房间数: "2",
    户型: "2-1-1",
    空间类型: "住宅",
    租赁用途: "居住",
    合同订立日期: "2026-06-28",
    租期起始日期: "2026-07-01",
    租期终止日期: "2027-06-30",
    "月租金（元）": "1800.5",
    付款周期: "按月",
    "纸质合同摘要（SHA-256）": "ab".repeat(32),
    ...but,
  };
}

/** The header of the columns that any of the rows fills, and the rows under it. */
export function tableOf(rows: readonly Cells[]): string[][] {
  const used = columns
    .map(({ header, required }) => ({ header, required }))
    .filter(({ header, required }) => required === true || rows.some((row) => row[header]));
  return [
    used.map(({ header }) => header),
    ...rows.map((row) => used.map(({ header }) => row[header] ?? "")),
  ];
}

export const csvOf = (rows: readonly Cells[]): Buffer =>
  Buffer.from(csvText(tableOf(rows)), "utf8");

export const xlsxOf = (rows: readonly Cells[]): Buffer =>
  writeXlsx([{ name: "Sheet1", rows: tableOf(rows) }]);

export const upload = (client: Client, file: Buffer) =>
  client.post("/api/filing-batches", { file: file.toString("base64") });

/** Sends a file and lets the clock finish it. */
export async function taken(
  office: Office,
  client: Client,
  file: Buffer,
): Promise<{ readonly batch: FilingBatch; readonly rows: readonly BatchRow[] }> {
  const answer = await upload(client, file);
  if (answer.status !== 202) throw new Error(JSON.stringify(answer.body));
  return followed(office, client, String(answer.body.batchId));
}

/** Ticks until a batch is at its end; gives it and all of its rows. */
export async function followed(office: Office, client: Client, batchId: string) {
  const path = `/api/filing-batches/${batchId}`;
  const batch = async () => FilingBatch.parse((await client.get(path)).body);
  while ((await batch()).state === "RUNNING") await office.api.tick();
  const rows: BatchRow[] = [];
  let cursor: string | undefined;
  do {
    const query: string = cursor === undefined ? "" : `?cursor=${cursor}`;
    const page = await client.get(`${path}/rows${query}`);
    rows.push(...(page.body.rows as unknown[]).map((row) => BatchRow.parse(row)));
    cursor = page.body.next as string | undefined;
  } while (cursor !== undefined);
  return { batch: await batch(), rows };
}
