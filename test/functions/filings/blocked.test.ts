import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { endpoints } from "../../../functions/filings/index.ts";
import type { TitleAnswer } from "../../../shared/contract/registers.ts";
import { startApi, type Api } from "../../support/api.ts";
import { startEmulator, type Emulator } from "../../support/emulator.ts";
import { chenAlone, drafted, filingOf, linToChen } from "./line.ts";

/** A register that says of every home what `answer` says at the moment. */
let answer: TitleAnswer;
const register = createServer((request, response) => {
  request.resume().on("end", () => response.end(JSON.stringify(answer)));
});
let emulator: Emulator;
let api: Api;

beforeAll(async () => {
  await new Promise<void>((done) => register.listen(0, "127.0.0.1", done));
  emulator = await startEmulator();
  const { port } = register.address() as AddressInfo;
  api = await startApi(endpoints, {
    table: await emulator.newTable(),
    config: { TITLE_REGISTER_URL: `http://127.0.0.1:${String(port)}` },
  });
});
afterAll(async () => {
  register.close();
  register.closeAllConnections();
  await Promise.all([api.stop(), emulator.stop()]);
});

const says = (
  but: Partial<NonNullable<TitleAnswer["facts"]>>,
  verdict: "agree" | "disagree" = "agree",
) => {
  const facts = {
    holderCount: 1,
    landNature: "STATE",
    use: "RESIDENTIAL",
    areaM2: 60,
    blocked: false,
    ...but,
  } as const;
  answer = { verdict, facts, at: "2026-07-01T10:00:00+08:00" };
};

describe("a home that the register knows better", () => {
  it("is neither sent nor submitted while it may not be let (V15)", async () => {
    says({ blocked: true });
    const [lin, chen] = await Promise.all([api.as("landlord-lin"), api.as("tenant-chen")]);
    const online = await drafted(lin, linToChen());
    const body = { termsDigest: online.termsDigest, submitWhenSigned: true };
    const refused = { status: 409, body: { type: "/problems/unit-blocked", code: "V15" } };
    expect(await lin.post(`/api/filings/${online.id}/send`, body)).toMatchObject(refused);
    const paper = await drafted(chen, chenAlone());
    expect(await chen.post(`/api/filings/${paper.id}/submit`, {})).toMatchObject(refused);
    says({});
    expect((await chen.post(`/api/filings/${paper.id}/submit`, {})).status).toBe(202);
    expect((await filingOf(chen, paper.id)).state).toBe("FILED");
  });

  it.each([
    ["was built for something else (V15)", { use: "NON_RESIDENTIAL" }, "agree", "space", "V15"],
    ["stands on other land (V10)", { landNature: "COLLECTIVE" }, "agree", "landNature", "V10"],
    ["has other holders too (V11)", { holderCount: 2 }, "disagree", "coOwners", "V11"],
  ] as const)("goes to a reviewer when it %s", async (_, facts, verdict, name, code) => {
    says(facts, verdict);
    const chen = await api.as("tenant-chen");
    const { id } = await drafted(chen, chenAlone());
    await chen.post(`/api/filings/${id}/submit`, {});
    const filing = await filingOf(chen, id);
    expect(filing.state).toBe("UNDER_REVIEW");
    expect(filing.checks?.find((one) => one.name === name)).toMatchObject({
      verdict: "disagree",
      code,
    });
  });
});
