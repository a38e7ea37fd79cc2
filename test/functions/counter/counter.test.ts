import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { FilingDraft } from "../../../shared/contract/filing.ts";
import { Filing } from "../../../shared/contract/filing.ts";
import type { Client } from "../../support/api.ts";
import { partyOf } from "../../support/builders/demo-people.ts";
import { everything } from "../../support/emulator.ts";
import { onPaper, startFilers, type Filers } from "../filings/filers.ts";
import { filingOf } from "../filings/line.ts";
import { AUDIENCE, forgingIssuer, holder } from "../rights-world.ts";

let world: Filers;
let clerk: Client;
let lin: Client;
let reviewer: Client;

beforeAll(async () => {
  world = await startFilers();
  [clerk, lin, reviewer] = await Promise.all([
    world.api.as("clerk-fengze"),
    world.api.as("landlord-lin"),
    world.api.as("reviewer-fengze"),
  ]);
});
afterEach(() => world.clear());
afterAll(() => world.stop());

const COUNTER = "/api/office/counter/filings";
const personOf = (key: string) => {
  const { name, idType, idNumber } = partyOf(key);
  return { name, idType, idNumber };
};
/** Lin has no phone; neither has the tenant. */
const mute = (but: Partial<FilingDraft> = {}): FilingDraft => {
  const draft = onPaper(but);
  const silent = <P extends FilingDraft["landlords"][number]>({ phone: _, ...party }: P) => party;
  return {
    ...draft,
    landlords: draft.landlords.map((one) => (one.kind === "person" ? silent(one) : one)),
    tenants: draft.tenants.map((one) => (one.kind === "person" ? silent(one) : one)),
  };
};
async function entered(draft: FilingDraft, key = "landlord-lin", by = clerk) {
  const answer = await by.post(COUNTER, { person: personOf(key), draft });
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return { id: String(answer.body.id), termsDigest: String(answer.body.termsDigest) };
}
const onSheet = ({ id, termsDigest }: { id: string; termsDigest: string }, by = clerk) =>
  by.post(`${COUNTER}/${id}/confirmation`, {
    ...{ how: "PAPER", paperDigest: "cd".repeat(32), termsDigest },
  });
const onCode = ({ id, termsDigest }: { id: string; termsDigest: string }, code: string) =>
  clerk.post(`${COUNTER}/${id}/confirmation`, { how: "SMS_CODE", code, termsDigest });
const codeOf = async (id: string) => {
  const texts = (await everything(world.api.services.table)).filter(
    ({ cause, kind }) => kind === "counter-code" && String(cause).includes(id),
  );
  const last = texts.toSorted((one, other) => (String(one.cause) < String(other.cause) ? -1 : 1));
  return (last.at(-1)?.facts as { code: string }).code;
};

describe("a clerk at the counter", () => {
  it("enters a lease for someone without a phone, who signs the printed sheet; it is on record", async () => {
    const begun = await entered(mute());
    expect((await clerk.get(`${COUNTER}/${begun.id}`)).body).toMatchObject({
      state: "DRAFT",
      filer: { capacity: "COUNTER", duty: "MUST" },
      landlords: [{ name: "林建国", idNumber: partyOf("landlord-lin").idNumber }],
    });
    expect(await onSheet(begun)).toMatchObject({ status: 202, body: { state: "SUBMITTED" } });
    const filing = await filingOf(lin, begun.id);
    expect(filing).toMatchObject({
      state: "FILED",
      filer: {
        capacity: "COUNTER",
        confirmation: {
          ...{ how: "PAPER", paperDigest: "cd".repeat(32), termsDigest: begun.termsDigest },
        },
      },
    });
    const mine = (await lin.get("/api/filings")).body.filings as { id: string }[];
    expect(mine.map(({ id }) => id)).toContain(begun.id);
    const chain = (await everything(world.api.services.table)).filter(
      ({ pk, sk }) => pk === `FILING#${begun.id}` && String(sk).startsWith("AUDIT#"),
    );
    expect(chain.map(({ action, role, outcome }) => [action, role, outcome])).toEqual([
      ["enterFiling", "clerk", "DRAFT"],
      ["getCounterFiling", "clerk", "READ"],
      ["confirmAtCounter", "clerk", "SUBMITTED"],
      ["checkFiling", "system", "FILED"],
    ]);
    expect(new Set(chain.slice(0, 3).map(({ actor }) => actor))).toEqual(
      new Set(["ub5993912dd3d8c1"]),
    );
  });

  it("sends a code, which the person says back", async () => {
    const begun = await entered(onPaper({ filerRole: "TENANT" }), "tenant-chen");
    expect((await onCode(begun, "123456")).body).toMatchObject({ type: "/problems/no-code-sent" });
    const asked = await clerk.post(`${COUNTER}/${begun.id}/codes`, {});
    expect(asked).toMatchObject({ status: 201, body: { until: "2026-07-01T02:10:00.000Z" } });
    const code = await codeOf(begun.id);
    expect(code).toMatch(/^\d{6}$/);
    expect((await onCode(begun, code)).body).toMatchObject({ state: "SUBMITTED" });
    const chen = await world.api.as("tenant-chen");
    expect(await filingOf(chen, begun.id)).toMatchObject({
      state: "FILED",
      filer: { duty: "MAY", confirmation: { how: "SMS_CODE" } },
    });
    const item = (await everything(world.api.services.table)).find(
      ({ pk, sk }) => pk === `FILING#${begun.id}` && sk === "HEAD",
    );
    expect(JSON.stringify(item)).not.toContain(code);
  });

  it("has five tries at a code, and ten minutes", async () => {
    const begun = await entered(onPaper());
    await clerk.post(`${COUNTER}/${begun.id}/codes`, {});
    const code = await codeOf(begun.id);
    const wrong = code === "000000" ? "000001" : "000000";
    for (let round = 0; round < 5; round++)
      expect(await onCode(begun, wrong)).toMatchObject({
        status: 422,
        body: { type: "/problems/wrong-code", errors: [{ pointer: "/code" }] },
      });
    expect((await onCode(begun, code)).body).toMatchObject({ type: "/problems/no-code-sent" });
    const again = () => clerk.post(`${COUNTER}/${begun.id}/codes`, {});
    expect(await again()).toMatchObject({
      status: 429,
      body: { type: "/problems/too-many-requests" },
    });
    await world.api.moveTo("2026-07-01T02:01:00.000Z");
    expect((await again()).status).toBe(201);
    const second = await codeOf(begun.id);
    await world.api.moveTo("2026-07-01T02:11:00.001Z");
    expect((await onCode(begun, second)).body).toMatchObject({ type: "/problems/no-code-sent" });
    expect((await again()).status).toBe(201);
    expect((await onCode(begun, await codeOf(begun.id))).status).toBe(202);
  });

  it("sends none to who has no number", async () => {
    const begun = await entered(mute());
    expect((await clerk.post(`${COUNTER}/${begun.id}/codes`, {})).body).toMatchObject({
      type: "/problems/no-phone",
    });
  });

  it("has exactly these terms confirmed and no others", async () => {
    const begun = await entered(mute());
    const other = { ...begun, termsDigest: "0".repeat(64) };
    expect((await onSheet(other)).body).toMatchObject({ type: "/problems/terms-changed" });
    expect((await onSheet(begun)).status).toBe(202);
    expect(await onSheet(begun)).toMatchObject({ status: 409, body: { state: "FILED" } });
  });

  it("enters for a minor's guardian, too", async () => {
    const wu = partyOf("tenant-wu");
    const guardian = {
      ...{ name: wu.name, idType: wu.idType, idNumber: wu.idNumber },
      ...{ phone: wu.phone, as: "PARENT" as const },
    };
    const child = {
      ...{ kind: "person" as const, name: "吴雨桐", idType: "RESIDENT_ID" as const },
      ...{ idNumber: "350599201503069123", guardian },
    };
    const begun = await entered(onPaper({ tenants: [child], filerRole: "TENANT" }), "tenant-wu");
    await clerk.post(`${COUNTER}/${begun.id}/codes`, {});
    expect((await onCode(begun, await codeOf(begun.id))).status).toBe(202);
    expect((await filingOf(await world.api.as("tenant-wu"), begun.id)).state).toBe("FILED");
  });
});

describe("what was filed in someone's name at the counter", () => {
  it("they may object to under their own: it may never have been their word", async () => {
    const begun = await entered(mute());
    expect((await onSheet(begun)).status).toBe(202);
    const objection = { reason: "我没有到过窗口", interest: "我是出租人" };
    const path = `/api/filings/${begun.id}/objections`;
    expect((await lin.post(path, objection)).status).toBe(201);
    expect((await filingOf(lin, begun.id)).state).toBe("FILED");
  });
});

describe("gaps in what was entered at the counter", () => {
  it("are made good there, signed for anew, and checked again within three full days", async () => {
    const draft = mute();
    await world.titles.script({ key: draft.lease.unit.titleCertNo ?? "", as: "unknown", times: 2 });
    const begun = await entered(draft);
    expect((await onSheet(begun)).status).toBe(202);
    const gaps = [{ pointer: "/lease/unit/titleCertNo", reason: "证号与权属证书不符" }];
    const path = `/api/office/filings/${begun.id}/decision`;
    const word = await reviewer.post(path, { decision: "REQUEST_CORRECTION", gaps });
    expect(word.body).toMatchObject({ state: "CORRECTION" });
    const again = `${COUNTER}/${begun.id}/resubmission`;
    const paperDigest = "ef".repeat(32);
    expect((await clerk.post(again, { draft, paperDigest })).body).toMatchObject({
      type: "/problems/nothing-changed",
    });
    const unit = { ...draft.lease.unit, titleCertNo: "闽(2023)泉州市不动产权第0500001号" };
    const mended = { ...draft, lease: { ...draft.lease, unit } };
    expect((await clerk.post(again, { draft: mended, paperDigest })).body).toMatchObject({
      state: "SUBMITTED",
    });
    expect(await filingOf(lin, begun.id)).toMatchObject({
      state: "FILED",
      filer: { capacity: "COUNTER", confirmation: { how: "PAPER", paperDigest } },
    });
  });
});

describe("what a clerk may not enter", () => {
  const refused = async (person: unknown, draft: FilingDraft, by = clerk) =>
    by.post(COUNTER, { person, draft });

  it("another district's home, a lease to be signed on a screen, someone who is no party", async () => {
    const draft = onPaper();
    const unit = { ...draft.lease.unit, regionCode: "350582" as const };
    const jinjiang = { ...draft, jurisdiction: "350582" as const, lease: { ...draft.lease, unit } };
    expect(await refused(personOf("landlord-lin"), jinjiang)).toMatchObject({
      status: 403,
      body: { type: "/problems/other-district" },
    });
    const online = { ...draft, signing: "ONLINE" as const };
    expect(await refused(personOf("landlord-lin"), online)).toMatchObject({
      status: 422,
      body: { type: "/problems/counter-needs-paper", errors: [{ pointer: "/draft/signing" }] },
    });
    expect(await refused(personOf("tenant-wu"), draft)).toMatchObject({
      status: 422,
      body: { type: "/problems/filer-not-entitled", errors: [{ pointer: "/draft/filerRole" }] },
    });
    const misnamed = { ...personOf("landlord-lin"), name: "林建军" };
    expect(await refused(misnamed, draft)).toMatchObject({
      status: 422,
      body: { code: "V03", errors: [{ pointer: "/person/name" }] },
    });
  });

  it("a lease of their own", async () => {
    const draft = onPaper({ tenants: [partyOf("clerk-fengze")] });
    expect(await refused(personOf("landlord-lin"), draft)).toMatchObject({
      status: 403,
      body: { type: "/problems/own-case" },
    });
  });

  it("a broker's deal: brokers file themselves (V27)", async () => {
    const draft = onPaper();
    const broker = {
      name: "泉州海西房地产经纪有限公司",
      uscc: "91350599MA0HX00291",
      agent: "许美玲",
    };
    const deal = { ...draft, lease: { ...draft.lease, broker } };
    expect((await refused(personOf("landlord-lin"), deal)).body).toMatchObject({ code: "V27" });
  });

  it("and what another clerk has entered, nobody else at a counter sees", async () => {
    const begun = await entered(mute());
    expect((await lin.get(`${COUNTER}/${begun.id}`)).status).toBe(403);
    expect((await reviewer.get(`${COUNTER}/${begun.id}`)).status).toBe(403);
    expect((await onSheet({ ...begun, id: `F${"0".repeat(20)}` })).status).toBe(404);
  });
});

describe("a clerk who is a reviewer as well", () => {
  it("never reviews what they have entered", async () => {
    const issuer = await forgingIssuer();
    const both = await startFilers({ OIDC_ISSUER: issuer.issuer, API_AUDIENCE: AUDIENCE });
    try {
      const anyone = await both.api.as();
      const bearer = async (person: ReturnType<typeof holder>) => ({
        headers: { authorization: `Bearer ${await issuer.token(person)}` },
      });
      const two = { ...holder("clerk", "350503"), roles: ["clerk", "reviewer"] as const };
      const clerkToo = await bearer({ ...two, roles: [...two.roles] });
      const other = await bearer(holder("reviewer", "350503"));
      const draft = mute();
      await both.titles.script({ key: draft.lease.unit.titleCertNo ?? "", as: "unknown" });
      const begun = await anyone.post(
        COUNTER,
        { person: personOf("landlord-lin"), draft },
        clerkToo,
      );
      const id = String(begun.body.id);
      const word = {
        how: "PAPER",
        paperDigest: "cd".repeat(32),
        termsDigest: begun.body.termsDigest,
      };
      expect((await anyone.post(`${COUNTER}/${id}/confirmation`, word, clerkToo)).status).toBe(202);
      const path = `/api/office/filings/${id}`;
      const own = { status: 403, body: { type: "/problems/own-case" } };
      expect(await anyone.get(path, clerkToo)).toMatchObject(own);
      expect(await anyone.post(`${path}/claim`, {}, clerkToo)).toMatchObject(own);
      expect(await anyone.post(`${path}/decision`, { decision: "FILE" }, clerkToo)).toMatchObject(
        own,
      );
      expect(Filing.parse((await anyone.get(path, other)).body).state).toBe("UNDER_REVIEW");
      expect(
        (await anyone.post(`${path}/decision`, { decision: "FILE" }, other)).body,
      ).toMatchObject({
        state: "FILED",
      });
    } finally {
      await Promise.all([both.stop(), issuer.close()]);
    }
  });
});
