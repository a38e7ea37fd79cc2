import type { SchemeFlaw } from "../../shared/domain/schemes/decide-publication.ts";

/** What each flaw of a scheme says to the officer. */
export const flawTexts: Record<SchemeFlaw["kind"], { zh: string; en: string }> = {
  "opens-in-the-past": { zh: "意向登记开始时间已过", en: "Intent would open in the past" },
  "closes-before-it-opens": {
    zh: "意向登记截止时间过早",
    en: "Intent must stay open at least until the end of its first day",
  },
  "freeze-too-early": {
    zh: "名册锁定时间过早，须留足复审和名册公示的工作日",
    en: "Too early: recheck and the roster's publicity need their working days",
  },
  "reveal-too-early": {
    zh: "见证人公布截止时间须在名册锁定至少 30 分钟后",
    en: "Witnesses reveal until at least 30 minutes after the roster is fixed",
  },
  "source-too-early": {
    zh: "公共随机数须在公布截止至少 10 分钟后产生",
    en: "The public number comes at least 10 minutes after the reveals",
  },
  "no-beacon-here": {
    zh: "本平台未启用随机信标，请改用公共彩票号码",
    en: "No beacon may be used here; name a public number instead",
  },
  "fallback-too-early": {
    zh: "备用号码须在信标等候期满至少 1 小时后开奖",
    en: "The fallback's number is drawn at least an hour after the wait for the beacon is over",
  },
  "pool-units-differ": { zh: "套数与所列房源不符", en: "Units differ from the homes listed" },
  "unknown-pool": { zh: "没有这个房源组", en: "No such pool" },
  "spill-not-later": { zh: "余房只能转入其后的组", en: "Units spill to a later pool only" },
  "layout-without-rule": {
    zh: "此户型没有人口规定",
    en: "No household sizes are given for this layout",
  },
  "sizes-fit-no-layout": {
    zh: "此组允许的家庭人口中，有的没有相配的户型",
    en: "The pool lets in households of a size for which none of its homes is meant",
  },
  "home-fits-not-all": {
    zh: "直接摇房号时，组内每套房都须适合组内每一家庭",
    en: "Where homes themselves are drawn, every home of the pool must fit every household in it",
  },
  "score-rules-missing": { zh: "计分排序须公布计分表", en: "Ranking by points needs its table" },
  "score-rules-unused": {
    zh: "只有计分排序才使用计分表",
    en: "A table of points belongs to ranking by points only",
  },
  "no-notary": { zh: "见证人中须有公证员", en: "A notary must be among the witnesses" },
  "lease-too-long": {
    zh: "租赁期限超过此类住房的上限",
    en: "Longer than leases of this programme may be",
  },
  "witness-key-malformed": {
    zh: "见证人公钥格式不正确",
    en: "Not the verifier key of a signed note (Ed25519)",
  },
  "witness-key-shared": {
    zh: "两名见证人不能使用同一公钥",
    en: "Two witnesses cannot have one key",
  },
  "witness-cannot-act": {
    zh: "此类见证人还不能在线提交承诺，请另选公证员、申请人代表或纪检人员",
    en: "A witness of this role cannot commit online; name a notary, representative or inspector",
  },
  "too-few-witnesses": { zh: "见证人不足", en: "Fewer witnesses than must reveal" },
};
