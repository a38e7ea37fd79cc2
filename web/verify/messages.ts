/** The text of every code, zh first; `{…}` are filled with the place of the failure. */
import type { DrawCode, RefusalPlace } from "../../shared/domain/draws/refusal.ts";

export type WarningCode = "W_NO_COSIGN" | "W_WITNESS_ABSENT" | "W_FALLBACK" | "W_PUBLIC_UNCHECKED";
export type Language = "zh" | "en";

export const messages: Record<"OK" | DrawCode | WarningCode, Record<Language, string>> = {
  OK: {
    zh: "验证通过：名册、随机数和排名均与公布数据一致。",
    en: "Verified: roster, randomness and ranking agree with the published data.",
  },
  E_FILE: {
    zh: "缺少必需的公告、检查点或文件。",
    en: "A required notice, checkpoint or file is missing.",
  },
  E_DOC: {
    zh: "公告格式不规范或字段不符，不能作为有效公告。",
    en: "A notice is not in canonical form or its members are wrong.",
  },
  E_LOG_DUP: {
    zh: "同一摇号出现了重复的公告或版本号不连续，可能有人准备了多套方案择优使用。",
    en: "The log holds a second notice of the same kind for this draw, or freeze versions are not consecutive.",
  },
  E_SUITE: {
    zh: "不支持的密码算法套件。",
    en: "Unknown algorithm suite.",
  },
  E_CKPT: {
    zh: "日志检查点格式、来源或签名无效。",
    en: "Log checkpoint: bad format, origin or signature.",
  },
  E_LOG_ROOT: {
    zh: "日志内容与已签名的根哈希不符，日志被改动过。",
    en: "Log entries do not hash to the signed root: the log was altered.",
  },
  E_LOG_INCLUSION: {
    zh: "公告不在其检查点所覆盖的日志范围内。",
    en: "The notice is not inside the log covered by its checkpoint.",
  },
  E_COSIGN: {
    zh: "独立见证签名无效或数量不足，无法证明公布时间。",
    en: "Independent cosignatures are invalid or too few; publication time is not proven.",
  },
  E_LOG_ORDER: {
    zh: "公告先后顺序错误。",
    en: "The notices are not in the required order.",
  },
  E_DRAND_CHAIN: {
    zh: "随机信标链参数与预置参数不一致。",
    en: "The beacon chain differs from the pinned chain, or the pinned parameters are inconsistent.",
  },
  E_NOTICE: {
    zh: "摇号公告不符合规则（时间安排、见证人、随机源或房源组设置）。",
    en: "The draw notice breaks a rule (times, witnesses, sources or pools).",
  },
  E_LINK: {
    zh: "公告之间的摘要引用不一致。",
    en: "A notice refers to a different document than the one published.",
  },
  E_FREEZE_LATE: {
    zh: "名册在规定的冻结时间之后才公布。",
    en: "The roster was frozen after the deadline.",
  },
  E_COMMIT: {
    zh: "见证人承诺缺失、格式错误或签名无效。",
    en: "A witness commitment is missing, malformed or not signed by that witness.",
  },
  E_ROSTER_LINE: {
    zh: "名册第 {line} 行格式错误。",
    en: "Roster line {line} is malformed.",
  },
  E_ROSTER_ORDER: {
    zh: "名册第 {line} 行未按编号升序或编号重复。",
    en: "Roster line {line} is out of order or a duplicate.",
  },
  E_ROSTER_COUNT: {
    zh: "名册人数与冻结公告不符。",
    en: "The roster count differs from the freeze notice.",
  },
  E_ROSTER_ROOT: {
    zh: "名册内容与冻结公告的根哈希不符，名册在冻结后被改动。",
    en: "The roster does not hash to the frozen root: it was changed.",
  },
  E_REVEAL_LATE: {
    zh: "见证人随机数公布晚于规定时间。",
    en: "The nonces were published after the deadline.",
  },
  E_REVEAL: {
    zh: "见证人 {id} 公布的随机数与其事先承诺不符。",
    en: "The nonce of witness {id} does not open its commitment.",
  },
  E_QUORUM: {
    zh: "公布随机数的见证人不足，本次摇号无效。",
    en: "Too few witnesses revealed; this draw is void.",
  },
  E_FALLBACK: {
    zh: "备用随机源的启用不符合规则。",
    en: "The fallback source was used against the rules.",
  },
  E_SOURCE: {
    zh: "随机源数值缺失、顺序错误或格式不符。",
    en: "A source value is missing, out of order or malformed.",
  },
  E_DRAND_SIG: {
    zh: "随机信标第 {round} 轮签名无效。",
    en: "The beacon signature of round {round} is invalid.",
  },
  E_RESULT_EARLY: {
    zh: "结果公布早于随机数产生时间。",
    en: "The result was published before the randomness existed.",
  },
  E_SEED: {
    zh: "种子与随机源重新计算的结果不符。",
    en: "The seed differs from the one recomputed from the sources.",
  },
  E_POOLKEY: {
    zh: "分组密钥与种子不符。",
    en: "A pool key differs from the one derived from the seed.",
  },
  E_RANKING: {
    zh: "公布的排名与重新计算的排名不符。",
    en: "The published ranking differs from the recomputed one.",
  },
  E_SUMMARY: {
    zh: "各组名额或入围人数与重新计算的结果不符。",
    en: "The pool summary differs from the recomputed one.",
  },
  E_RANKING_FILE: {
    zh: "排名文件第 {line} 行与重新计算的结果不符。",
    en: "Ranking file differs at line {line}.",
  },
  E_AMEND: {
    zh: "第 {seq} 次递补不符合规则。",
    en: "Amendment {seq} breaks the backfill rule.",
  },
  E_RECEIPT: {
    zh: "凭证中的编号与名册或排名行不一致。",
    en: "The slip and the line name different receipt numbers.",
  },
  E_PRIVATE: {
    zh: "您的个人信息与名册中该编号的承诺不符，请向公证机构和纪检监察部门申诉。",
    en: "Your data does not open the commitment of this number in the roster; complain to the notary and the inspectors.",
  },
  E_INCLUSION: {
    zh: "收录证明无效：该行不在公布的名册或排名中。",
    en: "Inclusion proof invalid: the line is not in the published roster or ranking.",
  },
  E_TICKET: {
    zh: "该编号的摇号值与重新计算的结果不符。",
    en: "The ticket of this number differs from the recomputed one.",
  },
  W_NO_COSIGN: {
    zh: "未配置独立见证签名，公布先后顺序未经验证。",
    en: "No cosigners configured: the time order is not verified.",
  },
  W_WITNESS_ABSENT: {
    zh: "见证人 {id} 未在规定时间公布随机数。",
    en: "Witness {id} did not reveal in time.",
  },
  W_FALLBACK: {
    zh: "随机信标不可用，已按公告启用备用随机源。",
    en: "The beacon was unavailable; the declared fallback was used.",
  },
  W_PUBLIC_UNCHECKED: {
    zh: "请人工核对 {id} 的开奖号码与官方公告是否一致。",
    en: "Compare the number of {id} with the official bulletin by hand.",
  },
};

const isMessage = (code: string): code is keyof typeof messages => Object.hasOwn(messages, code);

/**
 * The text of a code or warning, `W_…:id` included, with its places filled in.
 *
 * @param at - as a refusal gives it; a place that is not known stays `?`
 */
export function messageOf(code: string, language: Language, at: RefusalPlace = {}): string {
  const [name = "", id] = code.split(":");
  if (!isMessage(name)) return code;
  const places: Record<string, string | number | undefined> = { ...at, ...(id ? { id } : {}) };
  return messages[name][language].replaceAll(/\{(\w+)\}/g, (_, place: string) =>
    String(places[place] ?? "?"),
  );
}
