import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { FilingDraft } from "../../../shared/contract/filing.ts";
import { Occupant } from "../../../shared/contract/lease.ts";
import type { Client } from "../../support/api.ts";
import { partyOf } from "../../support/builders/demo-people.ts";
import { anIdNumber } from "../../support/builders/people.ts";
import { drafted, filingOf, linToChen, sent, sign, startLine, type Line } from "./line.ts";

let line: Line;
let lin: Client;
let chen: Client;

beforeAll(async () => {
  line = await startLine();
  [lin, chen] = await Promise.all([line.api.as("landlord-lin"), line.api.as("tenant-chen")]);
});
afterAll(() => line.stop());

const occupant = Occupant.parse({
  ...{ name: "陈一诺", idType: "RESIDENT_ID", idNumber: anIdNumber("20180901", 907) },
  ...{ kinship: "CHILD", from: "2026-07-01" },
});

/** Whatever the rulebook's section 6 lists of a filing, filled in. */
const full = (): FilingDraft =>
  linToChen({
    landlords: [{ ...partyOf("landlord-lin"), share: "2/3" }],
    lease: {
      ...linToChen().lease,
      unit: { ...linToChen().lease.unit, realEstateUnitNo: "350503001002GB00001F00030501" },
      deposit: { fen: 180_000, returnWithinDays: 15, deductions: "欠缴的水电费" },
      occupants: [occupant],
      subletAllowed: true,
      terms: {
        mortgaged: false,
        rentFreeDays: 7,
        payee: { name: "林建国", bank: "示范银行泉州分行", account: "6200000000000001" },
        payDay: 5,
        costs: [
          { cost: "WATER", by: "TENANT" },
          { cost: "PROPERTY_FEE", by: "LANDLORD" },
        ],
        repairs: "LANDLORD",
        handover: [{ name: "空调", count: 2, condition: "完好" }],
        handoverOn: "2026-07-01",
        breachFen: 180_000,
        disputes: "COURT",
        others: "不得在室内饲养犬只",
      },
    },
  });

describe("a filing's data", () => {
  it("comes back as it went in: every item of the rulebook's list", async () => {
    const draft = full();
    const begun = await sent(lin, draft);
    expect((await sign(chen, begun)).status).toBe(201);
    const filing = await filingOf(chen, begun.id);
    const { lease } = draft;
    expect(filing).toMatchObject({
      ...{ id: begun.id, filerRole: "LANDLORD", legalBasis: "R812-8-LANDLORD" },
      filer: { capacity: "SELF", duty: "MUST" },
      landlords: [{ kind: "person", name: "林*国", share: "2/3" }],
      tenants: [{ name: "陈思远", idType: "RESIDENT_ID", phone: partyOf("tenant-chen").phone }],
      lease: { ...lease, occupants: [occupant] },
      unitVerification: { state: "AUTO_VERIFIED" },
      contractText: { templateVersion: expect.any(String) as unknown },
      versions: [{ version: 1, kind: "FILED" }],
    });
    expect(filing.signatures).toHaveLength(2);
    expect(filing.contractText?.digest).toMatch(/^[0-9a-f]{64}$/);
    expect(filing.certificate?.certificateNo).toMatch(/^\d{19}$/);
  });

  it("has the contract's words for its terms, in the text whose digest is signed", async () => {
    const { id } = await drafted(lin, full());
    const { contractText } = await filingOf(lin, id);
    const plain = await drafted(lin, { ...full(), lease: { ...full().lease, terms: {} } });
    expect((await filingOf(lin, plain.id)).contractText?.digest).not.toBe(contractText?.digest);
  });

  it("takes shares of the ownership that make up the whole at most, and of owners only", async () => {
    const two = (one: string, other: string) => ({
      ...linToChen(),
      landlords: [
        { ...partyOf("landlord-lin"), share: one },
        { ...partyOf("landlord-ou"), share: other },
      ],
    });
    expect((await lin.post("/api/filings", two("1/3", "2/3"))).status).toBe(201);
    const wrongIn = async (draft: unknown) =>
      ((await lin.post("/api/filings", draft)).body.errors as { pointer: string }[]).map(
        ({ pointer }) => pointer,
      );
    expect(await wrongIn(two("1/2", "2/3"))).toEqual(["/landlords"]);
    expect(await wrongIn(two("3/2", "1/2"))).toContain("/landlords/0/share");
    const tenants = [{ ...partyOf("tenant-chen"), share: "1/2" }];
    expect(await wrongIn({ ...linToChen(), tenants })).toEqual(["/tenants"]);
  });
});
