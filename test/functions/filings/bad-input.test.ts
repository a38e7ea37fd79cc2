import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { FilingDraft } from "../../../shared/contract/filing.ts";
import { residentCheckDigit } from "../../../shared/contract/id-number.ts";
import type { Client } from "../../support/api.ts";
import { partyOf } from "../../support/builders/demo-people.ts";
import { anIdNumber } from "../../support/builders/people.ts";
import { everything } from "../../support/emulator.ts";
import { chenAlone, drafted, linToChen, sent, sign, startLine, type Line } from "./line.ts";

let line: Line;
let lin: Client;
let chen: Client;

beforeAll(async () => {
  line = await startLine();
  [lin, chen] = await Promise.all([line.api.as("landlord-lin"), line.api.as("tenant-chen")]);
});
afterAll(() => line.stop());

/** The same person's number, its last character small when it is a letter. */
function withX(body: string): string {
  for (let serial = 0; serial < 1000; serial++) {
    const digits = body.slice(0, 14) + String(serial).padStart(3, "0");
    if (residentCheckDigit(digits) === "X") return `${digits}x`;
  }
  throw new Error("There is one in eleven");
}

type Change = (draft: FilingDraft) => unknown;
const lease = (but: Partial<FilingDraft["lease"]>) => (draft: FilingDraft) => ({
  ...draft,
  lease: { ...draft.lease, ...but },
});
const unit = (but: Record<string, unknown>) => (draft: FilingDraft) => ({
  ...draft,
  lease: { ...draft.lease, unit: { ...draft.lease.unit, ...but } },
});

describe("a draft that breaks the agreed shape", () => {
  it.each<[string, Change, string, string | undefined]>([
    ["an end before its start", lease({ until: "2026-06-30" }), "/lease/until", "V20"],
    ["a day that is none", lease({ from: "2026-02-30" }), "/lease/from", undefined],
    ["a member nobody knows", (d) => ({ ...d, colour: "red" }), "/colour", undefined],
    ["no tenant", (d) => ({ ...d, tenants: [] }), "/tenants", undefined],
    [
      "rent with a fraction of a fen",
      lease({ monthlyRentFen: 0.5 }),
      "/lease/monthlyRentFen",
      undefined,
    ],
    ["rent 0", lease({ monthlyRentFen: 0 }), "/lease/monthlyRentFen", undefined],
    ["a negative rent", lease({ monthlyRentFen: -1 }), "/lease/monthlyRentFen", undefined],
    ["rent above all bounds", lease({ monthlyRentFen: 1e15 }), "/lease/monthlyRentFen", undefined],
    [
      "a numeric ID",
      (d) => ({ ...d, tenants: [{ ...partyOf("tenant-chen"), idNumber: 35_059_919_910_223 }] }),
      "/tenants/0/idNumber",
      undefined,
    ],
    [
      "a birth date that is none",
      (d) => ({ ...d, tenants: [{ ...partyOf("tenant-chen"), idNumber: "350582190002290016" }] }),
      "/tenants/0/idNumber",
      "V02",
    ],
    [
      "a credit code with a wrong check character",
      (d) => ({
        ...d,
        tenants: [
          {
            ...{ kind: "firm", name: "示范公司", idType: "USCC", phone: "13900005678" },
            idNumber: "91350502MA000TE568",
          },
        ],
      }),
      "/tenants/0/idNumber",
      "V04",
    ],
    ["a room without a number", unit({ wholeOrRoom: "ROOM" }), "/lease/unit/roomId", undefined],
    ["the city as district", (d) => ({ ...d, jurisdiction: "QZ" }), "/jurisdiction", undefined],
    [
      "a wrong check digit",
      (d) => ({ ...d, tenants: [{ ...partyOf("tenant-chen"), idNumber: "350599199102239050" }] }),
      "/tenants/0/idNumber",
      "V01",
    ],
    [
      "a phone of another country",
      (d) => ({ ...d, tenants: [{ ...partyOf("tenant-chen"), phone: "0044207946" }] }),
      "/tenants/0/phone",
      "V05",
    ],
  ])("is refused (400) for %s, at the member", async (_, change, pointer, code) => {
    const answer = await lin.post("/api/filings", change(linToChen()));
    expect(answer).toMatchObject({ status: 400, body: { type: "/problems/invalid-request" } });
    const errors = answer.body.errors as { pointer: string; code?: string }[];
    expect(errors.map((error) => error.pointer)).toContain(pointer);
    if (code !== undefined) expect(errors[0]).toMatchObject({ pointer, code });
  });

  it("of rent 1e309, which no number holds, is refused at the member", async () => {
    const draft = JSON.stringify(linToChen()).replace(
      /"monthlyRentFen":\d+/,
      '"monthlyRentFen":1e309',
    );
    const answer = await lin.post("/api/filings", undefined, { raw: draft });
    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.body)).toContain("/lease/monthlyRentFen");
  });

  it("is none for a name with 𠮷, a middle dot, or an ID with a small x", async () => {
    const names = ["𠮷田花子", "阿卜杜拉·买买提"];
    for (const [at, name] of names.entries()) {
      const idNumber = withX(`3505991990010${String(at + 1)}`);
      const tenant = { ...partyOf("tenant-chen"), name, idNumber };
      const answer = await lin.post("/api/filings", { ...linToChen(), tenants: [tenant] });
      expect(answer.status, JSON.stringify(answer.body)).toBe(201);
      const filing = (await lin.get(`/api/filings/${String(answer.body.id)}`)).body;
      // Masked by whole characters: never half of one.
      expect(JSON.stringify(filing.tenants)).toMatch(/𠮷\*+子|阿\*+提/);
    }
  });

  it("names every bad member at once, and repeats nothing that was typed", async () => {
    const draft = linToChen();
    const answer = await lin.post("/api/filings", {
      ...draft,
      filerRole: "KING-OF-SPAIN",
      lease: { ...draft.lease, from: "someday", payCycle: 7 },
    });
    const errors = answer.body.errors as { pointer: string }[];
    expect([...new Set(errors.map(({ pointer }) => pointer))].sort()).toEqual([
      "/filerRole",
      "/lease/from",
      "/lease/payCycle",
    ]);
    expect(JSON.stringify(answer.body)).not.toMatch(/KING|someday/);
  });

  it("is refused without key, with broken JSON, or as another media type", async () => {
    const draft = linToChen();
    expect((await lin.post("/api/filings", draft, { key: null })).body).toMatchObject({
      errors: [{ pointer: "/header/Idempotency-Key" }],
    });
    expect((await lin.post("/api/filings", draft, { raw: "{" })).status).toBe(400);
    const xml = { headers: { "content-type": "application/xml" } };
    expect((await lin.post("/api/filings", draft, xml)).status).toBe(415);
    expect((await lin.get("/api/filings?sort=up")).status).toBe(400);
    expect((await lin.get("/api/filings/F-1")).status).toBe(404);
  });
});

describe("a lease that breaks a rule", () => {
  const child = { ...partyOf("tenant-chen"), name: "陈一诺", idNumber: anIdNumber("20120101", 7) };
  it.each<[string, Change, string, string | undefined, string]>([
    ["over 20 years", lease({ until: "2046-07-01" }), "term-too-long", "V21", "/lease/until"],
    [
      "a garage to live in",
      unit({ spaceKind: "GARAGE" }),
      "space-not-lettable",
      "V13",
      "/lease/unit/spaceKind",
    ],
    ["under 5 m² each", unit({ areaM2: 4 }), "occupancy-exceeded", "V14", "/lease/occupants"],
    [
      "deposit without terms",
      lease({ deposit: { fen: 100 } }),
      "deposit-terms-incomplete",
      "V23",
      "/lease/deposit",
    ],
    [
      "a child as tenant",
      (d) => ({ ...d, tenants: [child] }),
      "minor-needs-guardian",
      "V06",
      "/tenants/0/idNumber",
    ],
    [
      "signed tomorrow",
      lease({ signedOn: "2026-07-02" }),
      "signed-in-future",
      undefined,
      "/lease/signedOn",
    ],
    [
      "another district's home",
      unit({ regionCode: "350582" }),
      "region-mismatch",
      undefined,
      "/lease/unit/regionCode",
    ],
    [
      "a broker's deal",
      lease({ broker: { name: "海西经纪", uscc: "91350502MA000TE569", agent: "许美玲" } }),
      "broker-must-file",
      "V27",
      "/filerRole",
    ],
    [
      "a stranger as landlord",
      (d) => ({ ...d, landlords: [partyOf("landlord-ou")] }),
      "filer-not-entitled",
      undefined,
      "/filerRole",
    ],
    [
      "a name that is not the caller's",
      (d) => ({ ...d, landlords: [{ ...partyOf("landlord-lin"), name: "林建军" }] }),
      "name-differs",
      "V03",
      "/landlords/0/name",
    ],
  ])("is refused (422) for %s", async (_, change, kind, code, pointer) => {
    const answer = await lin.post("/api/filings", change(linToChen()));
    expect(answer).toMatchObject({
      status: 422,
      body: { type: `/problems/${kind}`, errors: [{ pointer }] },
    });
    expect(answer.body.code).toBe(code);
  });

  it("says so in the reader's language, with both at hand", async () => {
    const draft = lease({ until: "2046-07-01" })(linToChen());
    const english = { headers: { "accept-language": "en-GB" } };
    expect((await lin.post("/api/filings", draft, english)).body).toMatchObject({
      title: "Term exceeds 20 years",
      titles: { zh: "租赁期限不得超过二十年" },
    });
  });

  it("does not let a tenant sign under a name that is not theirs (V03)", async () => {
    const tenants = [{ ...partyOf("tenant-chen"), name: "陈思元" }];
    const begun = await sent(lin, linToChen({ tenants }));
    expect(await sign(chen, begun)).toMatchObject({
      status: 422,
      body: {
        type: "/problems/name-differs",
        code: "V03",
        errors: [{ pointer: "/tenants/0/name" }],
      },
    });
  });

  it("leaves nothing behind", async () => {
    const before = await everything(line.api.services.table);
    await lin.post("/api/filings", lease({ until: "2046-07-01" })(linToChen()));
    await lin.post("/api/filings", { nothing: true });
    expect(await everything(line.api.services.table)).toEqual(before);
  });

  it("a lease on paper is submitted, not sent", async () => {
    const { id, termsDigest } = await drafted(chen, chenAlone());
    const send = { termsDigest, submitWhenSigned: true };
    expect((await chen.post(`/api/filings/${id}/send`, send)).body).toMatchObject({
      type: "/problems/signed-on-paper",
    });
  });
});
