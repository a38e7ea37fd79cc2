/** Decisions in writing: the text a household can read, print and appeal against (O11 9, 35). */
import type {
  ApplicationState,
  ConditionOutcome,
  DecisionEntry,
  Programme,
} from "../../contract/application.ts";
import type { WrittenDecision } from "../../contract/application-process.ts";
import type { CivilDate } from "../../contract/values.ts";

export type DecidedCase = {
  readonly receiptNo: string;
  readonly state: ApplicationState;
  readonly programme: Programme;
  /** Of the applicant, to whom it is written. */
  readonly name: string;
  /** Last day for what the household may do now. */
  readonly dueOn?: CivilDate | undefined;
  readonly conditions: readonly ConditionOutcome[];
  readonly barredUntil?: CivilDate | undefined;
  readonly decisions: readonly (DecisionEntry & { readonly on: CivilDate })[];
};

type Form = {
  readonly kind: WrittenDecision["kind"];
  readonly article: string;
  readonly zh: string;
  readonly en: string;
};

const O11 = "《公共租赁住房管理办法》";

/** Which entries of the file are decisions in writing, by event and outcome. */
const FORMS: Readonly<Record<string, Form>> = {
  "ask-correction CORRECTION": {
    ...{ kind: "GAPS", article: "O11 8" },
    zh: `补正通知书：依据${O11}第八条，一次性告知需补正的全部事项如下。`,
    en: "Notice of gaps (O11 art. 8): everything that is to be made good, in one list.",
  },
  "decide REJECTED": {
    ...{ kind: "REFUSAL", article: "O11 9" },
    zh: `不予通过决定书：依据${O11}第九条，经审核，您的申请不符合规定条件。`,
    en: "Refusal (O11 art. 9): the application does not meet the conditions.",
  },
  "decide-objection REJECTED": {
    ...{ kind: "REFUSAL", article: "O11 9" },
    zh: `不予通过决定书：依据${O11}第九条，公示期间的异议经核实成立。`,
    en: "Refusal (O11 art. 9): an objection made during publicity was upheld.",
  },
  "answer-reconsideration CLOSED": {
    ...{ kind: "RECONSIDERATION", article: "O11 9" },
    zh: `复核答复书：依据${O11}第九条，经复核，维持原决定。`,
    en: "Answer to the reconsideration (O11 art. 9): the refusal stands.",
  },
  "answer-reconsideration FINAL_REVIEW": {
    ...{ kind: "RECONSIDERATION", article: "O11 9" },
    zh: `复核答复书：依据${O11}第九条，经复核，撤销原决定，重新审核。`,
    en: "Answer to the reconsideration (O11 art. 9): the refusal is set aside, the review reopened.",
  },
  "suspend SUSPENDED": {
    ...{ kind: "SUSPENSION", article: "O11 9" },
    zh: "中止轮候通知书：您的轮候已中止，轮候号保留。",
    en: "Suspension: your place on the waiting list is suspended; its number stays yours.",
  },
  "cancel CANCELLED": {
    ...{ kind: "CANCELLATION", article: "O11 9, 35" },
    zh: "取消轮候资格决定书：您的轮候资格已取消。",
    en: "Cancellation: you are struck off the waiting list.",
  },
  "bar BARRED": {
    ...{ kind: "BAR", article: "O11 35, 36" },
    zh: `限制申请决定书：依据${O11}第三十五条、第三十六条，经听取陈述申辩，限制申请住房保障。`,
    en: "Bar (O11 arts. 35, 36): after you were heard, you are barred from applying.",
  },
};

/** What the clock decides carries no officer's words: the rule itself is the reason. */
const BY_TIME: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = {
  "suspend SUSPENDED": {
    zh: "未在年度复核期限内申报。",
    en: "The yearly review was not answered in its time.",
  },
  "cancel CANCELLED": {
    zh: "中止轮候期间逾期未办理复核。",
    en: "While suspended, the review was not answered in its time.",
  },
};

/**
 * All decisions of a case in writing, oldest first.
 *
 * @see O11 9: refusals in writing, with reasons; 35, 36
 */
export function writtenDecisions(decided: DecidedCase): WrittenDecision[] {
  const last = decided.decisions.length - 1;
  return decided.decisions.flatMap((entry, at) => {
    const name = `${entry.event} ${entry.outcome}`;
    const form = FORMS[name];
    if (!form) return [];
    const because = whyNot(decided, entry, form);
    const reason = entry.reason ?? "";
    const byTime = entry.by === "system" ? BY_TIME[name] : undefined;
    const next = at === last ? remedy(decided, form.kind) : undefined;
    const { kind, article } = form;
    const { receiptNo } = decided;
    const part = (...lines: (string | undefined)[]) =>
      lines.filter((line) => line !== undefined && line !== "").join("\n");
    return [
      {
        docNo: `${receiptNo}-${String(at + 1).padStart(2, "0")}`,
        ...{ kind, on: entry.on, article },
        zh: part(
          `${decided.name}（申请回执号 ${receiptNo}）：`,
          form.zh,
          reason === "" ? byTime?.zh : `理由：${reason}`,
          ...because.map(({ zh }) => zh),
          next?.zh,
          `决定日期：${entry.on}`,
        ),
        en: part(
          `${decided.name} (receipt ${receiptNo}):`,
          form.en,
          reason === "" ? byTime?.en : `Reason: ${reason}`,
          ...because.map(({ en }) => en),
          next?.en,
          `Decided on ${entry.on}`,
        ),
      },
    ];
  });
}

/** The conditions behind a refusal that still stands: limit, finding, article, remedy. */
function whyNot(
  { state, conditions }: DecidedCase,
  { event }: DecisionEntry,
  { kind }: Form,
): readonly { readonly zh: string; readonly en: string }[] {
  const stands = event === "decide" && kind === "REFUSAL" && ["REJECTED", "CLOSED"].includes(state);
  if (!stands) return [];
  return conditions
    .filter(({ outcome }) => outcome !== "MET")
    .map(({ title, limit, found, article, remedy: what }) => ({
      zh: line(
        [
          title.zh,
          limit && `规定：${limit.zh}`,
          found && `核查：${found.zh}`,
          `依据：${article}`,
          what?.zh,
        ],
        "；",
      ),
      en: line(
        [
          title.en,
          limit && `limit: ${limit.en}`,
          found && `found: ${found.en}`,
          `basis: ${article}`,
          what?.en,
        ],
        "; ",
      ),
    }));
}

const line = (parts: readonly (string | undefined)[], comma: string): string =>
  `- ${parts.filter((one) => one !== undefined).join(comma)}`;

/** What the household can do about the last decision. */
function remedy(
  { dueOn, barredUntil }: DecidedCase,
  kind: WrittenDecision["kind"],
): { readonly zh: string; readonly en: string } | undefined {
  if (kind === "BAR" && barredUntil !== undefined)
    return {
      zh: `限制期至 ${barredUntil} 届满，届满后可重新申请。`,
      en: `The bar ends on ${barredUntil}; you may apply anew after it.`,
    };
  if (dueOn === undefined) return undefined;
  if (kind === "GAPS") return { zh: `请于 ${dueOn} 前补正。`, en: `Make them good by ${dueOn}.` };
  if (kind === "REFUSAL")
    return {
      zh: `如有异议，可于 ${dueOn} 前申请复核，十五个工作日内由另一名工作人员书面答复。`,
      en: `You may ask for reconsideration by ${dueOn}: another officer answers in 15 working days.`,
    };
  if (kind === "SUSPENSION")
    return {
      zh: `请于 ${dueOn} 前登录泉居申报复核，逾期将取消轮候资格。`,
      en: `Answer the review in Quanju by ${dueOn}, or you are struck off the list.`,
    };
  return undefined;
}
