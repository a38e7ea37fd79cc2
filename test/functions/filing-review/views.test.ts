import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { endpoints as agencies } from "../../../functions/agencies/index.ts";
import { endpoints as filings } from "../../../functions/filings/index.ts";
import { endpoints as review } from "../../../functions/filing-review/index.ts";
import { View } from "../../../shared/contract/agency.ts";
import { Occupant } from "../../../shared/contract/lease.ts";
import { startApi, type Api, type Client } from "../../support/api.ts";
import { aLease } from "../../support/builders/lease.ts";
import { anIdNumber } from "../../support/builders/people.ts";
import { startEmulator, type Emulator } from "../../support/emulator.ts";
import { startSimulator, type Simulator } from "../../support/simulator.ts";
import { chenAlone, drafted, START } from "../filings/line.ts";

let emulator: Emulator;
let register: Simulator;
let api: Api;
let lin: Client;
let chen: Client;
let fengze: Client;

beforeAll(async () => {
  [emulator, register] = await Promise.all([startEmulator(), startSimulator("title-register")]);
  api = await startApi([...filings, ...review, ...agencies], {
    table: await emulator.newTable(),
    now: START,
    config: { TITLE_REGISTER_URL: register.url },
  });
  [lin, chen, fengze] = (await Promise.all(
    ["landlord-lin", "tenant-chen", "reviewer-fengze"].map((key) => api.as(key)),
  )) as [Client, Client, Client];
});
afterAll(() => Promise.all([api.stop(), register.stop(), emulator.stop()]));

const viewsOf = async (client: Client): Promise<View[]> =>
  View.array().parse((await client.get("/api/me/views")).body.views);

/** Chen's lease, which the register disagrees with, an occupant named in it. */
async function underReview(): Promise<string> {
  const draft = chenAlone();
  const occupant = Occupant.parse({
    ...{ name: "陈一诺", idType: "RESIDENT_ID", idNumber: anIdNumber("20180901", 907) },
    ...{ kinship: "CHILD", from: "2026-07-01" },
  });
  const lease = aLease({ ...draft.lease, occupants: [occupant] });
  await register.script({ key: lease.unit.titleCertNo ?? "", as: "disagree" });
  const { id } = await drafted(chen, { ...draft, lease });
  await chen.post(`/api/filings/${id}/submit`, {});
  await register.clear();
  return id;
}

describe("an officer who reads a case in full", () => {
  it("is found by all whom it tells of among their views: the office, what for and when", async () => {
    const id = await underReview();
    expect(await viewsOf(lin)).toEqual([]);
    expect((await fengze.get(`/api/office/filings/${id}`)).status).toBe(200);
    for (const client of [lin, chen]) {
      const views = await viewsOf(client);
      expect(views).toHaveLength(1);
      expect(views[0]).toMatchObject({
        office: "housing-bureau",
        officeName: { zh: "住建部门" },
        purpose: "FILING_REVIEW",
        at: START,
      });
      expect(views[0]?.certificateNo).toBeUndefined();
    }
    expect(JSON.stringify(await viewsOf(lin))).not.toMatch(/庄明辉|uacc72161f4b9dd5/);
  });

  it("leaves no trace by reading the queue, which names nobody, or a case that is not theirs", async () => {
    const id = await underReview();
    const before = (await viewsOf(lin)).length;
    await fengze.get("/api/office/filings");
    const jinjiang = await api.as("reviewer-jinjiang");
    expect((await jinjiang.get(`/api/office/filings/${id}`)).status).toBe(404);
    expect((await viewsOf(lin)).length).toBe(before);
    await fengze.get(`/api/office/filings/${id}`);
    await fengze.get(`/api/office/filings/${id}`);
    expect((await viewsOf(lin)).length).toBe(before + 2);
  });
});
