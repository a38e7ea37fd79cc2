import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { endpoints as filingEndpoints } from "../../../functions/filings/index.ts";
import { endpoints } from "../../../functions/points/index.ts";
import { ParkResidence } from "../../../shared/contract/talent.ts";
import { PARKS, parkOf } from "../../../shared/domain/policy/park-housing.ts";
import { startApi, type Api, type Client } from "../../support/api.ts";
import { startEmulator, type Emulator } from "../../support/emulator.ts";
import { startSimulator, type Simulator } from "../../support/simulator.ts";
import { aFirm } from "../../support/builders/people.ts";
import { chensDraft, filedByChen, problemOf } from "../agencies/office.ts";
import { onRecord } from "../certificates/desk.ts";
import { START } from "../filings/line.ts";

let emulator: Emulator;
let register: Simulator;
let api: Api;
let chen: Client;

beforeAll(async () => {
  [emulator, register] = await Promise.all([startEmulator(), startSimulator("title-register")]);
  api = await startApi([...endpoints, ...filingEndpoints], {
    table: await emulator.newTable(),
    now: START,
    config: { TITLE_REGISTER_URL: register.url },
  });
  chen = await api.as("tenant-chen");
});
afterAll(() => Promise.all([api.stop(), register.stop(), emulator.stop()]));

const park = aFirm({
  ...{ name: "泉州安居住房租赁有限公司", idNumber: "91350599MA0AJ0018M" },
  phone: "19905990003",
});
const proofOf = (client: Client, filingId: string) =>
  client.get(`/api/me/park-residences/${filingId}`);

describe("proof of residence in a park's home, for a school", () => {
  it("names park, home, days and who lives there, masked", async () => {
    const filed = await onRecord(chen, { ...chensDraft(), landlords: [park] });
    await api.moveTo("2026-09-01T02:00:00.000Z");
    const answer = await proofOf(chen, filed.id);
    expect(answer.status).toBe(200);
    const proof = ParkResidence.parse(answer.body);
    expect(proof).toMatchObject({ certificateNo: filed.certificateNo, employer: park.name });
    expect(proof.filedDays).toBeGreaterThan(30);
    expect(proof.residents).toHaveLength(3);
    expect(proof.residents[0]?.name).toContain("*");
    for (const { idNumber } of proof.residents) expect(idNumber).toMatch(/^\d{3}\*{11}/);

    const wu = await api.as("tenant-wu");
    expect((await proofOf(wu, filed.id)).status).toBe(404);
  });

  it("is not given for a home that is no park's", async () => {
    await api.moveTo(START);
    const filed = await filedByChen(chen, {});
    await api.moveTo("2026-09-01T02:00:00.000Z");
    expect(problemOf(await proofOf(chen, filed.id))).toBe("409 /problems/not-park-housing");
  });

  it("goes by the landlord's credit code", () => {
    expect(parkOf(["91350599MA0AJ0018M"])).toBe(PARKS[0]);
    expect(parkOf(["91350502MA000TE569"])).toBeUndefined();
    expect(parkOf([])).toBeUndefined();
  });
});
