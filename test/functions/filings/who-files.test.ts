import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { FilingDraft } from "../../../shared/contract/filing.ts";
import type { Client } from "../../support/api.ts";
import { firmOf, partyOf } from "../../support/builders/demo-people.ts";
import { everything } from "../../support/emulator.ts";
import { onPaper, startFilers, type Filers } from "./filers.ts";
import { chenAlone, drafted, filingOf, linToChen, sent, sign, START } from "./line.ts";

let world: Filers;
let lin: Client;
let chen: Client;
let anju: Client;
let haixi: Client;
let operator: Client;
let wu: Client;

beforeAll(async () => {
  world = await startFilers();
  [lin, chen, anju, haixi, operator, wu] = await Promise.all([
    world.api.as("landlord-lin"),
    world.api.as("tenant-chen"),
    world.api.as("enterprise-anju"),
    world.api.as("broker-haixi"),
    world.api.as("operator"),
    world.api.as("tenant-wu"),
  ]);
});
afterEach(() => world.clear());
afterAll(() => world.stop());

const submit = (client: Client, id: string) => client.post(`/api/filings/${id}/submit`, {});
const codesOf = (articles: readonly { readonly code: string }[]) =>
  articles.map(({ code }) => code);

describe("an enterprise", () => {
  it("lets and files its own homes under its credit code: its agent signs, it is on record", async () => {
    const landlords = [firmOf("enterprise-anju")];
    const begun = await sent(anju, linToChen({ landlords }));
    expect((await sign(chen, begun)).body).toMatchObject({ state: "SUBMITTED" });
    const filing = await filingOf(anju, begun.id);
    expect(filing).toMatchObject({
      state: "FILED",
      filer: { capacity: "FIRM", duty: "MUST" },
      landlords: [{ kind: "firm", name: "泉州安居住房租赁有限公司" }],
      checks: expect.arrayContaining([
        expect.objectContaining({ name: "firm", verdict: "agree", source: "market-register" }),
      ]) as unknown,
    });
    expect(codesOf(filing.filer.articles)).toEqual(["R812-8", "O6-14", "R812-14", "CC-170"]);
    const mine = (await anju.get("/api/filings")).body.next as string;
    const firms = await anju.get(`/api/filings?cursor=${mine}`);
    expect(firms.body.filings).toMatchObject([{ id: begun.id }]);
  });

  it("files a home it has leased in: whose the title is, a reviewer looks at (V10)", async () => {
    const draft = onPaper({ landlords: [firmOf("enterprise-anju")] });
    await world.titles.script({ key: draft.lease.unit.titleCertNo ?? "", as: "disagree" });
    const { id } = await drafted(anju, draft);
    expect((await submit(anju, id)).status).toBe(202);
    expect(await filingOf(anju, id)).toMatchObject({
      state: "UNDER_REVIEW",
      submittedAt: START,
      checks: expect.arrayContaining([
        expect.objectContaining({ name: "title", verdict: "disagree", code: "V10" }),
      ]) as unknown,
    });
  });

  it("is not filed for by whoever acts for another firm, nor by a person", async () => {
    const draft = onPaper({ landlords: [firmOf("enterprise-anju")] });
    for (const client of [haixi, operator, lin])
      expect(await client.post("/api/filings", draft)).toMatchObject({
        status: 422,
        body: { type: "/problems/filer-not-entitled", errors: [{ pointer: "/filerRole" }] },
      });
    const { id } = await drafted(anju, draft);
    expect((await haixi.get(`/api/filings/${id}`)).status).toBe(404);
  });

  it("does not sign for its agent who rents from it, nor the agent for it", async () => {
    const draft = linToChen({
      landlords: [firmOf("enterprise-anju")],
      tenants: [partyOf("enterprise-anju")],
      filerRole: "TENANT",
    });
    const begun = await sent(anju, draft);
    expect((await filingOf(anju, begun.id)).signatures).toMatchObject([{ side: "TENANT" }]);
    expect((await sign(anju, begun)).body).toMatchObject({ type: "/problems/already-signed" });
  });
});

describe("the operator of affordable homes", () => {
  const draft = () => onPaper({ landlords: [firmOf("operator")], filerRole: "OPERATOR" });

  it("files its leases by duty (O11 18)", async () => {
    const { id } = await drafted(operator, draft());
    expect((await submit(operator, id)).status).toBe(202);
    expect(await filingOf(operator, id)).toMatchObject({
      state: "FILED",
      legalBasis: "O11-18-OPERATOR",
      filer: { duty: "MUST", articles: [{ code: "O11-18" }, { code: "CC-170" }] },
    });
  });

  it("is an office: an enterprise without it files as landlord", async () => {
    const other = { ...draft(), landlords: [firmOf("enterprise-anju")] };
    expect((await anju.post("/api/filings", other)).body).toMatchObject({
      type: "/problems/filer-not-entitled",
    });
  });
});

const HAIXI = firmOf("broker-haixi");
const brokered = (but: Partial<FilingDraft["lease"]> = {}): FilingDraft => {
  const draft = onPaper({ filerRole: "BROKER" });
  const broker = { name: HAIXI.name, uscc: HAIXI.idNumber, agent: "许美玲" };
  return { ...draft, lease: { ...draft.lease, broker, ...but } };
};

describe("a broker", () => {
  it("files what it has brokered, and its firm is looked up (V27, V04)", async () => {
    const { id } = await drafted(haixi, brokered());
    expect((await submit(haixi, id)).status).toBe(202);
    expect(await filingOf(haixi, id)).toMatchObject({
      state: "FILED",
      legalBasis: "R812-27-BROKER",
      filer: {
        capacity: "FIRM",
        duty: "MUST",
        articles: [{ code: "R812-27" }, { code: "CC-170" }],
      },
    });
    expect((await filingOf(lin, id)).state).toBe("FILED");
  });

  it("is who must: neither landlord nor tenant files its deal (V27)", async () => {
    for (const [client, filerRole] of [
      [lin, "LANDLORD"],
      [chen, "TENANT"],
    ] as const)
      expect(await client.post("/api/filings", { ...brokered(), filerRole })).toMatchObject({
        status: 422,
        body: { code: "V27", errors: [{ pointer: "/filerRole" }] },
      });
  });

  it("files no other broker's deal", async () => {
    const broker = {
      name: "泉州他家房地产经纪有限公司",
      uscc: "91350502MA000TE569",
      agent: "许美玲",
    };
    expect(await haixi.post("/api/filings", brokered({ broker }))).toMatchObject({
      status: 422,
      body: {
        type: "/problems/filer-not-entitled",
        errors: [{ pointer: "/lease/broker/uscc" }],
      },
    });
  });

  it.each([HAIXI.name, "许美玲"])("takes no rent: not as payee %s (V28)", async (name) => {
    const payee = { name, bank: "中国银行泉州分行", account: "6217000000000000" };
    expect(await haixi.post("/api/filings", brokered({ terms: { payee } }))).toMatchObject({
      status: 422,
      body: { code: "V28", errors: [{ pointer: "/lease/terms/payee/name" }] },
    });
  });

  it("is refused under a code that is none (V04)", async () => {
    const broker = { name: HAIXI.name, uscc: "91350599MA0HX00292", agent: "许美玲" };
    const answer = await haixi.post("/api/filings", brokered({ broker }));
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toMatchObject([{ pointer: "/lease/broker/uscc", code: "V04" }]);
  });
});

describe("a tenant alone", () => {
  it("may, and by which article is stored; the landlord is told, objects, and nothing stops", async () => {
    const { id } = await drafted(chen, chenAlone());
    expect((await submit(chen, id)).status).toBe(202);
    const filing = await filingOf(chen, id);
    expect(filing).toMatchObject({ state: "FILED", filer: { capacity: "SELF", duty: "MAY" } });
    expect(filing.filer.articles).toEqual([
      { code: "R812-8", zh: "《住房租赁条例》第八条", en: "Housing Rental Regulations, art. 8" },
    ]);
    const told = (await everything(world.api.services.table)).filter(
      ({ cause, kind }) => String(cause).includes(id) && kind === "filing-by-tenant",
    );
    expect(told).toHaveLength(1);
    const objection = { reason: "合同不是我签的" };
    expect((await lin.post(`/api/filings/${id}/objections`, objection)).status).toBe(201);
    expect((await filingOf(chen, id)).state).toBe("FILED");
  });
});

describe("several landlords and tenants", () => {
  it("are all named, all sign, and each reads it", async () => {
    const begun = await sent(
      lin,
      linToChen({
        landlords: [partyOf("landlord-lin"), partyOf("landlord-ou")],
        tenants: [partyOf("tenant-chen"), partyOf("tenant-wu")],
      }),
    );
    const ou = await world.api.as("landlord-ou");
    for (const client of [chen, wu])
      expect((await sign(client, begun)).body).toMatchObject({ state: "TO_SIGN" });
    expect((await sign(ou, begun)).body).toMatchObject({ state: "SUBMITTED" });
    const places = (await filingOf(wu, begun.id)).signatures.map(({ side, index }) => [
      side,
      index,
    ]);
    expect(places).toEqual([
      ["LANDLORD", 0],
      ["TENANT", 0],
      ["TENANT", 1],
      ["LANDLORD", 1],
    ]);
    expect((await filingOf(ou, begun.id)).state).toBe("FILED");
  });
});

describe("owners who do not let the home (V11)", () => {
  const shared = (but: Partial<FilingDraft> = {}) =>
    linToChen({ coOwners: [partyOf("landlord-ou")], ...but });
  const consent = (client: Client, { id, termsDigest }: { id: string; termsDigest: string }) =>
    client.post(`/api/filings/${id}/co-owner-consents`, { termsDigest });

  it("consent here, and then the signed lease is submitted and on record", async () => {
    const ou = await world.api.as("landlord-ou");
    const begun = await sent(lin, shared());
    expect((await sign(chen, begun)).body).toMatchObject({ state: "SIGNED" });
    expect((await submit(lin, begun.id)).body).toMatchObject({
      type: "/problems/co-owners-not-agreed",
      code: "V11",
    });
    expect((await filingOf(ou, begun.id)).coOwnersAgreed).toEqual([false]);
    expect((await consent(wu, begun)).status).toBe(404);
    expect((await consent(chen, begun)).body).toMatchObject({ type: "/problems/not-a-co-owner" });
    expect((await consent(ou, begun)).body).toMatchObject({ state: "SUBMITTED" });
    expect(await filingOf(lin, begun.id)).toMatchObject({
      state: "FILED",
      coOwnersAgreed: [true],
      checks: expect.arrayContaining([
        expect.objectContaining({ name: "coOwners", verdict: "agree" }),
      ]) as unknown,
    });
    expect((await filingOf(chen, begun.id)).coOwners).toMatchObject([{ name: "欧*兰" }]);
  });

  it("are asked before a lease on paper is submitted, and read nothing before", async () => {
    const ou = await world.api.as("landlord-ou");
    const begun = await drafted(lin, onPaper({ coOwners: [partyOf("landlord-ou")] }));
    expect((await consent(ou, begun)).status).toBe(404);
    expect((await lin.post(`/api/filings/${begun.id}/co-owner-requests`, {})).status).toBe(200);
    expect((await consent(ou, begun)).status).toBe(201);
    expect((await consent(ou, begun)).body).toMatchObject({ type: "/problems/already-agreed" });
    expect((await submit(lin, begun.id)).status).toBe(202);
    expect((await filingOf(lin, begun.id)).state).toBe("FILED");
    const none = await drafted(lin, onPaper());
    expect((await lin.post(`/api/filings/${none.id}/co-owner-requests`, {})).body).toMatchObject({
      type: "/problems/no-co-owners",
    });
  });

  it("have agreed to these terms and no others", async () => {
    const ou = await world.api.as("landlord-ou");
    const draft = onPaper({ coOwners: [partyOf("landlord-ou")] });
    const begun = await drafted(lin, draft);
    await lin.post(`/api/filings/${begun.id}/co-owner-requests`, {});
    await consent(ou, begun);
    const cheaper = { ...draft, lease: { ...draft.lease, monthlyRentFen: 90_000 } };
    expect((await lin.put(`/api/filings/${begun.id}`, cheaper)).status).toBe(200);
    expect((await filingOf(lin, begun.id)).coOwnersAgreed).toEqual([false]);
    expect((await submit(lin, begun.id)).body).toMatchObject({ code: "V11" });
    expect((await consent(ou, begun)).body).toMatchObject({ type: "/problems/terms-changed" });
  });

  it("whose consent is on paper only are for a reviewer, never passed by a tick", async () => {
    const draft = onPaper({ coOwners: [partyOf("landlord-ou")], coOwnersConsent: true });
    const { id } = await drafted(lin, draft);
    expect((await submit(lin, id)).status).toBe(202);
    expect(await filingOf(lin, id)).toMatchObject({
      state: "UNDER_REVIEW",
      checks: expect.arrayContaining([
        expect.objectContaining({ name: "coOwners", verdict: "unknown" }),
      ]) as unknown,
    });
  });

  it("whom the register counts and nobody names go to a reviewer (V11)", async () => {
    const heldByTwo = (but: Partial<FilingDraft> = {}) => {
      const draft = onPaper(but);
      const n = (draft.lease.unit.titleCertNo ?? "").slice(-6, -1);
      const unit = { ...draft.lease.unit, titleCertNo: `闽(2023)泉州市不动产权第99${n}号` };
      return { ...draft, lease: { ...draft.lease, unit } };
    };
    const { id } = await drafted(lin, heldByTwo());
    expect((await submit(lin, id)).status).toBe(202);
    expect(await filingOf(lin, id)).toMatchObject({
      state: "UNDER_REVIEW",
      checks: expect.arrayContaining([
        expect.objectContaining({ name: "coOwners", verdict: "disagree", code: "V11" }),
      ]) as unknown,
    });
    const both = await drafted(lin, heldByTwo({ coOwners: [partyOf("landlord-ou")] }));
    await lin.post(`/api/filings/${both.id}/co-owner-requests`, {});
    await consent(await world.api.as("landlord-ou"), both);
    await submit(lin, both.id);
    expect((await filingOf(lin, both.id)).state).toBe("FILED");
  });
});
