/** What each check tells people: the rulebook's words when it has a code, and plain ones else. */
import { ruleTexts } from "../../contract/rule-texts.ts";
import type { CheckVerdict, FilingCheck, FilingCheckName } from "../../contract/filing.ts";

type Words = { readonly zh: string; readonly en: string };

/** What was looked at, as the beginning of a sentence. */
const SUBJECTS: Readonly<Record<FilingCheckName, Words>> = {
  title: { zh: "房屋权属", en: "Title of the home" },
  coOwners: { zh: "共有人意见", en: "Consent of co-owners" },
  landNature: { zh: "土地性质", en: "Nature of the land" },
  space: { zh: "房屋是否可以出租居住", en: "Whether the space may be let" },
  occupancy: { zh: "人数与面积标准", en: "Number of persons and area" },
  overlap: { zh: "同期备案", en: "Other filings in the same time" },
  term: { zh: "租赁期限", en: "Length of the term" },
  headLease: { zh: "原租赁合同与出租人同意", en: "Head lease and the owner's consent" },
  rent: { zh: "租金水平", en: "Level of the rent" },
  late: { zh: "办理时限", en: "Time of filing" },
  identity: { zh: "当事人身份", en: "Identity of the parties" },
  guardian: { zh: "监护关系", en: "Guardianship" },
  firm: { zh: "企业登记信息", en: "Registration of the firm" },
};

const ENDS: Readonly<Record<CheckVerdict, Words>> = {
  agree: { zh: "核对一致", en: "in order" },
  disagree: { zh: "核对不一致", en: "not in order" },
  unknown: { zh: "未能自动核对，由工作人员查看", en: "cannot be told by itself; an officer looks" },
  silent: { zh: "部门未返回，由工作人员查看", en: "no answer came; an officer looks" },
  notice: { zh: "请留意", en: "please note" },
};

/** The check with its message. A code's words are the rulebook's own. */
export function withMessage(check: Omit<FilingCheck, "message">): FilingCheck {
  const { name, verdict, code } = check;
  const rule = code === undefined ? undefined : ruleTexts[code as keyof typeof ruleTexts];
  const told = rule as Words | undefined;
  const subject = SUBJECTS[name];
  const end = told ?? ENDS[verdict];
  return {
    ...check,
    message: { zh: `${subject.zh}：${end.zh}`, en: `${subject.en}: ${end.en}` },
  };
}
