/** Words of documents, in Chinese only: they go to Chinese offices. */
import type { CertificateStatus } from "../../contract/filing.ts";
import type { IdType, Kinship } from "../../contract/identity.ts";
import type { LandNature, Use } from "../../contract/lease.ts";

export const statusText: Readonly<Record<CertificateStatus, string>> = {
  IN_FORCE: "有效",
  CHANGED: "已变更",
  CANCELLED: "已注销",
  EXPIRED: "已到期",
  REVOKED: "已撤销",
  REPLACED: "已补发，本件作废",
};

export const useText: Readonly<Record<Use, string>> = {
  RESIDENTIAL: "居住",
  COMMERCIAL: "商业",
  OFFICE: "办公",
  STORAGE: "仓储",
};

export const landText: Readonly<Record<LandNature, string>> = {
  STATE: "国有土地",
  COLLECTIVE: "集体土地",
  UNDETERMINED: "未确定",
};

export const idTypeText: Readonly<Record<IdType, string>> = {
  RESIDENT_ID: "居民身份证",
  HMT_RESIDENCE_PERMIT: "港澳台居民居住证",
  FOREIGN_PR_2023: "外国人永久居留身份证",
  FOREIGN_PR_2017: "外国人永久居留身份证",
  HM_TRAVEL_PERMIT: "港澳居民来往内地通行证",
  TW_TRAVEL_PERMIT: "台湾居民来往大陆通行证",
  PASSPORT: "护照",
  USCC: "统一社会信用代码",
};

/** 60 as 60.00 平方米. */
export const areaText = (areaM2: number): string => `${areaM2.toFixed(2)} 平方米`;

/** `2026-07-01` as 2026年7月1日. */
export function chineseDate(date: string): string {
  const [year = "", month = "", day = ""] = date.split("-");
  return `${Number(year)}年${Number(month)}月${Number(day)}日`;
}

/** Fen as yuan with thousands: 180000 as 1,800.00. */
export function yuan(fen: number): string {
  const cents = String(fen % 100).padStart(2, "0");
  return `${String(Math.floor(fen / 100)).replaceAll(/\B(?=(\d{3})+(?!\d))/g, ",")}.${cents}`;
}

export const kinshipText: Readonly<Record<Kinship, string>> = {
  SPOUSE: "配偶",
  CHILD: "子女",
  PARENT: "父母",
  GRANDPARENT: "祖父母、外祖父母",
  GRANDCHILD: "孙子女、外孙子女",
  SIBLING: "兄弟姐妹",
  PARENT_IN_LAW: "配偶的父母",
  OTHER_RELATIVE: "其他亲属",
  NONE: "无亲属关系",
};

const DIGITS = "零壹贰叁肆伍陆柒捌玖";
const PLACES = ["", "拾", "佰", "仟"];
const GROUPS = ["", "万", "亿", "万亿"];

/** One group of four digits: 1005 as 壹仟零伍. */
function fourDigits(value: number): string {
  const digits = Array.from(String(value).padStart(4, "0"), Number);
  const written = digits.map((digit, at) =>
    digit === 0 ? "零" : (DIGITS[digit] ?? "") + (PLACES[3 - at] ?? ""),
  );
  return written.join("").replace(/零+/g, "零").replace(/零$/, "");
}

/** Fen in the capitals of contracts and cheques: 180050 as 壹仟捌佰元伍角. */
export function capitals(fen: number): string {
  const [whole, jiao, cents] = [Math.floor(fen / 100), Math.floor(fen / 10) % 10, fen % 10];
  const groups: number[] = [];
  for (let rest = whole; rest > 0; rest = Math.floor(rest / 10_000)) groups.push(rest % 10_000);
  const written = groups
    .map((group, at) => {
      if (group === 0) return "零";
      const higher = groups.length > at + 1;
      return (
        (higher && group < 1000 ? "零" : "") + unzeroed(fourDigits(group)) + (GROUPS[at] ?? "")
      );
    })
    .reverse()
    .join("")
    .replace(/零+/g, "零")
    .replace(/零$/, "");
  const yuanPart = whole === 0 ? "" : `${written}元`;
  if (jiao === 0 && cents === 0) return `${yuanPart === "" ? "零元" : yuanPart}整`;
  const jiaoPart = jiao > 0 ? `${DIGITS[jiao] ?? ""}角` : yuanPart === "" ? "" : "零";
  return yuanPart + jiaoPart + (cents > 0 ? `${DIGITS[cents] ?? ""}分` : "");
}

const unzeroed = (text: string): string => text.replace(/^零/, "");
