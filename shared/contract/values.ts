/** The small values every other shape is made of: texts, money, areas, dates. */
import * as z from "zod";

const CHARACTER = "[^\\p{Cc}\\p{Cs}\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]";

const normalised = (pattern: RegExp) =>
  z
    .string()
    .regex(pattern)
    .normalize("NFC")
    .refine((text) => pattern.test(text));

/**
 * One line of text, its length in code points (𠮷 is one). No control or direction characters, no
 * space at either end. Brought into NFC, the only change ever made to it.
 */
export const text = (least: number, most: number) =>
  normalised(new RegExp(`^(?!\\s)${CHARACTER}{${least},${most}}(?<!\\s)$`, "u"));

/** As `text`, in several lines parted by LF. */
export const lines = (least: number, most: number) =>
  normalised(new RegExp(`^(?!\\s)(?:${CHARACTER}|\\n){${least},${most}}(?<!\\s)$`, "u"));

/** A civil date in Asia/Shanghai, 1900 to 2199. */
export const CivilDate = z.iso
  .date()
  .refine((day) => day >= "1900-01-01" && day <= "2199-12-31")
  .meta({ id: "CivilDate", description: "Civil date in Asia/Shanghai, YYYY-MM-DD" });
export type CivilDate = z.infer<typeof CivilDate>;

/** A UTC instant, `2026-03-01T00:00:00.000Z`. */
export const Instant = z.iso.datetime().meta({ id: "Instant", description: "UTC instant" });
export type Instant = z.infer<typeof Instant>;

/** A UTC instant of whole seconds, as the draw protocol counts: `2026-03-01T00:00:00Z`. */
export const WholeSecond = z.iso
  .datetime({ precision: 0 })
  .refine((at) => at >= "2000" && at < "2200")
  .meta({ id: "WholeSecond", description: "UTC instant of whole seconds" });
export type WholeSecond = z.infer<typeof WholeSecond>;

/** 1/100 yuan, up to a hundred million yuan. */
export const Fen = z
  .int()
  .min(1)
  .max(10_000_000_000)
  .meta({ id: "Fen", description: "Amount in fen, 1/100 yuan" });
/** As `Fen`, zero allowed: income, assets. */
export const FenOrZero = z
  .int()
  .min(0)
  .max(100_000_000_000)
  .meta({ id: "FenOrZero", description: "Amount in fen, 1/100 yuan; may be 0" });

/** Square metres with at most two decimals. */
export const AreaM2 = z
  .number()
  .min(0.01)
  .max(100_000)
  .multipleOf(0.01)
  .meta({ id: "AreaM2", description: "Area in m², at most two decimals" });

/** SHA-256 or another 32-byte digest, lowercase hex. */
export const Hex64 = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .meta({ id: "Hex64", description: "32 bytes, lowercase hex" });

/** An RFC 6901 pointer into a JSON document. */
export const Pointer = z
  .string()
  .regex(/^(?:\/(?:[A-Za-z0-9_-]|~0|~1){1,64}){1,8}$/)
  .meta({ id: "Pointer", description: "JSON pointer, RFC 6901" });

/** A text in both languages. */
export const Bilingual = z.strictObject({ zh: text(1, 200), en: text(1, 300) });
export type Bilingual = z.infer<typeof Bilingual>;
