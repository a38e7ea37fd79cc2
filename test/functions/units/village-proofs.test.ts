import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { endpoints as agencies } from "../../../functions/agencies/index.ts";
import { endpoints as filings } from "../../../functions/filings/index.ts";
import { endpoints as review } from "../../../functions/filing-review/index.ts";
import { readCertificateToken } from "../../../functions/public/read-certificate-token.ts";
import { endpoints as units } from "../../../functions/units/index.ts";
import { VillageProof, type VillageProofRequest } from "../../../shared/contract/village-proof.ts";
import { startApi, type Api, type Client } from "../../support/api.ts";
import { partyOf } from "../../support/builders/demo-people.ts";
import { aUnit } from "../../support/builders/lease.ts";
import { everything, startEmulator, type Emulator } from "../../support/emulator.ts";
import { startSimulator, type Simulator } from "../../support/simulator.ts";
import { aFlat, chenAlone, drafted, filingOf, linToChen, START } from "../filings/line.ts";

let emulator: Emulator;
let register: Simulator;
let api: Api;
let lin: Client;
let chen: Client;
let village: Client;
let other: Client;
let clerk: Client;
let fengze: Client;
let jinjiang: Client;

beforeAll(async () => {
  [emulator, register] = await Promise.all([startEmulator(), startSimulator("title-register")]);
  api = await startApi([...filings, ...review, ...units, ...agencies, readCertificateToken], {
    table: await emulator.newTable(),
    now: START,
    config: { TITLE_REGISTER_URL: register.url },
  });
  const keys = [
    "landlord-lin",
    "tenant-chen",
    "village-fengze",
    "village-jinjiang",
    "clerk-fengze",
  ];
  [lin, chen, village, other, clerk] = (await Promise.all(keys.map((key) => api.as(key)))) as [
    Client,
    Client,
    Client,
    Client,
    Client,
  ];
  fengze = await api.as("reviewer-fengze");
  jinjiang = await api.as("reviewer-jinjiang");
});
afterAll(() => Promise.all([api.stop(), register.stop(), emulator.stop()]));

const VILLAGE = "N1350599MA0CY0011L";

const request = (flatId: string, but: Partial<VillageProofRequest> = {}): VillageProofRequest => ({
  jurisdiction: "350503",
  villageUscc: VILLAGE,
  villageName: "丰泽区示范村村民委员会",
  home: {
    flatId,
    regionCode: "350503",
    building: "泉州市丰泽区示范村12号",
    address: "泉州市丰泽区示范村12号二楼",
    areaM2: 96,
    landUse: "HOMESTEAD",
  },
  holders: [partyOf("landlord-lin")],
  declaration: true,
  ...but,
});

const ISSUE = {
  decision: "ISSUE",
  documentNo: "示范村证〔2026〕1号",
  documentDigest: "ab".repeat(32),
};
const DECLARED = { decision: "CONFIRM", as: "DECLARED" };
const REGISTERED = { decision: "CONFIRM", as: "AUTO_VERIFIED", registerNo: "丰宅字第0012号" };

async function asked(flatId = aFlat().flatId): Promise<{ id: string; flatId: string }> {
  const answer = await lin.post("/api/village-proofs", request(flatId));
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return { id: String(answer.body.id), flatId };
}
const word = (client: Client, id: string, body: unknown = ISSUE) =>
  client.post(`/api/office/village-proofs/${id}/proof`, body);
const check = (client: Client, id: string, body: unknown = DECLARED) =>
  client.post(`/api/office/village-proofs/${id}/decision`, body);
const waiting = async (client: Client) =>
  ((await client.get("/api/office/village-proofs")).body.proofs as { id: string }[]).map(
    ({ id }) => id,
  );

/** Lin's village home let to Chen on paper. */
const lease = (flatId: string) => {
  const draft = linToChen();
  const { titleCertNo: _, ...unit } = aUnit({ flatId });
  return linToChen({
    signing: "PAPER",
    lease: {
      ...draft.lease,
      unit: { ...unit, titleType: "VILLAGE_PROOF", landNature: "COLLECTIVE" },
      contractDigest: "cd".repeat(32),
    },
  });
};
async function filedBy(client: Client, flatId: string) {
  const { id } = await drafted(client, lease(flatId));
  await client.post(`/api/filings/${id}/submit`, {});
  return filingOf(client, id);
}

describe("a home on collective land", () => {
  it("waits for a reviewer without a proof; declared through one, its leases are filed at once", async () => {
    const { id, flatId } = await asked();
    expect((await filedBy(lin, flatId)).state).toBe("UNDER_REVIEW");
    expect(await waiting(village)).toContain(id);
    expect(await waiting(clerk)).not.toContain(id);
    expect(await word(village, id)).toMatchObject({
      status: 200,
      body: { state: "ISSUED", dueOn: "2026-07-08" },
    });
    expect(await waiting(village)).not.toContain(id);
    expect(await waiting(clerk)).toContain(id);
    expect((await check(clerk, id)).body).toMatchObject({ state: "CONFIRMED" });
    expect(await waiting(clerk)).not.toContain(id);

    const other = await filedBy(lin, (await declared()).flatId);
    expect(other).toMatchObject({
      state: "FILED",
      unitVerification: { state: "DECLARED", recheck: true },
      lease: { unit: { landNature: "COLLECTIVE" } },
    });
    const title = other.checks?.find(({ name }) => name === "title");
    expect(title).toMatchObject({ verdict: "agree" });
    expect(title?.source).toMatch(/^village-proof V/);
    expect(title?.message?.zh).toContain("房屋权属");
    const { certificateNo, code } = other.certificate ?? {};
    const police = await api.as("agency:police");
    const question = { certificateNo, code, purpose: "RESIDENCE_PERMIT" };
    const told = await police.post("/api/agencies/lease-checks", question, { key: null });
    // Declared only: whoever grants a service on it looks at the home first.
    expect(told).toMatchObject({ status: 200, body: { status: "IN_FORCE", recheck: true } });
    const token = other.certificate?.token ?? "";
    const anyone = await api.as();
    expect((await anyone.get(`/api/certificates/${token}`)).body).toMatchObject({
      landNature: "COLLECTIVE",
      status: "IN_FORCE",
    });
  });

  const declared = async (body: unknown = DECLARED) => {
    const proof = await asked();
    await word(village, proof.id);
    const answer = await check(clerk, proof.id, body);
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
    return proof;
  };

  it("that the register of homesteads has too is verified, with its number", async () => {
    const { registerNo: _, ...without } = REGISTERED;
    const proof = await asked();
    await word(village, proof.id);
    expect((await check(clerk, proof.id, without)).status).toBe(400);
    await check(clerk, proof.id, REGISTERED);
    expect((await filedBy(lin, proof.flatId)).unitVerification).toMatchObject({
      state: "AUTO_VERIFIED",
      recheck: false,
    });
    expect((await fengze.get(`/api/office/units/${proof.flatId}`)).body).toMatchObject({
      verification: { state: "AUTO_VERIFIED" },
      history: [{ reason: "AUTO_VERIFIED" }],
    });
  });

  it("proved for one holder is not proved for another", async () => {
    const { flatId } = await declared();
    const draft = lease(flatId);
    const byOu = { ...draft, landlords: [partyOf("landlord-ou")] };
    const ou = await api.as("landlord-ou");
    const { id } = await drafted(ou, byOu);
    await ou.post(`/api/filings/${id}/submit`, {});
    expect((await filingOf(ou, id)).state).toBe("UNDER_REVIEW");
  });

  it("is declined by the village, or refused by the subdistrict, with reasons its holder reads", async () => {
    const first = await asked();
    const decline = { decision: "DECLINE", reasonCode: "DISPUTED", reason: "宅基地权属有争议" };
    expect((await word(village, first.id, decline)).body).toMatchObject({ state: "DECLINED" });
    expect(
      VillageProof.parse((await lin.get(`/api/village-proofs/${first.id}`)).body),
    ).toMatchObject({
      refusal: { by: "VILLAGE", reasonCode: "DISPUTED", reason: "宅基地权属有争议" },
    });
    const second = await asked();
    await word(village, second.id);
    const refuse = { decision: "REFUSE", reasonCode: "PAPER_DOUBTFUL", reason: "证明与底册不符" };
    expect((await check(clerk, second.id, refuse)).body).toMatchObject({ state: "REFUSED" });
    expect((await filedBy(lin, second.flatId)).state).toBe("UNDER_REVIEW");
    expect((await check(clerk, second.id)).body).toMatchObject({ type: "/problems/out-of-step" });
  });

  it("is asked for by a holder, where it lies, and taken back while it waits", async () => {
    const { flatId } = aFlat();
    expect((await chen.post("/api/village-proofs", request(flatId))).body).toMatchObject({
      type: "/problems/not-a-holder",
    });
    const elsewhere = request(flatId, { jurisdiction: "350582" });
    expect((await lin.post("/api/village-proofs", elsewhere)).body).toMatchObject({
      type: "/problems/region-mismatch",
      errors: [{ pointer: "/home/regionCode" }],
    });
    const { id } = await asked(flatId);
    expect((await chen.post(`/api/village-proofs/${id}/withdrawal`, {})).status).toBe(404);
    expect((await lin.post(`/api/village-proofs/${id}/withdrawal`, {})).body).toMatchObject({
      state: "WITHDRAWN",
    });
    expect((await word(village, id)).body).toMatchObject({ type: "/problems/out-of-step" });
    expect((await lin.get("/api/village-proofs")).body.proofs).toContainEqual(
      expect.objectContaining({ id, state: "WITHDRAWN" }),
    );
  });

  it("is another village's and another district's to nobody's knowledge", async () => {
    const { id } = await asked();
    expect((await word(other, id)).status).toBe(404);
    expect((await other.get(`/api/office/village-proofs/${id}`)).status).toBe(404);
    expect((await clerk.get(`/api/office/village-proofs/${id}`)).status).toBe(404);
    expect((await check(clerk, id)).status).toBe(404);
    expect((await word(clerk, id)).status).toBe(403);
    expect((await check(village, id)).status).toBe(403);
    expect((await chen.get(`/api/village-proofs/${id}`)).status).toBe(404);
  });

  it("is read by an office only after its holder can see so", async () => {
    const { id } = await asked();
    const seen = VillageProof.parse((await village.get(`/api/office/village-proofs/${id}`)).body);
    expect(seen.holders[0]).toMatchObject({ name: "林建国" });
    const { views } = (await lin.get("/api/me/views")).body;
    expect(views).toContainEqual(
      expect.objectContaining({ office: "village", purpose: "VILLAGE_PROOF" }),
    );
  });

  it("keeps no name, number or address in clear", async () => {
    await asked();
    const items = JSON.stringify(
      (await everything(api.services.table)).filter(({ pk }) => String(pk).startsWith("PROOF#")),
    );
    expect(items).not.toMatch(/林建国|350599196803129016|19905990001|二楼/);
  });
});

describe("what is known of a home", () => {
  const unitOf = (client: Client, flatId: string) => client.get(`/api/office/units/${flatId}`);
  const say = (client: Client, flatId: string, state: string, reasonCode: string) =>
    client.post(`/api/office/units/${flatId}/verification`, {
      ...{ jurisdiction: "350503", state, reasonCode, reason: "经现场核查" },
    });

  it("comes from the register at its first filing, and is kept with its history", async () => {
    const draft = linToChen();
    const terms = { ...draft.lease, contractDigest: "cd".repeat(32) };
    const paper = { ...draft, signing: "PAPER" as const, lease: terms };
    const { id } = await drafted(lin, paper);
    await lin.post(`/api/filings/${id}/submit`, {});
    expect((await filingOf(lin, id)).unitVerification).toMatchObject({
      state: "AUTO_VERIFIED",
      source: "title-register",
    });
    const { flatId } = draft.lease.unit;
    expect((await say(fengze, flatId, "BLOCKED", "UNSAFE")).status).toBe(200);
    expect((await say(fengze, flatId, "UNVERIFIED", "PUT_RIGHT")).status).toBe(200);
    const { verification, history } = (await unitOf(fengze, flatId)).body;
    expect(verification).toMatchObject({ state: "UNVERIFIED", source: "officer" });
    expect((history as { state: string }[]).map(({ state }) => state)).toEqual([
      "UNVERIFIED",
      "BLOCKED",
      "AUTO_VERIFIED",
    ]);
  });

  it("is seen by hand when a reviewer files what no register knows, and then counts", async () => {
    const { flatId } = aFlat();
    const waits = await filedBy(lin, flatId);
    expect(waits.state).toBe("UNDER_REVIEW");
    await fengze.post(`/api/office/filings/${waits.id}/decision`, { decision: "FILE" });
    expect(await filingOf(lin, waits.id)).toMatchObject({
      state: "FILED",
      unitVerification: { state: "MANUAL_VERIFIED", source: "officer" },
    });
    const draft = lease(flatId);
    const next = { ...draft, lease: { ...draft.lease, from: "2027-07-01", until: "2028-06-30" } };
    const { id } = await drafted(lin, next);
    await lin.post(`/api/filings/${id}/submit`, {});
    expect((await filingOf(lin, id)).state).toBe("FILED");
  });

  it("that may not be let is neither sent, submitted, filed nor proved (V15)", async () => {
    const draft = chenAlone();
    const { flatId } = draft.lease.unit;
    await register.script({ key: draft.lease.unit.titleCertNo ?? "", as: "disagree" });
    const { id } = await drafted(chen, draft);
    await chen.post(`/api/filings/${id}/submit`, {});
    await register.clear();
    await say(fengze, flatId, "BLOCKED", "ILLEGAL_BUILDING");
    expect(
      (await fengze.post(`/api/office/filings/${id}/decision`, { decision: "FILE" })).body,
    ).toMatchObject({ code: "V15" });
    const later = await drafted(chen, draft);
    expect((await chen.post(`/api/filings/${later.id}/submit`, {})).body).toMatchObject({
      code: "V15",
    });
    const { lease: terms } = draft;
    const online = await drafted(lin, linToChen({ lease: terms }));
    const send = { termsDigest: online.termsDigest, submitWhenSigned: true };
    expect((await lin.post(`/api/filings/${online.id}/send`, send)).body).toMatchObject({
      code: "V15",
    });
    expect((await lin.post("/api/village-proofs", request(flatId))).body).toMatchObject({
      code: "V15",
    });
  });

  it("is said with a reason that fits, in order, by officers in charge there", async () => {
    const { flatId } = aFlat();
    expect((await say(fengze, flatId, "BLOCKED", "PAPERS_SEEN")).body).toMatchObject({
      type: "/problems/reason-does-not-fit",
    });
    expect((await say(fengze, flatId, "UNVERIFIED", "MISTAKE")).body).toMatchObject({
      type: "/problems/unit-out-of-step",
      state: "UNVERIFIED",
    });
    expect((await say(jinjiang, flatId, "BLOCKED", "UNSAFE")).status).toBe(404);
    expect((await say(lin, flatId, "BLOCKED", "UNSAFE")).status).toBe(403);
    await say(fengze, flatId, "BLOCKED", "UNSAFE");
    expect((await unitOf(jinjiang, flatId)).status).toBe(404);
    expect((await unitOf(clerk, flatId)).status).toBe(200);
  });
});
