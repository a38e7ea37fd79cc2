/**
 * What the examples of the API name: the cases of the demo city, which every fresh installation
 * holds. Their identifiers follow from who made them and with which key (`idOf`). The people are
 * invented: region 350599 is nobody's.
 */
export const EXAMPLE = {
  /** A lease on record, landlord-ou and tenant-huang. */
  filed: "F8Q17DVZ2EH6T8RJ5VYG3",
  /** landlord-lin's leases: to be signed by tenant-wu, before a reviewer, still a draft. */
  toSign: "FY14QNZ41MYRF00F3M5CZ",
  toReview: "F3THB9AK66FV2N9G1505Q",
  draft: "FVGZDPAY95E5DQK0XGWKB",
  /** One lease that enterprise-anju has sent as a batch. */
  batch: "B12808P7JRRDS31FFTV58",
  /** A residence statement's number; who asks for one has none in a fresh installation. */
  statement: "3505822026030100001",
  /** Applications: tenant-chen's, tenant-zheng's, and two of generated people. */
  submitted: "APZ246ZP0NKWEY805RTDQ",
  accepted: "AKAKZ2MWPFJE8DXTZNV89",
  reviewed: "A8WD90WJJ7EFK3K1PJB1A",
  recommended: "AE6MH8E4RXWGHM7Z44VYG",
  /** Published, its intent not yet open; and one that waits for its second officer. */
  scheme: "fz-prh-example",
  plan: "fz-prh-plan",
  /** What tenant-chen will have chosen and objected to; nothing in a fresh installation. */
  /** A mandate; a fresh installation has none of this number. */
  mandate: "M0000000000000000EXMP",
  allocation: "L3J066V54G5S0V2TKRC4T",
  /** A village's proof that landlord-lin has asked for; the committee has yet to answer. */
  proof: "VSHY2X6KRBR0Q98NP0JB7",
  /** A draft of an application; a fresh installation has none of this number. */
  homeDraft: "D0000000000000000000Z",
  objection: "JEKB7Z2GRVAAX1G2R1A7R",
  opening: "KEKB7Z2GRVAAX1G2R1A7R",
} as const;

/** Digests are keyed by the installation: no example can know one. */
export const EXAMPLE_DIGEST = "0".repeat(64);

export const EXAMPLE_DRAFT = {
  jurisdiction: "350503",
  filerRole: "LANDLORD",
  signing: "ONLINE",
  landlords: [
    {
      kind: "person",
      name: "林建国",
      idType: "RESIDENT_ID",
      idNumber: "350599196803129016",
      phone: "19905990001",
    },
  ],
  tenants: [
    {
      kind: "person",
      name: "陈思远",
      idType: "RESIDENT_ID",
      idNumber: "350599199102239056",
      phone: "19905990005",
    },
  ],
  lease: {
    unit: {
      flatId: "35050300100100501",
      regionCode: "350503",
      standardAddressCode: "350503001001005010001",
      building: "泉州市丰泽区刺桐路18号3幢",
      address: "泉州市丰泽区刺桐路18号3幢501室",
      realEstateUnitNo: "350503001002GB00001F00030501",
      titleCertNo: "闽(2023)泉州市不动产权第0000501号",
      titleType: "REAL_ESTATE_CERT",
      landNature: "STATE",
      areaM2: 88.5,
      rooms: 3,
      layout: "3-1-1",
      wholeOrRoom: "WHOLE",
      spaceKind: "DWELLING",
    },
    use: "RESIDENTIAL",
    signedOn: "2026-03-01",
    from: "2026-03-15",
    until: "2027-03-14",
    monthlyRentFen: 260_000,
    payCycle: "MONTHLY",
    occupants: [],
  },
} as const;

/** The household of one of the demo people. */
export const EXAMPLE_FORM = {
  programme: "PRH",
  jurisdiction: "350503",
  group: "LOCAL_FAMILY",
  wants: "HOME",
  applicant: {
    ...{ name: "吴志远", idType: "RESIDENT_ID", idNumber: "350599198801179115" },
    ...{ phone: "19905990007", marital: "DIVORCED", hukou: "350503" },
  },
  members: [
    {
      ...{ name: "吴雨桐", idType: "RESIDENT_ID", idNumber: "350599201503069123" },
      kinship: "CHILD",
    },
  ],
  ownedHomes: [],
  residencePermit: false,
  incomeFenPerYear: 5_400_000,
  assetsFen: 12_000_000,
  priorityEvidence: [],
  consent: { textVersion: "2026-01", agreedForAllAdults: true },
  declaration: true,
} as const;

/** A home of the example scheme. @param no - four digits, part of every code it has */
export const exampleHome = (no: string) =>
  ({
    homeId: `EX-${no}`,
    flatId: `3505030030010${no}`,
    project: "城东公租房",
    building: "泉州市丰泽区通港西街66号3幢",
    no,
    floor: 5,
    layout: "2-1-1",
    areaM2: 56.2,
    monthlyRentFen: 39_300,
    pool: "A",
    regionCode: "350503",
    standardAddressCode: `350503003001000000${no}`,
    realEstateUnitNo: `350503003001GB00001F0003${no}`,
    titleCertNo: `闽(2024)泉州市不动产权第003${no}号`,
    landNature: "STATE",
  }) as const;

/** The plan of two homes, far enough ahead to stay legal. Nobody holds its witnesses' keys. */
export const EXAMPLE_SCHEME = {
  schemeId: "fz-prh-2030",
  title: "丰泽区城东公租房 2030 年批次（示例）",
  titleEn: "Fengze East public rental, batch of 2030 (example)",
  programme: "PRH",
  jurisdiction: "350503",
  basis: ["公共租赁住房管理办法（住建部令第11号）"],
  scope: { areas: ["350503"], groups: ["LOCAL_FAMILY"] },
  pools: [
    {
      ...{ id: "A", name: { zh: "两居室", en: "Two rooms" }, units: 2, spill: "-" },
      ...{ queue: "ORDINARY", minPersons: 1, maxPersons: 16 },
    },
  ],
  layoutRules: [{ layout: "2-1-1", minPersons: 1, maxPersons: 16 }],
  ranking: "LOTTERY",
  scoreRules: [],
  algorithm: "PVL1-SHA256",
  target: "RANK",
  eligibility: "BEFORE_DRAW",
  intent: { opensAt: "2030-03-01T01:00:00Z", closesAt: "2030-03-08T09:00:00Z" },
  freezeBy: "2030-05-10T02:00:00Z",
  revealBy: "2030-05-10T03:00:00Z",
  source: { id: "kl8", game: "kl8", issue: "2030130", at: "2030-05-10T13:30:00Z" },
  publicityWorkingDays: 7,
  selection: { noticeDays: 3, calls: 3, forfeit: "OFF_LIST", backfill: "NEXT_IN_RANKING" },
  lease: { years: 3, payCycle: "MONTHLY" },
  witnesses: [
    {
      id: "w-notary",
      role: "notary",
      vkey: "w-notary.quanju.local+a5f41674+AaFJ4V1+jeIzS7YgclRe/ijgo/WeMGYvTqqqSJouOlLP",
    },
    {
      id: "w-representative",
      role: "representative",
      vkey: "w-representative.quanju.local+548a3729+AY7oEzvtTE0ZhLPIpAZwzw9Dt6RhtVKMUbLbDerAywFn",
    },
    {
      id: "w-discipline",
      role: "discipline",
      vkey: "w-discipline.quanju.local+ba140f04+AfvuY4T30Igrevj6qrzAVw9QZw8hUkrTuW+pAI4q1sYD",
    },
  ],
  minWitness: 2,
  operator: {
    name: "泉州市保障房运营有限公司",
    uscc: "91350599MA0BY00374",
    phone: "0595-22180019",
  },
  hotline: "12345",
  homes: [exampleHome("0501"), exampleHome("0502")],
} as const;

/** A witness's note in its form; no signature over a notice of another installation can be right. */
export const EXAMPLE_NOTE = [
  "pvl1/commit",
  EXAMPLE.scheme,
  "w-notary",
  EXAMPLE_DIGEST,
  EXAMPLE_DIGEST,
  "",
  `— w-notary.quanju.local pfQWdA${"A".repeat(80)}==`,
  "",
].join("\n");

/** Twenty of eighty, as the bulletin of kl8 gives them. */
export const EXAMPLE_NUMBERS = Array.from({ length: 20 }, (_, at) =>
  String(4 * at + 1).padStart(2, "0"),
).join(",");
