import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { FilingDraft } from "../../../shared/contract/filing.ts";
import type { Guardian } from "../../../shared/contract/identity.ts";
import type { Client } from "../../support/api.ts";
import { firmOf, partyOf } from "../../support/builders/demo-people.ts";
import { anIdNumber } from "../../support/builders/people.ts";
import { everything } from "../../support/emulator.ts";
import { onPaper, startFilers, type Filers } from "./filers.ts";
import { confirm, drafted, filed, filingOf, sent, sign, linToChen, START } from "./line.ts";

let world: Filers;
let lin: Client;
let chen: Client;
let anju: Client;

beforeAll(async () => {
  world = await startFilers();
  [lin, chen, anju] = await Promise.all([
    world.api.as("landlord-lin"),
    world.api.as("tenant-chen"),
    world.api.as("enterprise-anju"),
  ]);
});
afterEach(() => world.clear());
afterAll(() => world.stop());

async function submitted(client: Client, draft: FilingDraft) {
  const { id } = await drafted(client, draft);
  expect((await client.post(`/api/filings/${id}/submit`, {})).status).toBe(202);
  return filingOf(client, id);
}
const checkOf = (filing: Awaited<ReturnType<typeof filingOf>>, name: string) =>
  filing.checks?.find((check) => check.name === name);

const SAID = [
  ["disagrees", "disagree", "disagree"],
  ["does not know them", "unknown", "unknown"],
  ["is down", "down", "silent"],
  ["breaks", "broken", "silent"],
  ["answers nonsense", "garbled", "silent"],
  ["cuts the answer off", "cut", "silent"],
  ["answers for fewer than were asked about", "lie", "silent"],
] as const;

describe("when the register of identities", () => {
  const key = partyOf("landlord-lin").idNumber;

  it("agrees with everyone, the lease is on record at once", async () => {
    const filing = await submitted(lin, onPaper());
    expect(filing.state).toBe("FILED");
    expect(checkOf(filing, "identity")).toMatchObject({
      verdict: "agree",
      source: "identity-register",
    });
  });

  it.each(SAID)(
    "%s, a reviewer decides within 3 working days, the date kept (V03, V51)",
    async (_, as, verdict) => {
      const before = (await world.identities.counts())[as] ?? 0;
      await world.identities.script({ key, as });
      const filing = await submitted(lin, onPaper());
      expect((await world.identities.counts())[as]).toBeGreaterThan(before);
      expect(filing).toMatchObject({
        state: "UNDER_REVIEW",
        submittedAt: START,
        dueOn: "2026-07-06",
      });
      const code = { disagree: "V03", silent: "V51", unknown: undefined }[verdict];
      const check = checkOf(filing, "identity");
      expect(check).toMatchObject({ verdict, ...(code && { code }) });
      expect(check?.message?.zh).toContain("当事人身份");
    },
  );

  it("is slower than two seconds, that is silence, and nobody waits longer", async () => {
    await world.identities.script({ key, as: "slow", ms: 10_000 });
    const begun = performance.now();
    const filing = await submitted(lin, onPaper());
    expect(performance.now() - begun).toBeLessThan(5_000);
    expect(checkOf(filing, "identity")).toMatchObject({ verdict: "silent", code: "V51" });
  });
});

describe("when the market register", () => {
  const key = firmOf("enterprise-anju").idNumber;
  const byFirm = () => onPaper({ landlords: [firmOf("enterprise-anju")] });

  it.each(SAID)(
    "%s, a reviewer decides within 3 working days, the date kept (V04, V51)",
    async (_, as, verdict) => {
      const before = (await world.firms.counts())[as] ?? 0;
      await world.firms.script({ key, as });
      const filing = await submitted(anju, byFirm());
      expect((await world.firms.counts())[as]).toBeGreaterThan(before);
      expect(filing).toMatchObject({
        state: "UNDER_REVIEW",
        submittedAt: START,
        dueOn: "2026-07-06",
      });
      const code = { disagree: "V04", silent: "V51", unknown: undefined }[verdict];
      expect(checkOf(filing, "firm")).toMatchObject({ verdict, ...(code && { code }) });
    },
  );

  it("is slower than two seconds, that is silence", async () => {
    await world.firms.script({ key, as: "slow", ms: 10_000 });
    const filing = await submitted(anju, byFirm());
    expect(checkOf(filing, "firm")).toMatchObject({ verdict: "silent", code: "V51" });
  });

  it("is down, that does not matter to a lease between persons", async () => {
    await world.firms.script({ as: "down" });
    expect((await submitted(lin, onPaper())).state).toBe("FILED");
  });
});

describe("new owners of a home", () => {
  it("are asked about as the first ones were", async () => {
    const draft = linToChen();
    const unit = { ...draft.lease.unit, realEstateUnitNo: "350503001002GB00001F00030501" };
    const { id } = await filed({ lin, chen }, { lease: { ...draft.lease, unit } });
    const ou = partyOf("landlord-ou");
    await world.identities.script({ key: ou.idNumber, as: "disagree" });
    const transfer = {
      ...{ transferredOn: "2026-06-30", landlords: [ou] },
      ...{ titleType: "REAL_ESTATE_CERT", titleCertNo: unit.titleCertNo },
    };
    const path = `/api/filings/${id}/landlord-transfers`;
    expect((await lin.post(path, transfer)).status).toBe(201);
    expect((await confirm(await world.api.as("landlord-ou"), id)).status).toBe(201);
    expect(await filingOf(lin, id)).toMatchObject({
      state: "FILED",
      pendingChange: {
        state: "UNDER_REVIEW",
        checks: expect.arrayContaining([
          expect.objectContaining({ name: "identity", verdict: "disagree", code: "V03" }),
        ]) as unknown,
      },
    });
  });
});

describe("a party under eighteen", () => {
  const wu = partyOf("tenant-wu");
  const guardian: Guardian = {
    ...{ name: wu.name, idType: wu.idType, idNumber: wu.idNumber },
    ...{ phone: wu.phone, as: "PARENT" },
  };
  const child = {
    ...{ kind: "person" as const, name: "吴雨桐", idType: "RESIDENT_ID" as const },
    idNumber: "350599201503069123",
  };
  const withChild = (but: Partial<FilingDraft> = {}) =>
    linToChen({ tenants: [{ ...child, guardian }], ...but });

  it("is refused without a guardian (V06)", async () => {
    const tenants = [{ ...child, phone: "13800001111" }];
    expect(await lin.post("/api/filings", linToChen({ tenants }))).toMatchObject({
      status: 422,
      body: { code: "V06", errors: [{ pointer: "/tenants/0/idNumber" }] },
    });
  });

  it("acts through a guardian, who signs, reads the own side in full, and finds it", async () => {
    const parent = await world.api.as("tenant-wu");
    const begun = await sent(lin, withChild());
    expect((await sign(parent, begun)).body).toMatchObject({ state: "SUBMITTED" });
    const filing = await filingOf(parent, begun.id);
    expect(filing).toMatchObject({
      state: "FILED",
      tenants: [{ name: "吴雨桐", guardian: { name: "吴志远" } }],
    });
    expect(checkOf(filing, "guardian")).toMatchObject({
      verdict: "agree",
      source: "identity-register",
    });
    expect((await filingOf(lin, begun.id)).tenants).toMatchObject([
      { name: "吴*桐", guardian: { name: "吴*远", idNumber: "350***********9115" } },
    ]);
    const listed = (await parent.get("/api/filings")).body.filings as { id: string }[];
    expect(listed.map(({ id }) => id)).toContain(begun.id);
    // Another's child is nobody's business.
    expect((await chen.get(`/api/filings/${begun.id}`)).status).toBe(404);
  });

  it("may be filed for by the guardian alone, by the article that makes them one", async () => {
    const parent = await world.api.as("tenant-wu");
    const filing = await submitted(
      parent,
      onPaper({ tenants: [{ ...child, guardian }], filerRole: "TENANT" }),
    );
    expect(filing).toMatchObject({ state: "FILED", filer: { capacity: "GUARDIAN", duty: "MAY" } });
    expect(filing.filer.articles.map(({ code }) => code)).toEqual(["R812-8", "CC-23"]);
  });

  it("whose guardianship the register does not know is for a reviewer (V06)", async () => {
    await world.identities.script({ key: partyOf("landlord-lin").idNumber, as: "disagree" });
    const parent = await world.api.as("tenant-wu");
    const filing = await submitted(
      parent,
      onPaper({ tenants: [{ ...child, guardian }], filerRole: "TENANT" }),
    );
    expect(checkOf(filing, "guardian")).toMatchObject({ verdict: "disagree", code: "V06" });
    expect(filing.state).toBe("UNDER_REVIEW");
  });

  it("is not represented by a minor, by the other side, or when of age (V06)", async () => {
    const asked = async (tenants: FilingDraft["tenants"]) =>
      (await lin.post("/api/filings", linToChen({ tenants }))).body;
    const lins = partyOf("landlord-lin");
    const others = { ...guardian, name: lins.name, idNumber: lins.idNumber };
    const refused = {
      type: "/problems/guardian-not-entitled",
      errors: [{ pointer: "/tenants/0/guardian" }],
    };
    expect(await asked([{ ...child, guardian: others }])).toMatchObject(refused);
    expect(await asked([{ ...partyOf("tenant-chen"), guardian }])).toMatchObject(refused);
    const young = { ...guardian, name: "曾子涵", idNumber: "350599201207139166" };
    expect(await asked([{ ...child, guardian: young }])).toMatchObject(refused);
  });

  it("consents through a guardian, too, as an owner who does not let the home", async () => {
    const parent = await world.api.as("tenant-wu");
    const alone = onPaper({ coOwners: [{ ...child, phone: "13800001111" }] });
    expect(await lin.post("/api/filings", alone)).toMatchObject({
      status: 422,
      body: { code: "V06", errors: [{ pointer: "/coOwners/0/idNumber" }] },
    });
    const begun = await drafted(lin, onPaper({ coOwners: [{ ...child, guardian }] }));
    await lin.post(`/api/filings/${begun.id}/co-owner-requests`, {});
    const consent = { termsDigest: begun.termsDigest };
    const path = `/api/filings/${begun.id}/co-owner-consents`;
    expect((await parent.post(path, consent)).status).toBe(201);
    expect((await lin.post(`/api/filings/${begun.id}/submit`, {})).status).toBe(202);
    expect((await filingOf(lin, begun.id)).state).toBe("FILED");
  });

  it("is not signed for under a name that is not the guardian's own (V03)", async () => {
    const parent = await world.api.as("tenant-wu");
    const tenants = [{ ...child, guardian: { ...guardian, name: "吴志刚" } }];
    const begun = await sent(lin, linToChen({ tenants }));
    expect(await sign(parent, begun)).toMatchObject({
      status: 422,
      body: { code: "V03", errors: [{ pointer: "/tenants/0/guardian/name" }] },
    });
  });
});

describe("a number that can be nobody's", () => {
  const refused = (idNumber: string) =>
    lin.post("/api/filings", {
      ...linToChen(),
      tenants: [{ ...partyOf("tenant-chen"), idNumber }],
    });

  it("is refused for its check digit (V01), in capital or small letters alike", async () => {
    for (const wrong of ["350599199102239050", "35059919900331935Y"]) {
      const answer = await refused(wrong);
      expect(answer.status).toBe(400);
      expect(answer.body.errors).toMatchObject([{ pointer: "/tenants/0/idNumber", code: "V01" }]);
    }
    const small = { ...partyOf("sysadmin"), idNumber: "35059919900331935x" };
    expect((await lin.post("/api/filings", { ...linToChen(), tenants: [small] })).status).toBe(201);
  });

  it("is refused for a birth date that is none, or still to come (V02)", async () => {
    const leap = await refused("350582190002290016");
    expect(leap.body.errors).toMatchObject([{ pointer: "/tenants/0/idNumber", code: "V02" }]);
    const tomorrow = anIdNumber("20260702", 5);
    expect(await refused(tomorrow)).toMatchObject({
      status: 422,
      body: { code: "V02", errors: [{ pointer: "/tenants/0/idNumber" }] },
    });
  });
});

describe("people whom the registers are told of", () => {
  it("stand nowhere in clear: not guardians, co-owners or those at either's side", async () => {
    const wu = partyOf("tenant-wu");
    const by = { name: wu.name, idType: wu.idType, idNumber: wu.idNumber, phone: wu.phone };
    const tenants = [
      {
        ...{ kind: "person" as const, name: "吴雨桐", idType: "RESIDENT_ID" as const },
        ...{ idNumber: "350599201503069123", guardian: { ...by, as: "PARENT" as const } },
      },
    ];
    const draft = linToChen({ tenants, coOwners: [partyOf("landlord-ou")] });
    await sent(lin, draft);
    const text = JSON.stringify(await everything(world.api.services.table));
    const ou = partyOf("landlord-ou");
    for (const secret of [wu.name, wu.idNumber, wu.phone, ou.name, ou.idNumber, ou.phone, "吴雨桐"])
      expect(text).not.toContain(secret);
  });
});

describe("a party who files without a phone", () => {
  it("is asked for one (V05); only the counter does without", async () => {
    const { phone: _, ...mute } = partyOf("tenant-chen");
    expect(await lin.post("/api/filings", linToChen({ tenants: [mute] }))).toMatchObject({
      status: 422,
      body: { code: "V05", errors: [{ pointer: "/tenants/0/phone" }] },
    });
  });
});
