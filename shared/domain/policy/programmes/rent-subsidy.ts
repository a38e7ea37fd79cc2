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
  QZ2023,
} from "./common.ts";

/** 租赁补贴 instead of a home: waited two years, the lowest tier at once, and a filed lease. */
export const centralRentSubsidy: ProgrammePolicy = {
  kind: "PROGRAMME",
  version: "rent-subsidy-central-2021-08",
  programme: "RENT_SUBSIDY",
  title: { zh: "中心市区住房租赁补贴", en: "Rent subsidy, city centre" },
  jurisdictions: CENTRAL_PRH,
  from: "2021-08-01",
  entry: "WAITING_LIST",
  conditions: [
    groupAdmitted(["LOCAL_FAMILY", "NEW_WORKER", "MIGRANT"], known("O11 3", O11)),
    {
      kind: "income-at-most",
      householdFen: INCOME_TIERS.publicRental.householdFen,
      singleFen: INCOME_TIERS.publicRental.singleFen,
      title: { zh: "家庭年收入", en: "Household income per year" },
      remedy: {
        zh: "收入变化后仍不超过标准的，请补充证明",
        en: "If it has fallen again, add proof of it",
      },
      agency: "income",
      code: "V32",
      ...known("O11 7", QZ2021),
    },
    {
      kind: "waited-at-least",
      months: 24,
      exemptHouseholdFen: INCOME_TIERS.low.householdFen,
      exemptSingleFen: INCOME_TIERS.low.singleFen,
      title: {
        zh: "轮候满两年（低收入家庭不限）",
        en: "Two years on the waiting list; low incomes at once",
      },
      remedy: { zh: "轮候满两年后即可申领", en: "It can be had once two years have passed" },
      ...known("QZ 2021", QZ2021),
    },
    {
      kind: "lease-on-record",
      title: { zh: "有住房租赁合同备案证明", en: "A lease on record" },
      remedy: {
        zh: "请先办理租赁合同备案，房东未备案的您可以自行备案",
        en: "Have your lease filed first; you may file it alone if the landlord does not",
      },
      ...known("QZ 2023", QZ2023),
    },
    noOtherBenefit(["PRH", "ARH", "TALENT", "YOUTH"]),
  ],
  agencies: ["income"],
  queues: [priorityQueue, ordinaryQueue],
  ranking: {
    value: "WAITING_NO",
    ...assumed("O11 13", {
      zh: "补贴不排序，逐月发放",
      en: "Subsidies are paid monthly, not ranked",
    }),
  },
  terms: [
    {
      kind: "subsidy-of-rent",
      percent: 50,
      upToCentiM2: 6_600,
      title: {
        zh: "补贴租金的50%，面积不超过66㎡",
        en: "Half the rent, for 66 m² at most",
      },
      ...assumed(
        "QZ 2023",
        {
          zh: "此比例见于收储房源，自行租房的标准待确认",
          en: "Known for homes leased in; for homes people rent themselves it is unconfirmed",
        },
        QZ2023,
      ),
    },
  ],
  evidence: [
    {
      id: "lease",
      title: { zh: "租赁合同备案证明", en: "Filing certificate" },
      ...known("QZ 2023", QZ2023),
    },
  ],
  governing,
  deadlines,
};
