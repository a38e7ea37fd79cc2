/** Texts of the public notices of a draw, to be printed and posted as they are (draw protocol 2; O11 13). */
import type { SchemeTerms } from "../../contract/scheme.ts";
import { civilDay } from "../calendar/instants.ts";

/** A notice in both languages: plain text, one fact on a line. */
export type Announcement = { readonly zh: string; readonly en: string };

/** A moment on paper: civil day and time in Quanzhou. @param instant - UTC */
function moment(instant: string): Announcement {
  const ms = Date.parse(instant);
  const day = civilDay(ms);
  const time = new Date(ms + 8 * 3_600_000).toISOString().slice(11, 19);
  const [year = "", month = "", date = ""] = day.split("-");
  return {
    zh: `${year} 年 ${String(Number(month))} 月 ${String(Number(date))} 日 ${time}（北京时间）`,
    en: `${day} ${time} (Beijing time, UTC+8)`,
  };
}

const joined = (lines: readonly Announcement[]): Announcement => ({
  zh: `${lines.map(({ zh }) => zh).join("\n")}\n`,
  en: `${lines.map(({ en }) => en).join("\n")}\n`,
});
const line = (zh: string, en: string): Announcement => ({ zh, en });
const timed = (zh: string, en: string, instant: string): Announcement => {
  const at = moment(instant);
  return line(`${zh}：${at.zh}`, `${en}: ${at.en}`);
};

const keysOf = ({ witnesses }: SchemeTerms): Announcement[] =>
  witnesses.map(({ id, vkey }) =>
    line(`见证人 ${id} 公钥：${vkey}`, `Witness ${id}, key: ${vkey}`),
  );

function sourcesOf({ source, beacon, fallback }: SchemeTerms): Announcement[] {
  return [
    ...(beacon
      ? [
          line(
            `公共随机数：drand 信标第 ${String(beacon.round)} 轮`,
            `Public randomness: drand beacon, round ${String(beacon.round)}`,
          ),
        ]
      : []),
    ...(source
      ? [
          line(
            `公共随机数：快乐8 第 ${source.issue} 期，开奖时间 ${moment(source.at).zh}`,
            `Public randomness: lottery ${source.game}, issue ${source.issue}, drawn ${moment(source.at).en}`,
          ),
        ]
      : []),
    ...(fallback
      ? [
          line(
            `信标连续 ${String(fallback.afterSeconds / 3600)} 小时读取不到时，改用快乐8 第 ${fallback.source.issue} 期`,
            `Should no relay serve the beacon for ${String(fallback.afterSeconds / 3600)} hours: ${fallback.source.game}, issue ${fallback.source.issue}`,
          ),
        ]
      : []),
  ];
}

/** When the draw is announced. @param notice - digest of the notice in the log, hex */
export function drawAnnouncement(drawId: string, terms: SchemeTerms, notice: string): Announcement {
  return joined([
    line(`${terms.title} 摇号公告`, `${terms.titleEn}: notice of the draw`),
    line(`摇号编号：${drawId}`, `Draw: ${drawId}`),
    line(`公告摘要：${notice}`, `Digest of the notice: ${notice}`),
    timed("名册锁定", "The roster is fixed", terms.freezeBy),
    timed("见证人公布随机数截止", "Witnesses reveal until", terms.revealBy),
    ...sourcesOf(terms),
    ...keysOf(terms),
    line(
      "任何人都可以用公开文件重新计算本次摇号。",
      "Anyone can recompute this draw from published files.",
    ),
    line(`咨询电话：${terms.hotline}`, `Telephone: ${terms.hotline}`),
  ]);
}

/** What the newspaper prints of a frozen roster: drawId, freeze digest, witness keys (draw protocol 2). */
export function rosterAnnouncement(
  drawId: string,
  terms: SchemeTerms,
  freeze: { readonly version: number; readonly count: number; readonly digest: string },
): Announcement {
  const { version, count, digest } = freeze;
  return joined([
    line(`${terms.title} 名册公示`, `${terms.titleEn}: publicity of the roster`),
    line(`摇号编号：${drawId}`, `Draw: ${drawId}`),
    line(
      `名册第 ${String(version)} 版，共 ${String(count)} 户`,
      `Roster version ${String(version)}, ${String(count)} households`,
    ),
    line(`冻结摘要：${digest}`, `Digest of the freeze: ${digest}`),
    ...keysOf(terms),
    timed("异议截止、名册锁定", "Objections end, the roster is fixed", terms.freezeBy),
    line(
      "公示期内可实名书面提出异议。",
      "Object in writing, with your real name, within the period.",
    ),
    line(`咨询电话：${terms.hotline}`, `Telephone: ${terms.hotline}`),
  ]);
}

/** When the draw has a result. @param until - last day of its publicity */
export function resultAnnouncement(
  drawId: string,
  terms: SchemeTerms,
  result: { readonly digest: string; readonly winners: number; readonly until: string },
): Announcement {
  return joined([
    line(`${terms.title} 摇号结果公示`, `${terms.titleEn}: publicity of the result`),
    line(`摇号编号：${drawId}`, `Draw: ${drawId}`),
    line(`结果摘要：${result.digest}`, `Digest of the result: ${result.digest}`),
    line(`入选 ${String(result.winners)} 户`, `${String(result.winners)} households selected`),
    line(`公示至 ${result.until}（含当日）`, `Public until ${result.until}, that day included`),
    line(
      "入选和候补次序不会重新摇号；出现空缺时按候补次序递补。",
      "There is no redraw; a vacant home goes to the next in the order.",
    ),
    line(
      "公示期内可实名书面提出异议。",
      "Object in writing, with your real name, within the period.",
    ),
    line(`咨询电话：${terms.hotline}`, `Telephone: ${terms.hotline}`),
  ]);
}

/** When a draw is void before any outcome exists. */
export function voidAnnouncement(drawId: string, terms: SchemeTerms): Announcement {
  return joined([
    line(`${terms.title} 摇号无效公告`, `${terms.titleEn}: the draw is void`),
    line(`摇号编号：${drawId}`, `Draw: ${drawId}`),
    line(
      "本次摇号在产生任何结果之前即告无效，将以新的摇号编号重新公告。",
      "The draw is void before any outcome exists; it starts anew under another name.",
    ),
    line("各家庭的轮候次序不变。", "Every household keeps its place on the waiting list."),
    line(`咨询电话：${terms.hotline}`, `Telephone: ${terms.hotline}`),
  ]);
}
