import type { ProgrammePolicy } from "../../../contract/programme.ts";
import {
  assumed,
  CENTRAL_FIVE,
  deadlines,
  G22,
  governing,
  groupAdmitted,
  known,
  noCentralHome,
  ordinaryQueue,
  QZ2025,
} from "./common.ts";

/** 保租房, the five central areas, 1 April 2025 to 31 March 2030: no income test. */
export const centralAffordableRental: ProgrammePolicy = {
  kind: "PROGRAMME",
  version: "arh-central-2025-04",
  programme: "ARH",
  title: { zh: "中心市区保障性租赁住房", en: "Affordable rental housing, city centre" },
  jurisdictions: CENTRAL_FIVE,
  from: "2025-04-01",
  until: "2030-03-31",
  entry: "APPLICATION",
  conditions: [
    groupAdmitted(
      [
        "GRADUATE",
        "PUBLIC_SERVICE",
        "TAIWAN_COMPATRIOT",
        "MIGRANT",
        "RURAL_MIGRANT",
        "RECRUITED_TALENT",
      ],
      known("G22; QZ 2025", QZ2025),
    ),
    noCentralHome(known("QZ 2025", QZ2025)),
  ],
  agencies: ["social-insurance", "other-housing"],
  queues: [ordinaryQueue],
  ranking: {
    value: "FIFO",
    ...assumed("G22", {
      zh: "集中配租（摇号）或常态配租（先到先得）由各项目定",
      en: "Each project says whether it draws lots or takes who comes first",
    }),
  },
  terms: [
    {
      kind: "home-area-at-most",
      centiM2: 7_000,
      title: { zh: "以建筑面积不超过70㎡的小户型为主", en: "Mostly small homes, 70 m² at most" },
      ...known("G22", G22),
    },
    {
      kind: "rent-of-market-at-most",
      percent: 90,
      title: { zh: "租金不高于同地段市场租金的九成", en: "Rent at most 90 % of the market's" },
      ...assumed("G22", {
        zh: "国家文件只说低于市场租金，比例待本市确认",
        en: "The national text says below the market only; the share is unconfirmed",
      }),
    },
    {
      kind: "lease-years-at-most",
      years: 3,
      title: { zh: "租赁期限不超过三年", en: "Leases of three years at most" },
      ...assumed("G22", {
        zh: "单次租期上限待本市确认",
        en: "The longest term is unconfirmed",
      }),
    },
  ],
  evidence: [
    {
      id: "group",
      title: {
        zh: "所属类别证明（学历、就业、台胞证等）",
        en: "Proof of the group: diploma, employment, permit",
      },
      ...known("QZ 2025", QZ2025),
    },
    {
      id: "housing",
      title: { zh: "住房状况证明", en: "Proof of housing" },
      ...known("QZ 2025", QZ2025),
    },
  ],
  governing,
  deadlines,
};
