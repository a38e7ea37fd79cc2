import type { Locale } from "./texts/catalogue.ts";

const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
] as const;

const BEIJING_MS = 8 * 3_600_000;

/** A civil date (`YYYY-MM-DD`) as people write it: 2026 年 12 月 3 日, 3 December 2026. */
export function formatDay(day: string, locale: Locale): string {
  const [year = 0, month = 0, date = 0] = day.split("-").map(Number);
  return locale === "zh"
    ? `${year} 年 ${month} 月 ${date} 日`
    : `${date} ${MONTHS[month - 1] ?? ""} ${year}`;
}

/** An instant (ISO 8601 or ms) in Beijing time: 2026 年 12 月 3 日 10:00（北京时间）. */
export function formatInstant(instant: string | number, locale: Locale): string {
  const iso = new Date(new Date(instant).getTime() + BEIJING_MS).toISOString();
  const day = formatDay(iso.slice(0, 10), locale);
  const time = iso.slice(11, 16);
  return locale === "zh" ? `${day} ${time}（北京时间）` : `${day}, ${time} (Beijing time)`;
}

/** A count with separators: 2,418. */
export const formatCount = (count: number): string =>
  String(count).replace(/\B(?=(\d{3})+(?!\d))/g, ",");

/** A size in bytes, in words people know: 1.2 MB. */
export const formatSize = (bytes: number): string =>
  bytes < 1_000_000
    ? `${Math.max(1, Math.round(bytes / 1000))} KB`
    : `${(bytes / 1_000_000).toFixed(1)} MB`;
