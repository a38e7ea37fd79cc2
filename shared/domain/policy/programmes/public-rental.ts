import type { ProgrammePolicy } from "../../../contract/programme.ts";
import {
  assumed,
  CENTRAL_PRH,
  deadlines,
  governing,
  groupAdmitted,
  INCOME_TIERS,
  known,
  noOtherBenefit,
  O11,
  ordinaryQueue,
  priorityQueue,
  QZ2021,
} from "./common.ts";

/** 公租房, Licheng, Fengze and the Development Zone, since August 2021. */
export const centralPublicRental: ProgrammePolicy = {
  kind: "PROGRAMME",
  version: "prh-central-2021-08",
  programme: "PRH",
  title: { zh: "中心市区公共租赁住房", en: "Public rental housing, city centre" },
  jurisdictions: CENTRAL_PRH,
  from: "2021-08-01",
  entry: "APPLICATION",
  conditions: [
    groupAdmitted(["LOCAL_FAMILY", "NEW_WORKER", "MIGRANT"], known("O11 3", O11)),
    {
      kind: "hukou-in",
      groups: ["LOCAL_FAMILY"],
      areas: CENTRAL_PRH,
      title: { zh: "本地户籍", en: "Local household registration" },
      remedy: {
        zh: "无本地户籍的，可按新就业职工或外来务工人员申请",
        en: "Without local registration, apply as new worker or migrant",
      },
      ...known("O11 7", QZ2021),
    },
    {
      kind: "new-worker",
      groups: ["NEW_WORKER"],
      title: { zh: "新就业职工：学历与劳动合同", en: "New worker: diploma and contract" },
      remedy: {
        zh: "请补充学历证书和劳动合同",
        en: "Add your diploma and your employment contract",
      },
      agency: "social-insurance",
      ...known("O11 7", QZ2021),
    },
    {
      kind: "settled",
      groups: ["MIGRANT"],
      pensionMonths: 60,
      title: {
        zh: "稳定就业：养老保险满五年或持居住证",
        en: "Settled: five years' pension or residence permit",
      },
      remedy: {
        zh: "可先办理居住证，或缴满年限后再申请",
        en: "Get a residence permit, or apply once the years are complete",
      },
      agency: "social-insurance",
      ...known("O11 7", QZ2021),
    },
    {
      kind: "income-at-most",
      householdFen: INCOME_TIERS.publicRental.householdFen,
      singleFen: INCOME_TIERS.publicRental.singleFen,
      title: { zh: "家庭年收入", en: "Household income per year" },
      remedy: {
        zh: "收入超出的，可了解保障性租赁住房（不设收入线）",
        en: "Above it, see affordable rental housing, which has no income test",
      },
      agency: "income",
      code: "V32",
      ...known("O11 7", QZ2021),
    },
    {
      kind: "assets-at-most",
      fen: INCOME_TIERS.publicRental.assetsFen,
      title: { zh: "家庭资产", en: "Household assets" },
      remedy: {
        zh: "资产超出的，可了解保障性租赁住房（不设资产线）",
        en: "Above it, see affordable rental housing, which has no assets test",
      },
      agency: "civil-affairs",
      code: "V32",
      ...known("O11 7", QZ2021),
    },
    {
      kind: "area-per-person-below",
      centiM2: 2_000,
      title: { zh: "人均自有住房面积", en: "Own housing area per person" },
      remedy: {
        zh: "家庭人口有变化的，请补充户口簿或出生医学证明",
        en: "If your household has grown, add the household register or birth certificate",
      },
      agency: "other-housing",
      code: "V33",
      ...known("O11 7", QZ2021),
    },
    noOtherBenefit(["ARH", "TALENT", "YOUTH", "SHARED_OWNERSHIP", "PRICE_LIMITED"]),
  ],
  agencies: ["civil-affairs", "social-insurance", "other-housing", "income"],
  queues: [priorityQueue, ordinaryQueue],
  ranking: {
    value: "WAITING_NO",
    ...assumed("O11 13", {
      zh: "近年按轮候号配租，2013年曾一次摇号；方案可另定",
      en: "By waiting number of late, by one draw in 2013; a scheme may say otherwise",
    }),
  },
  terms: [
    {
      kind: "lease-years-at-most",
      years: 5,
      title: { zh: "租赁期限不超过五年", en: "Leases of five years at most" },
      ...known("O11 18", O11),
    },
  ],
  evidence: [
    {
      id: "identity",
      title: { zh: "家庭成员身份证、户口簿", en: "Identity cards, household register" },
      ...known("O11 8", O11),
    },
    {
      id: "income",
      title: { zh: "收入、资产证明", en: "Proof of income and assets" },
      ...known("O11 8", O11),
    },
    {
      id: "housing",
      title: { zh: "住房状况证明", en: "Proof of housing" },
      ...known("O11 8", O11),
    },
    {
      id: "work",
      title: { zh: "劳动合同、社会保险缴费证明", en: "Contract, record of contributions" },
      groups: ["NEW_WORKER", "MIGRANT"],
      ...known("O11 8", O11),
    },
  ],
  governing,
  deadlines,
};
