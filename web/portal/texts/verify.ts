import type { StepName } from "../../../shared/domain/draws/verify-core.ts";
import { catalogue } from "./catalogue.ts";

type Words = {
  title: string;
  heading: string;
  lead: string;
  choose: string;
  chooseHint: string;
  chooseNone: string;
  chooseFailed: string;
  drawNumber: string;
  file: string;
  fileHint: string;
  size: (size: string) => string;
  sizeUnknown: string;
  start: string;
  stop: string;
  stopped: string;
  running: string;
  progress: string;
  reading: string;
  stepOf: (n: number, count: number) => string;
  steps: Record<StepName, string>;
  stepStates: { done: string; now: string; failed: string; waiting: string };
  ok: string;
  failed: string;
  took: (seconds: string) => string;
  code: string;
  warnings: string;
  unchecked: string;
  machine: string;
  machineSays: string;
  noPolicy: string;
  unsupported: string;
  notFound: string;
  facts: string;
  drawTitle: string;
  drawId: string;
  entries: string;
  pools: string;
  pool: string;
  poolEntries: string;
  units: string;
  selected: string;
  unfilled: string;
  people: (count: string) => string;
  digests: string;
  rules: string;
  freeze: string;
  result: string;
  seed: string;
  witnesses: string;
  fixed: string;
  publicHeading: (id: string) => string;
  publicSays: (game: string, issue: string, when: string) => string;
  publicLabel: string;
  publicHint: (count: number) => string;
  publicWrong: (count: number) => string;
  publicButton: string;
  publicSame: string;
  games: Record<string, string>;
  own: string;
  ownSays: string;
  receipt: string;
  receiptHint: string;
  receiptWrong: string;
  receiptButton: string;
  receiptNone: string;
  receiptIn: string;
  selectedIn: (pool: string, pos: string, rank: string) => string;
  reserveIn: (pool: string, pos: string, rank: string) => string;
  elsewhere: (pool: string) => string;
  nowSelected: (pool: string) => string;
  slip: string;
  slipHint: string;
  slipOk: string;
  slipBad: string;
  slipUnread: string;
  evidence: string;
  saveReport: string;
  again: string;
  contact: string;
  independent: string;
  trust: string;
  trustSays: (threshold: number, count: number) => string;
  logKey: string;
  cosigner: string;
};

export const verifyTexts = catalogue<Words>({
  zh: {
    title: "验证摇号",
    heading: "在您的设备上验证",
    lead: "本页在您的设备上重新计算整次摇号，不采用我们给出的结论。打开后断网也能算完。",
    choose: "选择一次摇号",
    chooseHint: "列出已有结果的摇号。",
    chooseNone: "还没有公布过摇号结果。您可以打开自己保存的结果文件。",
    chooseFailed: "暂时读不到摇号列表。您可以输入摇号编号，或打开自己保存的结果文件。",
    drawNumber: "摇号编号",
    file: "或者打开结果文件",
    fileHint: "您自己保存的 bundle.json，不会上传。",
    size: (size) => `需要下载约 ${size}。`,
    sizeUnknown: "数据大小未知。",
    start: "开始验证",
    stop: "停止",
    stopped: "已停止，没有得出结论。",
    running: "正在验证",
    progress: "验证进度",
    reading: "正在读取数据…",
    stepOf: (n, count) => `第 ${n} 步，共 ${count} 步`,
    steps: {
      documents: "公告齐全，没有重复",
      log: "公告在公开日志中，有独立见证签名",
      notice: "摇号公告符合规则",
      freeze: "名册按时冻结，见证人事先承诺",
      roster: "名册与冻结时公布的指纹一致",
      reveals: "见证人的随机数与承诺一致",
      values: "公开随机源的数值有效",
      outcome: "重新计算种子、排序和递补",
    },
    stepStates: { done: "已通过", now: "进行中", failed: "未通过", waiting: "未开始" },
    ok: "验证通过",
    failed: "验证未通过",
    took: (seconds) => `用时 ${seconds} 秒。`,
    code: "代码",
    warnings: "需要留意",
    unchecked: "号码尚未核对",
    machine: "没有完成验证",
    machineSays: "读取数据时出了问题，这不表示摇号有问题。请检查网络后重试。",
    noPolicy: "读不到本页预置的公钥，不能验证。请重试，或使用独立程序。",
    unsupported: "您的浏览器太旧，不能进行验证。请换用较新的浏览器，或使用独立程序。",
    notFound: "没有找到这次摇号的结果文件。可能编号有误，或还没有摇号。",
    facts: "验证了什么",
    drawTitle: "名称",
    drawId: "摇号编号",
    entries: "名册",
    pools: "各组结果",
    pool: "组",
    poolEntries: "参加",
    units: "房源",
    selected: "入选",
    unfilled: "剩余",
    people: (count) => `${count} 户`,
    digests: "指纹，可与报纸公告核对",
    rules: "规则文件",
    freeze: "名册冻结公告",
    result: "结果公告",
    seed: "种子",
    witnesses: "见证人",
    fixed: "见证人公布随机数后，结果就已确定。后来的公告有误，也不能改变它。",
    publicHeading: (id) => `核对开奖号码：${id}`,
    publicSays: (game, issue, when) =>
      `本次摇号采用${game}第 ${issue} 期号码，开奖时间 ${when}。请对照官方公告输入。`,
    publicLabel: "官方公告上的号码",
    publicHint: (count) => `共 ${count} 个，用空格隔开。`,
    publicWrong: (count) => `请输入 ${count} 个号码`,
    publicButton: "核对并重新验证",
    publicSame: "您输入的号码与本次摇号采用的一致。",
    games: { ssq: "双色球", dlt: "大乐透", kl8: "快乐8", fc3d: "福彩3D", pl5: "排列5" },
    own: "我的凭证",
    ownSays: "以下核对都在您的设备上完成，不会上传。",
    receipt: "凭证编号",
    receiptHint: "16 位字母和数字，印在摇号凭证上。",
    receiptWrong: "请输入凭证上的编号",
    receiptButton: "查我的结果",
    receiptNone: "名册中没有这个编号。请核对后再查。",
    receiptIn: "编号在名册中。",
    selectedIn: (pool, pos, rank) => `${pool} 组：第 ${rank} 位，入选，选房顺序号 ${pos}。`,
    reserveIn: (pool, pos, rank) => `${pool} 组：第 ${rank} 位，候补第 ${pos} 位。`,
    elsewhere: (pool) => `${pool} 组：已在其他组入选。`,
    nowSelected: (pool) => `递补后，现在入选 ${pool} 组。`,
    slip: "打开凭证文件核对",
    slipHint: "核对个人信息、名册和排名三项。",
    slipOk: "凭证核对无误：您的信息、名册和排名都相符。",
    slipBad: "凭证核对不符",
    slipUnread: "这不是摇号凭证文件。",
    evidence: "下载证据",
    saveReport: "保存验证报告",
    again: "重新选择",
    contact: "请向公证机构和纪检监察部门反映，可拨打 12345 转接。",
    independent: "懂技术？用独立程序验证",
    trust: "本页信任谁",
    trustSays: (threshold, count) =>
      `公告须有日志签名，并有 ${count} 家独立见证中至少 ${threshold} 家签名。请与公布的公钥核对。`,
    logKey: "日志公钥",
    cosigner: "独立见证公钥",
  },
  en: {
    title: "Verify a draw",
    heading: "Verify on your own device",
    lead: "This page recomputes the whole draw on your device and does not take our word for it. Once the data is there it works offline.",
    choose: "Choose a draw",
    chooseHint: "Draws that have a result.",
    chooseNone: "No draw has been published yet. You can open a result file that you saved.",
    chooseFailed:
      "The list of draws cannot be read now. Enter the number of a draw, or open a result file that you saved.",
    drawNumber: "Number of the draw",
    file: "Or open a result file",
    fileHint: "A bundle.json that you saved. It is not uploaded.",
    size: (size) => `About ${size} to download.`,
    sizeUnknown: "The size is not known.",
    start: "Start",
    stop: "Stop",
    stopped: "Stopped, without a conclusion.",
    running: "Verifying",
    progress: "Progress",
    reading: "Reading the data…",
    stepOf: (n, count) => `Step ${n} of ${count}`,
    steps: {
      documents: "All notices are there, none twice",
      log: "The notices are in the public log, with independent cosignatures",
      notice: "The notice of the draw keeps the rules",
      freeze: "The roster was frozen in time, with the witnesses' commitments",
      roster: "The roster has the fingerprint published when it was frozen",
      reveals: "The witnesses' numbers open their commitments",
      values: "The public source's number is valid",
      outcome: "Seed, order and backfill recomputed",
    },
    stepStates: { done: "passed", now: "under way", failed: "failed", waiting: "not begun" },
    ok: "Verified",
    failed: "Not verified",
    took: (seconds) => `It took ${seconds} seconds.`,
    code: "Code",
    warnings: "Please note",
    unchecked: "The number is not yet checked",
    machine: "Verification was not completed",
    machineSays:
      "The data could not be read. That does not mean anything is wrong with the draw. Check your network and try again.",
    noPolicy:
      "The public keys that this page relies on cannot be read, so it cannot verify. Try again, or use the independent program.",
    unsupported: "Your browser is too old to verify. Use a newer one, or the independent program.",
    notFound:
      "There is no result file for this draw. Its number may be wrong, or it has not been held yet.",
    facts: "What was verified",
    drawTitle: "Title",
    drawId: "Number",
    entries: "Roster",
    pools: "Result by pool",
    pool: "Pool",
    poolEntries: "Entered",
    units: "Homes",
    selected: "Selected",
    unfilled: "Left",
    people: (count) => `${count} households`,
    digests: "Fingerprints, to compare with the printed announcement",
    rules: "Rules file",
    freeze: "Freeze of the roster",
    result: "Result",
    seed: "Seed",
    witnesses: "Witnesses",
    fixed:
      "Once the witnesses had revealed, the outcome stood. A later notice that is wrong cannot change it.",
    publicHeading: (id) => `Compare the lottery number: ${id}`,
    publicSays: (game, issue, when) =>
      `This draw uses issue ${issue} of ${game}, drawn ${when}. Enter the number from the official bulletin.`,
    publicLabel: "Number in the official bulletin",
    publicHint: (count) => `${count} numbers, with spaces between.`,
    publicWrong: (count) => `Enter ${count} numbers`,
    publicButton: "Compare and verify again",
    publicSame: "The number you entered is the one this draw used.",
    games: { ssq: "ssq", dlt: "dlt", kl8: "kl8", fc3d: "fc3d", pl5: "pl5" },
    own: "My slip",
    ownSays: "All of this is checked on your device. Nothing is uploaded.",
    receipt: "Entry number",
    receiptHint: "16 letters and digits, printed on the slip.",
    receiptWrong: "Enter the number on the slip",
    receiptButton: "Find my result",
    receiptNone: "The roster does not have this number. Check it and try again.",
    receiptIn: "The number is in the roster.",
    selectedIn: (pool, pos, rank) => `Pool ${pool}: rank ${rank}, selected, chooses as no. ${pos}.`,
    reserveIn: (pool, pos, rank) => `Pool ${pool}: rank ${rank}, reserve no. ${pos}.`,
    elsewhere: (pool) => `Pool ${pool}: already selected in another pool.`,
    nowSelected: (pool) => `After backfill: selected in pool ${pool}.`,
    slip: "Open your slip file",
    slipHint: "Checks your own data, the roster and the ranking.",
    slipOk: "The slip is right: your data, the roster and the ranking agree.",
    slipBad: "The slip does not agree",
    slipUnread: "This is not a slip file.",
    evidence: "Download the evidence",
    saveReport: "Save the report",
    again: "Choose again",
    contact: "Tell the notary and the inspectors; 12345 puts you through.",
    independent: "For experts: verify with the independent program",
    trust: "Whom this page trusts",
    trustSays: (threshold, count) =>
      `Notices must be signed by the log and by at least ${threshold} of ${count} independent cosigners. Compare the keys with the printed ones.`,
    logKey: "Key of the log",
    cosigner: "Key of a cosigner",
  },
});
