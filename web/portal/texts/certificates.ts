import type { CertificateFacts } from "../../../shared/contract/filing.ts";
import { catalogue } from "./catalogue.ts";

type Words = {
  title: string;
  heading: string;
  lead: string;
  number: string;
  numberHint: string;
  numberWrong: string;
  code: string;
  codeHint: string;
  codeWrong: string;
  check: string;
  checking: string;
  statuses: Record<CertificateFacts["status"], string>;
  meanings: Record<CertificateFacts["status"], string>;
  facts: Record<
    | "certificateNo"
    | "building"
    | "wholeOrRoom"
    | "use"
    | "landNature"
    | "landlords"
    | "tenants"
    | "term"
    | "filedOn"
    | "checkedAt",
    string
  >;
  wholeOrRoom: Record<CertificateFacts["wholeOrRoom"], string>;
  uses: Record<CertificateFacts["use"], string>;
  landNatures: Record<CertificateFacts["landNature"], string>;
  term: (from: string, until: string) => string;
  masked: string;
  report: string;
  reportSays: string;
  again: string;
  print: string;
  none: string;
  noneSays: string;
  unknown: string;
  unknownSays: string;
  openTerm: (from: string) => string;
  statement: string;
  statementSays: string;
  holder: string;
  days: string;
  issuedOn: string;
  now: string;
  scannedTitle: string;
  scannedHeading: string;
  scannedLead: string;
  scannedNone: string;
  byNumber: string;
  slow: string;
  slowSays: string;
  between: string;
};

export const certificateTexts = catalogue<Words>({
  zh: {
    title: "证明查验",
    heading: "查验备案证明",
    lead: "请照着证明输入编号和验证码。无需登录，只显示隐去部分内容的信息。",
    number: "证明编号",
    numberHint: "19 位数字，印在证明上方。",
    numberWrong: "请输入 19 位数字的证明编号",
    code: "验证码",
    codeHint: "10 位字母和数字，印在编号旁边，不分大小写。",
    codeWrong: "请输入 10 位字母和数字的验证码",
    check: "查验",
    checking: "正在查验…",
    statuses: {
      IN_FORCE: "已备案，有效",
      CHANGED: "已变更",
      EXPIRED: "已到期",
      CANCELLED: "已注销",
      REVOKED: "已撤销",
      REPLACED: "已遗失补发",
    },
    meanings: {
      IN_FORCE: "与备案数据库一致。",
      CHANGED: "这份合同已经变更，请向持证人索取新的证明。",
      EXPIRED: "租赁期限已满，这份证明不再有效。",
      CANCELLED: "这份备案已经注销，证明不再有效。",
      REVOKED: "这份备案已被撤销，证明无效。",
      REPLACED: "这份证明已报遗失并补发，请向持证人索取新的证明。",
    },
    facts: {
      certificateNo: "证明编号",
      building: "房屋坐落",
      wholeOrRoom: "出租方式",
      use: "用途",
      landNature: "土地性质",
      landlords: "出租人",
      tenants: "承租人",
      term: "租赁期限",
      filedOn: "备案日期",
      checkedAt: "查验时间",
    },
    wholeOrRoom: { WHOLE: "整套", ROOM: "单间" },
    uses: { RESIDENTIAL: "居住", COMMERCIAL: "商业", OFFICE: "办公", STORAGE: "仓储" },
    landNatures: { STATE: "国有", COLLECTIVE: "集体", UNDETERMINED: "未确定" },
    term: (from, until) => `${from}至 ${until}`,
    masked: "为保护隐私，只显示部分信息。持证人可以出示完整证明。",
    report: "举报证明不符",
    reportSays: "与您手中的证明不一致时，请拨打 12345 举报。",
    again: "再查一份",
    print: "打印",
    none: "查无此证",
    noneSays: "没有编号和验证码都相符的证明。请核对后再查；仍然查不到的，请拨打 12345 核实。",
    unknown: "暂时查不了",
    unknownSays: "我们没有得到查验结果，这不表示证明有问题。请检查网络后重试，或拨打 12345。",
    openTerm: (from) => `${from}起，不定期`,
    statement: "居住登记证明材料，真实",
    statementSays: "与备案数据库一致。各处住房现在的状态见下。",
    holder: "持有人",
    days: "连续备案天数",
    issuedOn: "出具日期",
    now: "现在的状态",
    scannedTitle: "扫码查验",
    scannedHeading: "证明查验结果",
    scannedLead: "您扫描了证明上的二维码。下面是备案数据库此刻的记录，请与手中的证明核对。",
    scannedNone: "没有与这个二维码相符的证明。请改用证明上的编号和验证码查验，或拨打 12345 核实。",
    byNumber: "改用编号查验",
    slow: "查验过于频繁",
    slowSays: "请稍等几分钟再查。这不表示证明有问题。",
    between: "、",
  },
  en: {
    title: "Check a certificate",
    heading: "Check a filing certificate",
    lead: "Enter the number and the code as printed on the certificate. No sign-in needed; names are masked.",
    number: "Certificate number",
    numberHint: "19 digits, printed at the top of the certificate.",
    numberWrong: "Enter the 19 digits of the certificate number",
    code: "Verification code",
    codeHint: "10 letters and digits, printed beside the number. Capitals do not matter.",
    codeWrong: "Enter the 10 letters and digits of the code",
    check: "Check",
    checking: "Checking…",
    statuses: {
      IN_FORCE: "On file and in force",
      CHANGED: "Changed",
      EXPIRED: "Expired",
      CANCELLED: "Cancelled",
      REVOKED: "Revoked",
      REPLACED: "Replaced",
    },
    meanings: {
      IN_FORCE: "It agrees with the register.",
      CHANGED: "This contract has been changed since. Ask the holder for the new certificate.",
      EXPIRED: "The term of the lease is over. This certificate is no longer valid.",
      CANCELLED: "This filing has been cancelled. The certificate is no longer valid.",
      REVOKED: "This filing has been revoked. The certificate is not valid.",
      REPLACED: "This certificate was reported lost and replaced. Ask the holder for the new one.",
    },
    facts: {
      certificateNo: "Number",
      building: "Building",
      wholeOrRoom: "What is let",
      use: "Use",
      landNature: "Land",
      landlords: "Landlord",
      tenants: "Tenant",
      term: "Term",
      filedOn: "Filed on",
      checkedAt: "Checked at",
    },
    wholeOrRoom: { WHOLE: "Whole flat", ROOM: "A room" },
    uses: { RESIDENTIAL: "Dwelling", COMMERCIAL: "Shop", OFFICE: "Office", STORAGE: "Storage" },
    landNatures: { STATE: "State-owned", COLLECTIVE: "Collective", UNDETERMINED: "Undetermined" },
    term: (from, until) => `${from} to ${until}`,
    masked: "To protect privacy only part is shown. The holder can show you the whole certificate.",
    report: "Report a mismatch",
    reportSays: "If this differs from the paper you hold, call 12345 to report it.",
    again: "Check another",
    print: "Print",
    none: "No such certificate",
    noneSays:
      "No certificate has both this number and this code. Check what you typed; if it still cannot be found, ask at 12345.",
    unknown: "Cannot be checked now",
    unknownSays:
      "We got no answer. That does not mean anything is wrong with the certificate. Check your network and try again, or call 12345.",
    openTerm: (from) => `since ${from}, without a last day`,
    statement: "Residence statement, genuine",
    statementSays: "It agrees with the register. Where each home stands now is below.",
    holder: "Holder",
    days: "Days on record without a gap",
    issuedOn: "Issued on",
    now: "Now",
    scannedTitle: "Check by QR code",
    scannedHeading: "What the register says",
    scannedLead:
      "You scanned the QR code of a certificate. This is what the register says now; compare it with the paper.",
    scannedNone:
      "No certificate belongs to this QR code. Check it by number and code instead, or ask at 12345.",
    byNumber: "Check by number",
    slow: "Too many checks",
    slowSays:
      "Please wait a few minutes. That does not mean anything is wrong with the certificate.",
    between: ", ",
  },
});
