import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { everything } from "../../support/emulator.ts";
import type { Line } from "../applications/line.ts";
import {
  accountOf,
  leased,
  ownSubsidy,
  paidRun,
  publicListOf,
  release,
  runOf,
  startRun,
  startWorld,
  waitingHouseholds,
  wantsSubsidy,
} from "./world.ts";

let line: Line;
let chen = "";
let huang = "";
let wu = "";

beforeAll(async () => {
  line = await startWorld();
  [chen = "", huang = "", wu = ""] = await waitingHouseholds(line, [
    ["tenant-chen", wantsSubsidy("tenant-chen")],
    ["tenant-huang", wantsSubsidy("tenant-huang")],
    ["tenant-wu", wantsSubsidy("tenant-wu")],
  ]);
}, 120_000);
afterAll(() => line.stop());

const account = async (key: string, id: string, body: object) =>
  (await line.api.as(key)).post(`/api/applications/${id}/payee-account`, body);

describe("the account of a subsidy", () => {
  it("is the applicant's own, with a right check digit", async () => {
    const own = accountOf("tenant-chen", 1);
    const other = await account("tenant-chen", chen, { ...own, accountName: "林建国" });
    expect(other).toMatchObject({
      status: 422,
      body: { type: "/problems/account-not-own", errors: [{ pointer: "/accountName" }] },
    });
    const wrong = await account("tenant-chen", chen, { ...own, accountNo: "6200000000000000001" });
    expect(wrong).toMatchObject({ status: 400, body: { errors: [{ pointer: "/accountNo" }] } });
    expect(await account("tenant-chen", chen, own)).toMatchObject({
      status: 200,
      body: { applicationId: chen, enrolledOn: "2026-03-14" },
    });
    await account("tenant-huang", huang, accountOf("tenant-huang", 2));
    await account("tenant-wu", wu, accountOf("tenant-wu", 3));
  });

  it("is shown to its owner by its last digits, and absent to others", async () => {
    const { account: shown } = await ownSubsidy(line, "tenant-chen", chen);
    expect(shown?.accountNo).toHaveLength(4);
    const other = await line.api.as("tenant-wu");
    expect((await other.get(`/api/applications/${chen}/subsidy`)).status).toBe(404);
    expect((await account("tenant-wu", chen, accountOf("tenant-wu", 3))).status).toBe(404);
  });

  it("tells each condition with its reason before anything is paid", async () => {
    const { conditions, runs } = await ownSubsidy(line, "tenant-chen", chen);
    expect(runs).toEqual([]);
    expect(conditions.find(({ condition }) => condition === "lease-on-record")).toMatchObject({
      outcome: "NOT_MET",
    });
    expect(conditions.find(({ condition }) => condition === "waited-at-least")?.outcome).toBe(
      "MET",
    );
  });
});

describe("the run of a month", () => {
  let march = "";

  it("is refused before the month begins, to another district, and without the role", async () => {
    expect(await startRun(line, "2026-04")).toMatchObject({
      status: 422,
      body: { type: "/problems/month-not-begun" },
    });
    const body = { jurisdiction: "350503", month: "2026-03" };
    const jinjiang = await line.api.as("reviewer-jinjiang");
    expect((await jinjiang.post("/api/office/subsidy-runs", body)).status).toBe(404);
    const citizen = await line.api.as("tenant-chen");
    expect((await citizen.post("/api/office/subsidy-runs", body)).status).toBe(403);
  });

  it("lists who waits with a filed lease, to the fen, and says why others are not paid", async () => {
    await leased(line, "tenant-chen");
    await leased(line, "tenant-wu", { monthlyRentFen: 150_001 });
    await line.api.moveTo("2026-04-01T02:00:00.000Z");
    const started = await startRun(line, "2026-03");
    expect(started).toMatchObject({ status: 201, body: { state: "PREPARING" } });
    march = String(started.body.runId);
    const run = await runOf(line, march);
    // 18 of 31 days on the list: half of 1,800 yuan, and half of 1,500.01 yuan.
    expect(run).toMatchObject({
      ...{ state: "PUBLICITY", publicity: { from: "2026-04-01", until: "2026-04-13" } },
      listed: { households: 2, fen: 52_258 + 43_548 },
    });
    const lineOf = (id: string) => run.lines.find(({ applicationId }) => applicationId === id);
    expect(lineOf(chen)).toMatchObject({
      ...{ state: "LISTED", fen: 52_258 },
      months: [{ month: "2026-03", days: 18, ofDays: 31, percent: 50, late: false }],
    });
    expect(lineOf(wu)?.fen).toBe(43_548);
    expect(lineOf(huang)).toMatchObject({
      ...{ state: "HELD", fen: 0, held: [{ month: "2026-03", because: "NO_LEASE" }] },
    });
  });

  it("is public with masked names and the sum, without those who are not paid", async () => {
    const { rows, total } = await publicListOf(line, await runOf(line, march));
    expect(total).toEqual({ households: 2, fen: 95_806 });
    expect(rows.map(({ name }) => name).toSorted()).toEqual(["吴*远", "陈*远"].toSorted());
    expect(rows.every(({ idNumber }) => /^350\*{11}\w{4}$/.test(idNumber ?? ""))).toBe(true);
  });

  it("stands alone in its area until it is released or cancelled", async () => {
    expect(await startRun(line, "2026-03")).toMatchObject({
      status: 409,
      body: { type: "/problems/subsidy-run-under-way", runId: march },
    });
  });

  it("strikes off a household whose objection was upheld, with the reason told to it", async () => {
    const reviewer = await line.api.as("reviewer-fengze");
    const path = `/api/office/subsidy-runs/${march}/lines/${wu}/strike`;
    const struck = await reviewer.post(path, { reason: "经核实，该户已不在该住房居住" });
    expect(struck).toMatchObject({ status: 200, body: { state: "PUBLICITY" } });
    expect(await reviewer.post(path, { reason: "再次核减" })).toMatchObject({
      status: 409,
      body: { type: "/problems/line-out-of-step", line: "STRUCK" },
    });
    const { runs } = await ownSubsidy(line, "tenant-wu", wu);
    expect(runs).toMatchObject([
      { state: "STRUCK", fen: 0, reason: "经核实，该户已不在该住房居住" },
    ]);
  });

  it("is released after its publicity by another officer, once", async () => {
    expect(await release(line, march)).toMatchObject({
      status: 409,
      body: { type: "/problems/subsidy-publicity-not-over", until: "2026-04-13" },
    });
    expect((await release(line, march, "reviewer-fengze")).status).toBe(403);
    await line.api.moveTo("2026-04-13T15:59:59.000Z");
    expect((await release(line, march)).status).toBe(409);
    await line.api.moveTo("2026-04-13T16:00:00.000Z");
    const answers = await Promise.all(Array.from({ length: 4 }, () => release(line, march)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
    expect(await runOf(line, march)).toMatchObject({
      ...{ state: "RELEASED", paid: { households: 1, fen: 52_258 } },
    });
  });

  it("gives the bank a file whose sum is what was paid, to officers alone, on record", async () => {
    const path = `/api/office/subsidy-runs/${march}/payment-file`;
    const approver = await line.api.as("approver-fengze");
    const file = await approver.get(path);
    const text = Buffer.from(file.bytes ?? []).toString("utf8");
    const { fileDigest } = await runOf(line, march);
    expect(createHash("sha256").update(text).digest("hex")).toBe(fileDigest);
    const own = accountOf("tenant-chen", 1);
    const [header, row, total] = text.split("\r\n");
    expect(header).toBe("序号,收款人,账号,开户行,金额（元）,用途,备注");
    expect(row).toContain(`1,陈思远,${own.accountNo},${own.bank},522.58,住房租赁补贴,`);
    expect(total).toBe("合计,1,,,522.58,,");
    const reviewer = await line.api.as("reviewer-fengze");
    expect((await reviewer.get(path)).status).toBe(403);
    const jinjiang = await line.api.as("reviewer-jinjiang");
    expect((await jinjiang.get(`/api/office/subsidy-runs/${march}`)).status).toBe(404);
    const items = await everything(line.api.services.table);
    const reads = items.filter(
      ({ pk, action }) => pk === `SUBSIDYRUN#${march}` && action === "getPaymentFile",
    );
    expect(reads).toHaveLength(1);
  });

  it("pays nobody twice when the month is run again", async () => {
    const again = await paidRun(line, "2026-03", "2026-05-06");
    const run = await runOf(line, again);
    expect(run.paid).toEqual({ households: 1, fen: 43_548 });
    const lineOf = (id: string) => run.lines.find(({ applicationId }) => applicationId === id);
    // Struck off in one list, Wu may be in the next; Chen has had March.
    expect(lineOf(wu)?.state).toBe("PAID");
    expect(lineOf(chen)).toMatchObject({
      ...{ state: "HELD", held: [{ month: "2026-03", because: "ALREADY_PAID" }] },
    });
  });

  it("pays a late lease's months with the next one, and a month the bank sent back", async () => {
    await leased(line, "tenant-huang", { monthlyRentFen: 100_000 });
    const approver = await line.api.as("approver-fengze");
    const returned = await approver.post(`/api/office/subsidy-runs/${march}/lines/${chen}/return`, {
      reason: "账户已注销",
    });
    expect(returned.status).toBe(200);
    const april = await paidRun(line, "2026-04", "2026-05-20");
    const run = await runOf(line, april);
    const lineOf = (id: string) => run.lines.find(({ applicationId }) => applicationId === id);
    expect(lineOf(huang)).toMatchObject({
      ...{ state: "PAID", fen: 29_032 + 50_000 },
      months: [
        { month: "2026-03", late: true },
        { month: "2026-04", late: false },
      ],
    });
    expect(lineOf(chen)).toMatchObject({ state: "PAID", fen: 52_258 + 90_000 });
    const { runs } = await ownSubsidy(line, "tenant-chen", chen);
    expect(runs.map(({ state }) => state)).toEqual(["PAID", "HELD", "RETURNED"]);
  });

  it("pays the days until a household left the list, and nothing after", async () => {
    await line.api.moveTo("2026-05-25T02:00:00.000Z");
    const person = await line.api.as("tenant-wu");
    const withdrawn = await person.post(`/api/applications/${wu}/withdrawal`, {});
    expect(withdrawn.status).toBe(200);
    await line.api.moveTo("2026-06-01T02:00:00.000Z");
    const may = await runOf(line, await paidRun(line, "2026-05", "2026-06-15"));
    const lineOf = (lines: typeof may.lines) => lines.find((one) => one.applicationId === wu);
    // Half of 1,500.01 yuan for 24 of 31 days.
    expect(lineOf(may.lines)).toMatchObject({
      ...{ state: "PAID", months: [{ month: "2026-05", days: 24, fen: 58_064 }] },
    });
    const june = await runOf(line, await paidRun(line, "2026-06", "2026-06-30"));
    expect(lineOf(june.lines)).toBeUndefined();
  });

  it("takes the names off the list fifteen days after the period, and leaves nothing due", async () => {
    await line.api.moveTo("2026-07-01T02:00:00.000Z");
    const { rows } = await publicListOf(line, await runOf(line, march));
    expect(rows.some(({ name, idNumber }) => name !== undefined || idNumber !== undefined)).toBe(
      false,
    );
    expect((await line.api.tick()).left).toBe(0);
  });

  it("leaves no account number, name or file readable in table or files", async () => {
    const dump = JSON.stringify(await everything(line.api.services.table));
    for (const [key, serial] of [
      ["tenant-chen", 1],
      ["tenant-huang", 2],
    ] as const) {
      const { accountNo, accountName } = accountOf(key, serial);
      expect(dump).not.toContain(accountNo);
      expect(dump).not.toContain(accountName);
    }
    const sealed = await line.api.services.sealedFiles.read(`sealed/subsidies/${march}`);
    expect(Buffer.from(sealed ?? []).toString("utf8")).toMatch(/^v1\|/);
  });
});
