import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Client } from "../../support/api.ts";
import { partyOf } from "../../support/builders/demo-people.ts";
import { everything } from "../../support/emulator.ts";
import { drafted, filingOf, linToChen, sent, startLine, type Line } from "./line.ts";

let line: Line;
let lin: Client;
let chen: Client;
let wu: Client;

beforeAll(async () => {
  line = await startLine();
  [lin, chen, wu] = await Promise.all([
    line.api.as("landlord-lin"),
    line.api.as("tenant-chen"),
    line.api.as("tenant-wu"),
  ]);
});
afterAll(() => line.stop());

const KEY = (n: number) => `a-key-of-this-test-${String(n).padStart(4, "0")}`;
const stored = async (prefix: string) =>
  (await everything(line.api.services.table)).filter((item) => String(item.pk).startsWith(prefix));

describe("the same POST again", () => {
  it("has one effect and the same answer, in series and ten at once", async () => {
    const draft = linToChen();
    const key = KEY(1);
    const before = (await stored("FILING#")).length;
    const first = await lin.post("/api/filings", draft, { key });
    const rest = await Promise.all(
      Array.from({ length: 10 }, () => lin.post("/api/filings", draft, { key })),
    );
    for (const again of rest) expect(again).toEqual(first);
    expect((await stored("FILING#")).length - before).toBe(2); // HEAD and its audit entry
  });

  it("sent ten at once for the first time: one draft, ten equal answers", async () => {
    const draft = linToChen();
    const before = (await stored("FILING#")).length;
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => lin.post("/api/filings", draft, { key: KEY(2) })),
    );
    expect(answers[0]?.status).toBe(201);
    for (const twin of answers) expect(twin).toEqual(answers[0]);
    expect((await stored("FILING#")).length - before).toBe(2);
  });

  it("gives the last signature's answer to every twin, and files once", async () => {
    const begun = await sent(lin, linToChen());
    const body = { termsDigest: begun.termsDigest };
    const path = `/api/filings/${begun.id}/signatures`;
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => chen.post(path, body, { key: KEY(3) })),
    );
    for (const answer of answers)
      expect(answer).toMatchObject({ status: 201, body: { state: "SUBMITTED", version: 3 } });
    const { certificate } = await filingOf(lin, begun.id);
    const certificates = (await stored("CERTIFICATE#")).filter((one) => one.filingId === begun.id);
    expect(certificates).toHaveLength(1);
    expect(certificates[0]?.pk).toBe(`CERTIFICATE#${certificate?.certificateNo ?? ""}`);
    const texts = (await stored("OUTBOX#")).filter((one) => String(one.cause).includes(begun.id));
    expect(texts.map(({ kind }) => kind).sort()).toEqual([
      "filing-filed",
      "filing-filed",
      "filing-to-sign",
    ]);
  });

  it("is refused (422) with another body under the same key; another's key is another key", async () => {
    const draft = linToChen();
    await lin.post("/api/filings", draft, { key: KEY(4) });
    const other = { ...draft, lease: { ...draft.lease, monthlyRentFen: 1 } };
    const reused = await lin.post("/api/filings", other, { key: KEY(4) });
    expect(reused).toMatchObject({ status: 422, body: { type: "/problems/key-reused" } });
    const alone = { ...draft, filerRole: "TENANT" as const };
    expect((await chen.post("/api/filings", alone, { key: KEY(4) })).status).toBe(201);
  });
});

describe("a step out of order", () => {
  it("is refused (409) and says in what state the filing is", async () => {
    const draft = linToChen();
    const { id, termsDigest } = await drafted(lin, draft);
    const signed = await lin.post(`/api/filings/${id}/signatures`, { termsDigest });
    expect(signed).toMatchObject({
      status: 409,
      body: { type: "/problems/out-of-step", state: "DRAFT" },
    });
    expect((await lin.post(`/api/filings/${id}/submit`, {})).body).toMatchObject({
      type: "/problems/not-signed-by-all",
    });
    const send = { termsDigest, submitWhenSigned: true };
    expect((await lin.post(`/api/filings/${id}/send`, send)).status).toBe(200);
    expect((await lin.post(`/api/filings/${id}/send`, send)).status).toBe(409);
    expect((await lin.put(`/api/filings/${id}`, draft)).status).toBe(409);
    await chen.post(`/api/filings/${id}/signatures`, { termsDigest });
    expect((await chen.post(`/api/filings/${id}/signatures`, { termsDigest })).body).toMatchObject({
      state: "FILED",
    });
  });

  it("changes nothing that is stored but what the first one did", async () => {
    const begun = await sent(lin, linToChen());
    const before = await stored(`FILING#${begun.id}`);
    await lin.post(`/api/filings/${begun.id}/submit`, {});
    await lin.post(`/api/filings/${begun.id}/signatures`, { termsDigest: "0".repeat(64) });
    expect(await stored(`FILING#${begun.id}`)).toEqual(before);
  });
});

describe("another person's filing", () => {
  it("is absent for every act and view, and leaves no trace", async () => {
    const begun = await sent(lin, linToChen());
    const { id, termsDigest } = begun;
    const before = await stored("FILING#");
    const answers = await Promise.all([
      wu.get(`/api/filings/${id}`),
      wu.get(`/api/filings/${id}/certificate`),
      wu.put(`/api/filings/${id}`, { ...linToChen(), filerRole: "TENANT" }),
      wu.post(`/api/filings/${id}/send`, { termsDigest, submitWhenSigned: true }),
      wu.post(`/api/filings/${id}/signatures`, { termsDigest }),
      wu.post(`/api/filings/${id}/submit`, {}),
      wu.post(`/api/filings/${id}/wrong-fields`, { pointer: "/lease", reason: "不是我的" }),
    ]);
    const absent = await wu.get(`/api/filings/F${"0".repeat(20)}`);
    for (const answer of answers) {
      expect(answer.status).toBe(404);
      expect(answer.body).toEqual(absent.body);
    }
    expect(await stored("FILING#")).toEqual(before);
    expect((await wu.get("/api/filings")).body).toEqual({ filings: [] });
  });

  it("stands in its parties' lists only, page by page", async () => {
    const ou = await line.api.as("landlord-ou");
    const zheng = await line.api.as("tenant-zheng");
    const people = { landlords: [partyOf("landlord-ou")], tenants: [partyOf("tenant-zheng")] };
    const ids = await Promise.all(
      Array.from({ length: 23 }, async () => (await sent(ou, linToChen(people))).id),
    );
    const first = await zheng.get("/api/filings");
    const rows = first.body.filings as { id: string; state: string }[];
    expect(rows).toHaveLength(20);
    const next = String(first.body.next);
    const second = await zheng.get(`/api/filings?cursor=${next}`);
    const all = [...rows, ...(second.body.filings as typeof rows)];
    expect(all.map(({ id }) => id).sort()).toEqual([...ids].sort());
    expect(second.body.next).toBeUndefined();
    expect(await ou.get(`/api/filings?cursor=${next}`)).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: "/query/cursor" }] },
    });
  });
});
