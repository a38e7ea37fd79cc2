import type { LiveStep, StepName } from "../live-draw.ts";
import { catalogue } from "./catalogue.ts";

/** The live page of a draw and the look-up of its result. */
export const drawTexts = catalogue<{
  title: string;
  heading: string;
  lead: string;
  resultsTitle: string;
  resultsHeading: string;
  resultsLead: string;
  steps: Record<StepName, string>;
  stepStates: Record<LiveStep["state"], string>;
  happened: (when: string) => string;
  expected: (when: string) => string;
  countdown: (days: number, hours: number, minutes: number, seconds: number) => string;
  waits: Record<"commits" | "freeze" | "reveals" | "source" | "result", string>;
  overdue: string;
  beaconLate: string;
  fallback: (issue: string, when: string) => string;
  voided: string;
  voidNext: string;
  witnesses: string;
  witness: string;
  role: string;
  commit: string;
  reveal: string;
  roles: Readonly<Record<string, string>>;
  yes: string;
  notYet: string;
  roster: string;
  rosterVersion: (version: number, count: number) => string;
  value: string;
  files: string;
  verify: string;
  results: string;
  bundle: string;
  ranking: string;
  winners: string;
  witnessLink: string;
  none: string;
  noneNext: string;
  failed: string;
  updated: string;
  receipt: string;
  receiptHint: string;
  receiptWrong: string;
  look: string;
  early: string;
  unknown: string;
  unknownNext: string;
  pool: (id: string) => string;
  selected: (place: number) => string;
  waiting: (place: number) => string;
  elsewhere: string;
  removed: (number: number) => string;
  moved: (pool: string) => string;
  object: string;
  live: string;
}>({
  zh: {
    title: "公开摇号",
    heading: "公开摇号",
    lead: "每一步完成后，本页自动更新。时间以独立见证方的联署为准。",
    resultsTitle: "摇号结果",
    resultsHeading: "查摇号结果",
    resultsLead: "凭摇号凭证上的编号查询。查询只读取公开文件，不需要登录。",
    steps: {
      notice: "公告",
      commits: "见证人承诺",
      freeze: "名册冻结",
      reveals: "见证人公布随机数",
      source: "公共随机数产生",
      result: "结果公布",
    },
    stepStates: { done: "已完成", now: "进行中", waiting: "等待", failed: "已作废" },
    happened: (when) => `完成于 ${when}`,
    expected: (when) => `预计 ${when}`,
    countdown: (days, hours, minutes, seconds) =>
      `${days > 0 ? `${String(days)} 天 ` : ""}${String(hours)} 小时 ${String(minutes)} 分 ${String(seconds)} 秒`,
    waits: {
      commits: "等待全部见证人提交承诺。",
      freeze: "距名册锁定",
      reveals: "距公布随机数截止",
      source: "距公共随机数产生",
      result: "公共随机数已产生，正在计算结果。",
    },
    overdue: "时间已到，等待记录。",
    beaconLate: "等待信标，不会重摇。信标的数值早已由密钥确定，只是读取得晚一些。",
    fallback: (issue, when) => `一直读取不到时，改用快乐8 第 ${issue} 期（${when} 开奖）。`,
    voided: "本次摇号在产生任何结果之前已作废。",
    voidNext: "将以新的摇号编号重新公告，各家庭的轮候次序不变。",
    witnesses: "见证人",
    witness: "编号",
    role: "身份",
    commit: "承诺",
    reveal: "公布",
    roles: {
      notary: "公证员",
      representative: "申请人代表",
      discipline: "纪检人员",
      deputy: "人大代表或政协委员",
      media: "媒体",
    },
    yes: "✓ 已完成",
    notYet: "尚未",
    roster: "名册",
    rosterVersion: (version, count) => `名册第 ${String(version)} 版，${String(count)} 户`,
    value: "公共随机数",
    files: "公开文件",
    verify: "验证这次摇号",
    results: "查摇号结果",
    bundle: "验证用文件",
    ranking: "排序表",
    winners: "入选名单公示",
    witnessLink: "见证人入口",
    none: "没有这次摇号。",
    noneNext: "请核对摇号编号，或从首页的列表进入。",
    failed: "暂时读取不到。请检查网络后重试。",
    updated: "数据更新于",
    receipt: "摇号编号",
    receiptHint: "摇号凭证上的 16 位编号，字母不分大小写",
    receiptWrong: "请输入凭证上的完整编号",
    look: "查询",
    early: "尚未摇号，结果公布后可以查询。",
    unknown: "本次摇号没有这个编号。",
    unknownNext: "请逐字核对编号和摇号批次。认为遗漏的，可以在公示期内实名提出异议。",
    pool: (id) => `${id} 组`,
    selected: (place) => `选房顺序号 ${String(place)}，入选`,
    waiting: (place) => `候补第 ${String(place)} 位`,
    elsewhere: "已在其他组入选",
    removed: (number) => `已按第 ${String(number)} 号更正退出本次摇号`,
    moved: (pool) => `已递补，在 ${pool} 组选房`,
    object: "公示期内可以实名书面提出异议，电话 12345。",
    live: "看摇号过程",
  },
  en: {
    title: "Public draw",
    heading: "Public draw",
    lead: "This page changes as each step is done. Times are those of independent cosigners.",
    resultsTitle: "Result of the draw",
    resultsHeading: "Look up a result",
    resultsLead: "Use the number on your slip. Only public files are read; nobody signs in.",
    steps: {
      notice: "Notice",
      commits: "Witnesses commit",
      freeze: "Roster is fixed",
      reveals: "Witnesses reveal",
      source: "Public randomness",
      result: "Result",
    },
    stepStates: { done: "done", now: "under way", waiting: "waiting", failed: "void" },
    happened: (when) => `Done ${when}`,
    expected: (when) => `Expected ${when}`,
    countdown: (days, hours, minutes, seconds) =>
      `${days > 0 ? `${String(days)} d ` : ""}${String(hours)} h ${String(minutes)} min ${String(seconds)} s`,
    waits: {
      commits: "Waiting until every witness has committed.",
      freeze: "Until the roster is fixed",
      reveals: "Until the last moment to reveal",
      source: "Until the public randomness comes into being",
      result: "The public randomness is there; the result is being computed.",
    },
    overdue: "The time has come; it is about to be recorded.",
    beaconLate:
      "Waiting for the beacon; there is no redraw. Its value is fixed by its key and only read late.",
    fallback: (issue, when) => `Should it stay away: lottery kl8, issue ${issue}, drawn ${when}.`,
    voided: "This draw is void, before any outcome existed.",
    voidNext: "It starts anew under another name; every household keeps its waiting number.",
    witnesses: "Witnesses",
    witness: "Name",
    role: "Role",
    commit: "Commitment",
    reveal: "Reveal",
    roles: {
      notary: "Notary",
      representative: "Applicants' representative",
      discipline: "Discipline inspection",
      deputy: "Deputy",
      media: "Media",
    },
    yes: "✓ done",
    notYet: "not yet",
    roster: "Roster",
    rosterVersion: (version, count) =>
      `Roster version ${String(version)}, ${String(count)} households`,
    value: "Public randomness",
    files: "Public files",
    verify: "Verify this draw",
    results: "Look up a result",
    bundle: "File for verification",
    ranking: "Ranking",
    winners: "List of those selected",
    witnessLink: "For witnesses",
    none: "There is no such draw.",
    noneNext: "Check its name, or choose it from the list on the home page.",
    failed: "It cannot be read now. Check your connection and try again.",
    updated: "As of",
    receipt: "Number in the draw",
    receiptHint: "The 16 characters on your slip, capitals or not",
    receiptWrong: "Enter the whole number on your slip",
    look: "Look up",
    early: "Not drawn yet; look again when the result is public.",
    unknown: "This draw has no such number.",
    unknownNext:
      "Compare number and draw character by character. If you were left out, object in writing within the period.",
    pool: (id) => `Pool ${id}`,
    selected: (place) => `Selected, choice number ${String(place)}`,
    waiting: (place) => `Waiting, place ${String(place)}`,
    elsewhere: "Selected in another pool",
    removed: (number) => `Removed from the draw by amendment ${String(number)}`,
    moved: (pool) => `Moved up; chooses in pool ${pool}`,
    object: "Object in writing, with your real name, within the period; telephone 12345.",
    live: "Watch the draw",
  },
});
