import { beforeAll, describe, expect, it } from "vitest";
import { certificatePdf } from "../../../functions/certificates/pdf/certificate.ts";
import { contractPdf } from "../../../functions/certificates/pdf/contract.ts";
import { qrOf } from "../../../functions/certificates/pdf/qr.ts";
import { statementPdf } from "../../../functions/certificates/pdf/statement.ts";
import type { FilingDraft } from "../../../shared/contract/filing.ts";
import { contractText } from "../../../shared/domain/certificates/contract-text.ts";
import { certificateLink } from "../../../shared/domain/certificates/link.ts";
import { certifiedFilingOf, sheetOf } from "../../../shared/domain/certificates/sheet.ts";
import { keyIdOf, signFacts } from "../../../shared/domain/certificates/sign-facts.ts";
import { publicKeyOf, signerOf } from "../../../shared/domain/draws/ed25519.ts";
import { aDraft, aLease, aUnit } from "../../support/builders/lease.ts";
import { anIdNumber, aPerson } from "../../support/builders/people.ts";
import { hasPoppler, look, unseen, type Looked } from "../../support/poppler.ts";

const seed = new Uint8Array(32).fill(7);
const MM = 72 / 25.4;

async function paper(draft: FilingDraft, but: { status?: "IN_FORCE" | "REVOKED" } = {}) {
  const mark = {
    certificateNo: "3505032026070100001",
    code: "7Q2M9K4XZ1",
    version: 1,
    status: but.status ?? "IN_FORCE",
    filedOn: "2026-07-01",
    issuedOn: "2026-07-02",
  };
  const sheet = sheetOf(mark, draft, draft.tenants);
  const facts = certifiedFilingOf(sheet, draft);
  const signed = await signFacts(facts, keyIdOf(publicKeyOf(seed)), signerOf(seed));
  const link = certificateLink(
    "https://zufang.quanzhou.example",
    "0123456789ABCDEFGHJKMNPQ",
    signed,
  );
  const checkPage = "zufang.quanzhou.example/certificates";
  return { link, bytes: await certificatePdf({ sheet, link, checkPage, isPartlyMasked: false }) };
}

const crowd = (name: string, from: number) =>
  Array.from({ length: 10 }, (_, n) =>
    aPerson({ name, idNumber: anIdNumber("19900101", from + n) }),
  );
const textOf = ({ words }: Looked): string =>
  words
    .flat()
    .map(({ text }) => text)
    .join("");

describe("a certificate's bytes", () => {
  it("are the same for the same facts, and other for others", async () => {
    const [one, again] = [await paper(aDraft()), await paper(aDraft())];
    expect(one.bytes.equals(again.bytes)).toBe(true);
    expect(one.bytes.equals((await paper(aDraft(), { status: "REVOKED" })).bytes)).toBe(false);
    expect(one.bytes.length).toBeLessThan(120_000);
  });

  it("hold a QR of at least 25 mm, its modules wide enough for any telephone", async () => {
    const { link } = await paper(aDraft());
    const { size } = qrOf(link);
    const module = 42 / size;
    expect(module * (size - 8)).toBeGreaterThan(25);
    expect(module).toBeGreaterThan(0.4);
  });
});

describe.runIf(hasPoppler || process.env.CI !== undefined)("documents, looked at", () => {
  let plain: Looked;
  beforeAll(async () => {
    plain = look((await paper(aDraft())).bytes);
  });

  it("are A4, tagged, with a title; a certificate is one page", () => {
    expect(plain.about).toMatchObject({
      Pages: "1",
      Tagged: "yes",
      Title: "房屋租赁登记备案证明 3505032026070100001",
      "Page size": "595.28 x 841.89 pts (A4)",
    });
    for (const tag of ["H1", "Table", "TR", "TH", "TD", "Figure"])
      expect(plain.structure).toMatch(new RegExp(`\\b${tag}\\b`));
  });

  it("show every character of what they say, in dark ink", () => {
    for (const fact of ["林建国", "陈思远", "350599199102239056", "1,800.00", "国有土地", "整套"])
      expect(textOf(plain)).toContain(fact);
    expect(plain.words.flat().length).toBeGreaterThan(30);
    expect(unseen(plain)).toEqual([]);
  });

  it("say what has become of the certificate", async () => {
    const revoked = look((await paper(aDraft(), { status: "REVOKED" })).bytes);
    expect(textOf(revoked)).toContain("已撤销");
  });

  it("say the code point of a character no font has, never a blank", async () => {
    const odd = aDraft({ landlords: [aPerson({ name: "林𠮷·阿卜杜拉" })] });
    const looked = look((await paper(odd)).bytes);
    expect(textOf(looked)).toContain("林〔U+20BB7〕·阿卜杜拉");
    expect(textOf(looked)).toContain("码位");
    expect(unseen(looked)).toEqual([]);
  });

  it("show rare characters that the fonts do have", async () => {
    const rare = aDraft({ landlords: [aPerson({ name: "龘靐䶮㛃堃喆" })] });
    const looked = look((await paper(rare)).bytes);
    expect(textOf(looked)).toMatch(/龘靐/);
    expect(unseen(looked)).toEqual([]);
  });

  it.each([
    ["twenty parties with long names", "欧".repeat(50), "阳".repeat(50)],
    ["twenty parties whose names no font has", "𠮷".repeat(50), "𠮷".repeat(50)],
    ["twenty parties with plain names", "欧阳秀兰", "林建国"],
  ])("stay one page for %s", async (_, landlord, tenant) => {
    const draft = aDraft({
      landlords: crowd(landlord, 100),
      tenants: crowd(tenant, 200),
      lease: aLease({ unit: aUnit({ address: "泉".repeat(200) }) }),
    });
    const looked = look((await paper(draft)).bytes);
    expect(looked.about.Pages).toBe("1");
    expect(unseen(looked, 170)).toEqual([]);
    const lowest = Math.max(...looked.words.flat().map(({ bottom }) => bottom));
    expect(lowest).toBeLessThan(841.89 - 15 * MM);
    expect(textOf(looked)).toContain("泉州市丰泽区住房和城乡建设局");
  });

  it("keep their ink from page to page: a contract with a long list of things", async () => {
    const handover = Array.from({ length: 60 }, (_, n) => ({ name: `物品${n}`, count: n + 1 }));
    // A table, then a paragraph that runs over the end of the page: the fill of one must not
    // colour the other.
    const terms = {
      handover,
      costs: [{ cost: "WATER" as const, by: "TENANT" as const }],
      others: "约定".repeat(1_000),
    };
    const text = contractText(aDraft({ lease: aLease({ terms }) }));
    const signatures = [{ who: "甲方　林建国", on: "2026-06-28" }];
    const looked = look(await contractPdf({ text, signatures, dated: "2026-06-28" }));
    expect(looked.pages.length).toBeGreaterThan(2);
    expect(looked.about.Tagged).toBe("yes");
    expect(unseen(looked)).toEqual([]);
    // The head of the list again on each page it runs over, the digest on all of them.
    const heads = looked.words.flat().filter((word) => word.text === "物品");
    expect(heads.length).toBeGreaterThan(1);
    for (const page of looked.words)
      expect(page.map((word) => word.text).join(" ")).toContain(text.digest);
  });

  it("show a statement with as many homes as it may have", async () => {
    const home = {
      filingId: `F${"0".repeat(20)}`,
      certificateNo: "3505032026070100001",
      building: "泉州市丰泽区示范小区3号楼",
      address: "泉州市丰泽区示范小区3号楼1201室",
      wholeOrRoom: "WHOLE" as const,
      capacity: "TENANT" as const,
      from: "2026-07-01",
      filedOn: "2026-07-01",
      status: "IN_FORCE" as const,
    };
    const bytes = await statementPdf({
      statement: {
        certificateNo: "3505002026070100001",
        code: "7Q2M9K4XZ1",
        token: "0123456789ABCDEFGHJKMNPQ",
        issuedOn: "2026-07-02",
        holder: { name: "陈思远", idType: "RESIDENT_ID", idNumber: anIdNumber() },
        homes: Array.from({ length: 40 }, () => home),
        continuousDays: 488,
      },
      issuer: "泉州市住房和城乡建设局",
      link: "https://quanju.example/c/0123456789ABCDEFGHJKMNPQ#AA",
      checkPage: "quanju.example/certificates",
    });
    const looked = look(bytes);
    expect(looked.words.flat().filter(({ text }) => text === home.certificateNo)).toHaveLength(40);
    expect(unseen(looked)).toEqual([]);
  });
});
