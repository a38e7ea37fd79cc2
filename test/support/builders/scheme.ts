import { SchemeDraft, SchemeTerms, type HomeOffer } from "../../../shared/contract/scheme.ts";
import { publicKeyOf } from "../../../shared/domain/draws/ed25519.ts";
import { NOTE_KEY, verifierKeyText } from "../../../shared/domain/draws/verifier-key.ts";

/** The verifier key of a test witness: its seed is its place, 32 times. */
const keyOf = (role: string, at: number): string =>
  verifierKeyText(`${role}.example`, NOTE_KEY, publicKeyOf(new Uint8Array(32).fill(at + 1)));

export const aHome = (but: Partial<HomeOffer> = {}): HomeOffer => ({
  homeId: "FZ3-1201",
  flatId: "QZFZ00001201",
  project: "丰泽安居苑",
  building: "泉州市丰泽区安居苑3号楼",
  no: "1201",
  floor: 12,
  layout: "2-1-1",
  areaM2: 58.5,
  monthlyRentFen: 42_000,
  pool: "A",
  regionCode: "350503",
  // Two homes of a scheme never share an address.
  standardAddressCode: (but.flatId ?? "3505030010011201").padEnd(10, "0"),
  titleCertNo: "闽(2023)泉州市不动产权第0001201号",
  landNature: "STATE",
  ...but,
});

/** A legal scheme of 2026 with one home in each of two pools; say only what the test is about. */
export const aScheme = (but: Partial<SchemeDraft> = {}): SchemeDraft =>
  SchemeDraft.parse({
    schemeId: "qz-2026-001",
    title: "2026年第一批公租房配租",
    titleEn: "Public rental homes, first batch of 2026",
    programme: "PRH",
    jurisdiction: "350503",
    basis: ["泉住建〔2026〕1号"],
    scope: { areas: ["350503"], groups: ["LOCAL_FAMILY"] },
    pools: [
      {
        id: "P",
        name: { zh: "优先组", en: "Priority" },
        units: 1,
        spill: "A",
        queue: "PRIORITY",
        minPersons: 1,
        maxPersons: 16,
      },
      {
        id: "A",
        name: { zh: "两居组", en: "Two rooms" },
        units: 1,
        spill: "-",
        queue: "ORDINARY",
        minPersons: 2,
        maxPersons: 4,
      },
    ],
    layoutRules: [{ layout: "2-1-1", minPersons: 1, maxPersons: 16 }],
    ranking: "LOTTERY",
    scoreRules: [],
    algorithm: "PVL1-SHA256",
    target: "RANK",
    eligibility: "BEFORE_DRAW",
    intent: { opensAt: "2026-03-02T01:00:00Z", closesAt: "2026-03-13T10:00:00Z" },
    freezeBy: "2026-04-10T10:00:00Z",
    revealBy: "2026-04-11T10:00:00Z",
    source: { id: "kl8", game: "kl8", issue: "2026090", at: "2026-04-11T13:30:00Z" },
    publicityWorkingDays: 7,
    selection: { noticeDays: 3, calls: 3, forfeit: "OFF_LIST", backfill: "NEXT_IN_RANKING" },
    lease: { years: 3, payCycle: "MONTHLY" },
    witnesses: ["notary", "representative", "discipline"].map((role, at) => ({
      id: role,
      role,
      vkey: keyOf(role, at),
    })),
    minWitness: 2,
    operator: {
      name: "泉州市保障房运营有限公司",
      uscc: "91350502MA000TE569",
      phone: "0595-22180019",
    },
    hotline: "0595-12345",
    homes: [aHome(), aHome({ homeId: "FZ3-1202", flatId: "QZFZ00001202", no: "1202", pool: "P" })],
    ...but,
  });

/** The same without its homes. */
export const theTerms = (but: Partial<SchemeDraft> = {}): SchemeTerms => {
  const { homes: _, ...terms } = aScheme(but);
  return SchemeTerms.parse(terms);
};
