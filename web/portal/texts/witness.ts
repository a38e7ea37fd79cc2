import type { RevealHold, WitnessTrouble } from "../../../shared/domain/draws/witness.ts";
import { catalogue } from "./catalogue.ts";

/** The page of a draw's witness. */
export const witnessTexts = catalogue<{
  title: string;
  heading: string;
  lead: string;
  offline: string;
  key: string;
  keyLead: string;
  keyName: string;
  keyNameHint: string;
  keyNameWrong: string;
  makeKey: string;
  keyIs: string;
  keyNext: string;
  trouble: Record<WitnessTrouble | "unreachable" | "unnamed", string>;
  notNamed: string;
  draw: string;
  notice: string;
  commit: string;
  commitLead: string;
  makeCommit: string;
  commitIs: string;
  handInCommit: string;
  envelope: string;
  envelopeLead: string;
  showEnvelope: string;
  print: string;
  reveal: string;
  revealLead: string;
  certified: string;
  hold: Record<RevealHold, string>;
  mayReveal: string;
  handInReveal: string;
  standIn: string;
  standInLead: string;
  standInLabel: string;
  standInWrong: string;
  check: string;
  taken: string;
  signedOut: string;
  unknown: string;
  refused: string;
}>({
  zh: {
    title: "见证",
    heading: "见证人",
    lead: "随机数和密钥只保存在这台设备上，平台看不到。本页打开过一次以后，断网也能使用。",
    offline: "已保存，可以断网使用",
    key: "一、我的密钥",
    keyLead: "每位见证人在自己的设备上生成一次密钥，把公钥交给主办单位写入公告。",
    keyName: "密钥名称",
    keyNameHint: "例如 notary.example，不含空格和加号",
    keyNameWrong: "请填写不含空格和加号的名称",
    makeKey: "生成密钥",
    keyIs: "我的公钥",
    keyNext: "请把公钥原样交给主办单位。密钥不能换设备，清除浏览器数据会丢失。",
    trouble: {
      "bad-policy": "本机记下的公钥有误，请联系公证处。",
      "bad-log": "公开日志没有通过核对，请不要提交任何内容，并联系公证处和纪检。",
      "no-such-draw": "公开日志中没有这次摇号。",
      "two-notices": "公开日志中同一摇号有两份公告，请不要提交任何内容，并联系公证处和纪检。",
      unreachable: "暂时读取不到公开日志。已生成的内容仍在本机。",
      unnamed: "请从摇号页面进入，以确定是哪一次摇号。",
    },
    notNamed: "这次摇号的公告没有写入本机的公钥。",
    draw: "摇号",
    notice: "公告摘要",
    commit: "二、提交承诺",
    commitLead: "生成一个随机数，只公布它的承诺。承诺提交后不能更改。",
    makeCommit: "生成随机数和承诺",
    commitIs: "已签名的承诺",
    handInCommit: "提交承诺",
    envelope: "三、密封件",
    envelopeLead: "打印后封入信封，交另一位见证人保管。本人不能到场时，可凭信封代为公布。",
    showEnvelope: "显示密封件",
    print: "打印",
    reveal: "四、公布随机数",
    revealLead: "名册锁定以后、公布截止之前公布。",
    certified: "公证员已证明名册的最后一次更正",
    hold: {
      "other-notice": "公告与承诺时不同，请不要公布，并联系公证处。",
      "not-frozen": "名册尚未冻结，请保管好随机数。",
      "commit-not-in-freeze": "冻结的名册没有收入您的承诺，请不要公布，并联系公证处。",
      "frozen-too-late": "名册冻结的时间晚于规定，本次摇号不会成立，请不要公布。",
      "before-freeze-by": "名册还在公示，未到锁定时间，请保管好随机数。",
      "after-reveal-by": "公布时间已过。",
      "reveals-logged": "随机数已经全部记录，不必再公布。",
      "publicity-too-short": "名册最后一版公示不足三天。请等公证员证明更正后再公布。",
    },
    mayReveal: "可以公布了。",
    handInReveal: "公布我的随机数",
    standIn: "代缺席的见证人公布",
    standInLead: "拆开信封，把密封件的五行文字录入下面。",
    standInLabel: "密封件文字",
    standInWrong: "密封件与冻结的承诺不符，请逐字核对。",
    check: "核对并公布",
    taken: "已提交",
    signedOut: "登录后才能提交，请先登录。",
    unknown: "没有收到答复，请再按一次；重复提交只算一次。",
    refused: "没有受理：",
  },
  en: {
    title: "Witness",
    heading: "Witness",
    lead: "Nonce and key stay on this device; the platform never sees them. Once opened, this page works without a network.",
    offline: "Kept: works without a network",
    key: "1. My key",
    keyLead:
      "Each witness makes a key once, on a device of its own, and gives its public part to the office for the notice.",
    keyName: "Name of the key",
    keyNameHint: "For example notary.example, without spaces or plus signs",
    keyNameWrong: "Give a name without spaces or plus signs",
    makeKey: "Make the key",
    keyIs: "My public key",
    keyNext:
      "Give it to the office as it is. It cannot move to another device, and clearing this browser's data loses it.",
    trouble: {
      "bad-policy": "The keys kept here are wrong; ask the notary's office.",
      "bad-log":
        "The public log does not check. Hand nothing in; tell the notary's office and discipline inspection.",
      "no-such-draw": "The public log has no such draw.",
      "two-notices":
        "The log has two notices of one draw. Hand nothing in; tell the notary's office and discipline inspection.",
      unreachable: "The public log cannot be read now. What was made is still on this device.",
      unnamed: "Come from the page of a draw, so that it is clear which one.",
    },
    notNamed: "The notice of this draw does not name this device's key.",
    draw: "Draw",
    notice: "Digest of the notice",
    commit: "2. Commit",
    commitLead: "A nonce is made; only its commitment is shown. It cannot be changed afterwards.",
    makeCommit: "Make nonce and commitment",
    commitIs: "Signed commitment",
    handInCommit: "Hand the commitment in",
    envelope: "3. Sealed copy",
    envelopeLead:
      "Print it, seal it, give it to another witness. Should you be absent, it stands in for you.",
    showEnvelope: "Show the sealed copy",
    print: "Print",
    reveal: "4. Reveal",
    revealLead: "After the roster is fixed and before the last moment to reveal.",
    certified: "The notary certified the roster's last change",
    hold: {
      "other-notice":
        "The notice is not the one you committed to. Do not reveal; tell the notary's office.",
      "not-frozen": "The roster is not frozen yet; keep the nonce.",
      "commit-not-in-freeze":
        "The frozen roster does not hold your commitment. Do not reveal; tell the notary's office.",
      "frozen-too-late": "The roster was frozen too late; this draw cannot stand. Do not reveal.",
      "before-freeze-by": "The roster is still on display; keep the nonce.",
      "after-reveal-by": "The time to reveal is over.",
      "reveals-logged": "All nonces are on record; there is nothing to reveal.",
      "publicity-too-short":
        "The last roster was on display for less than three days. Wait for the notary's certificate.",
    },
    mayReveal: "You may reveal now.",
    handInReveal: "Reveal my nonce",
    standIn: "Stand in for an absent witness",
    standInLead: "Open the envelope and type its five lines below.",
    standInLabel: "Text of the sealed copy",
    standInWrong: "It does not open the frozen commitment; compare it character by character.",
    check: "Check and reveal",
    taken: "Handed in",
    signedOut: "Sign in first.",
    unknown: "No answer came; press again. It counts once.",
    refused: "Not taken: ",
  },
});
