import type { SchemeSummary } from "../../../shared/contract/scheme.ts";
import { catalogue } from "./catalogue.ts";

type State = SchemeSummary["state"];

/** The states of a scheme in words (rulebook 5 C). */
export const schemeTexts = catalogue<{
  states: Record<State, string>;
  closes: (when: string) => string;
  programmes: Record<SchemeSummary["programme"], string>;
}>({
  zh: {
    states: {
      DRAFT: "拟定中",
      PUBLISHED: "已公布",
      INTENT_OPEN: "意向登记中",
      RECHECKING: "资格复审中",
      ROSTER_PUBLICITY: "名册公示中",
      FROZEN: "名册已锁定",
      SEEDED: "等待开奖号码",
      DRAWN: "已摇号",
      RESULT_PUBLICITY: "结果公示中",
      INVESTIGATING: "异议核查中",
      FINAL: "结果已确认",
      SELECTING: "选房中",
      CLOSED: "已结束",
      VOID: "已作废",
    },
    closes: (when) => `意向登记截止 ${when}`,
    programmes: {
      PRH: "公租房",
      ARH: "保障性租赁住房",
      TALENT: "人才住房",
      YOUTH: "青年住房",
      SHARED_OWNERSHIP: "共有产权住房",
      PRICE_LIMITED: "限价商品住房",
      RENT_SUBSIDY: "租赁补贴",
    },
  },
  en: {
    states: {
      DRAFT: "Being drafted",
      PUBLISHED: "Announced",
      INTENT_OPEN: "Open for intent",
      RECHECKING: "Eligibility recheck",
      ROSTER_PUBLICITY: "Roster on display",
      FROZEN: "Roster frozen",
      SEEDED: "Waiting for the public number",
      DRAWN: "Drawn",
      RESULT_PUBLICITY: "Result on display",
      INVESTIGATING: "Objection under investigation",
      FINAL: "Result final",
      SELECTING: "Homes being chosen",
      CLOSED: "Closed",
      VOID: "Void",
    },
    closes: (when) => `Intent closes ${when}`,
    programmes: {
      PRH: "Public rental housing",
      ARH: "Affordable rental housing",
      TALENT: "Talent housing",
      YOUTH: "Youth housing",
      SHARED_OWNERSHIP: "Shared-ownership homes",
      PRICE_LIMITED: "Price-limited homes",
      RENT_SUBSIDY: "Rent subsidy",
    },
  },
});
