import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Client } from "../../support/api.ts";
import { partyOf } from "../../support/builders/demo-people.ts";
import { everything } from "../../support/emulator.ts";
import { hasPoppler, look } from "../../support/poppler.ts";
import { confirm, filed, filingOf } from "../filings/line.ts";
import { startDesk, type Desk } from "./desk.ts";

let desk: Desk;
let lin: Client;
let chen: Client;
let ou: Client;

beforeAll(async () => {
  desk = await startDesk();
  [lin, chen, ou] = (await Promise.all(
    ["landlord-lin", "tenant-chen", "landlord-ou"].map((key) => desk.api.as(key)),
  )) as [Client, Client, Client];
});
afterAll(() => desk.stop());

const pdf = (client: Client, id: string, no: string) =>
  client.get(`/api/filings/${id}/certificates/${no}/certificate.pdf`);

/** All words of a document, without spaces. */
const textOf = (bytes: Uint8Array | undefined): string =>
  look(bytes ?? new Uint8Array())
    .words.flat()
    .map(({ text }) => text)
    .join("")
    .replaceAll(/\s/g, "");

/** A lease whose rent was changed once: its first certificate is a former one. */
async function changed() {
  const { id, certificate } = await filed({ lin, chen });
  const terms = { monthlyRentFen: 200_000 };
  await lin.post(`/api/filings/${id}/changes`, { agreedOn: "2026-07-01", terms });
  await confirm(chen, id);
  return { id, former: certificate?.certificateNo ?? "" };
}

describe.skipIf(!hasPoppler)("a former certificate, looked at", () => {
  it("says what it said, that it was changed, and which version it is", async () => {
    const { id, former } = await changed();
    const answer = await pdf(chen, id, former);
    expect(answer.status).toBe(200);
    const text = textOf(answer.bytes);
    expect(text).toContain(former);
    expect(text).toContain("状态：已变更");
    expect(text).toContain("第1版");
    expect(text).toMatch(/1,?800/);
    expect(text).not.toMatch(/2,?000元/);
    expect((await filingOf(chen, id)).formerCertificates).toMatchObject([
      { certificateNo: former, status: "CHANGED" },
    ]);
  });

  it("that was lost says that it was replaced", async () => {
    const { id, certificate } = await filed({ lin, chen });
    await chen.post(`/api/filings/${id}/certificate/reissue`, { reason: "LOST" });
    const answer = await pdf(lin, id, certificate?.certificateNo ?? "");
    expect(textOf(answer.bytes)).toContain("已补发，本件作废");
  });
});

describe("a former certificate", () => {
  it("is for who was party to that version: absent for new owners, strangers and other numbers", async () => {
    const { id, certificate } = await filed({ lin, chen });
    const former = certificate?.certificateNo ?? "";
    const transfer = {
      transferredOn: "2026-07-01",
      landlords: [partyOf("landlord-ou")],
      titleType: "HOUSE_CERT",
      titleCertNo: "泉房权证丰泽区字第201500001号",
    };
    await chen.post(`/api/filings/${id}/landlord-transfers`, transfer);
    await confirm(ou, id);
    expect((await pdf(chen, id, former)).status).toBe(
      (await filingOf(chen, id)).filedVersion === 2 ? 200 : 404,
    );
    expect((await pdf(ou, id, former)).status).toBe(404);
    expect((await pdf(chen, id, "3505032026070199999")).status).toBe(404);
    const stranger = await desk.api.as("generated-7");
    expect((await pdf(stranger, id, former)).status).toBe(404);
    expect((await pdf(await desk.api.as(), id, former)).status).toBe(401);
  });

  it("is kept sealed: no name, number or address in clear", async () => {
    await changed();
    const papers = (await everything(desk.api.services.table)).filter(({ sk }) =>
      String(sk).startsWith("PAPER#"),
    );
    expect(papers.length).toBeGreaterThan(0);
    expect(JSON.stringify(papers)).not.toMatch(/林建国|陈思远|350599|1201室/);
  });
});
