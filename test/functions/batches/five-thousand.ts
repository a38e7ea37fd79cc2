/**
 * Files a workbook of 5,000 leases end to end in this process (the emulator and the title register
 * are processes of their own) and prints its figures.
 *
 *   node test/functions/batches/five-thousand.ts [rows]
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmulator } from "../../../infra/local/emulator.ts";
import { FilingBatch, MOST_ROWS } from "../../../shared/contract/batch.ts";
import { unzip } from "../../../functions/imports/zip.ts";
import { deflated } from "./archives.ts";
import { aRow, startOffice, upload, xlsxOf } from "./office.ts";

const total = Number(process.argv[2] ?? MOST_ROWS);
// On a file, as an installation on one machine has it: its stream is indexed then.
const folder = mkdtempSync(join(tmpdir(), "quanju-five-thousand-"));
const emulator = await startEmulator(join(folder, "table.db"), () => undefined);
process.env.AWS_ENDPOINT_URL_DYNAMODB = emulator.url;
const office = await startOffice();
const anju = await office.api.as("enterprise-anju");
// Packed as spreadsheets pack their files.
const entries = unzip(xlsxOf(Array.from({ length: total }, () => aRow())), () => true);
if (typeof entries === "string") throw new Error(entries);
const file = deflated([...entries].map(([path, content]) => ({ path, content })));
const seconds = (since: number): number => Math.round((performance.now() - since) / 10) / 100;
const peakMb = (): number => Math.round(process.resourceUsage().maxRSS / 1024);
const before = { rssMb: peakMb() };

const begun = performance.now();
const answer = await upload(anju, file);
const answeredAfter = seconds(begun);
if (answer.status !== 202) throw new Error(JSON.stringify(answer.body));
const afterRequest = { rssMb: peakMb() };
const path = `/api/filing-batches/${String(answer.body.batchId)}`;
const batch = async () => FilingBatch.parse((await anju.get(path)).body);
let now = await batch();
const takenByRequest = now.done;
while (now.state === "RUNNING") {
  await office.api.tick();
  now = await batch();
  process.stderr.write(`${now.progress} % after ${seconds(begun)} s\n`);
}
const took = seconds(begun);
const result = await anju.get(`${path}/result.csv`);
process.stdout.write(
  `${JSON.stringify({
    ...{
      rows: total,
      fileBytes: file.length,
      status: answer.status,
      answeredAfter,
      takenByRequest,
    },
    ...{ seconds: took, rowsPerSecond: Math.round(total / took), counts: now.counts },
    peakRssMb: { before: before.rssMb, request: afterRequest.rssMb, all: peakMb() },
    resultBytes: result.bytes?.length,
  })}\n`,
);
await office.stop();
await emulator.stop();
rmSync(folder, { recursive: true });
