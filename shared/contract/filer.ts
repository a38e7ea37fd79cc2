/** In what capacity a filing was made, whether its filer had to, and by which articles. */
import * as z from "zod";
import { MandateId } from "./ids.ts";
import { Hex64, Instant } from "./values.ts";

/**
 * `SELF`: the party itself; `FIRM`: someone who acts for a firm that is party, broker or operator;
 * `AGENT`: under a mandate; `GUARDIAN`: for a minor; `COUNTER`: a clerk entered it for them.
 */
export const FilerCapacity = z
  .enum(["SELF", "FIRM", "AGENT", "GUARDIAN", "COUNTER"])
  .meta({ id: "FilerCapacity" });
export type FilerCapacity = z.infer<typeof FilerCapacity>;

/** `MUST`: the law obliges this filer; `MAY`: it allows them. */
export const FilingDuty = z.enum(["MUST", "MAY"]).meta({ id: "FilingDuty" });
export type FilingDuty = z.infer<typeof FilingDuty>;

/** The articles a filer files by, in the words of the law's own title. */
export const legalArticles = {
  "R812-8": { zh: "《住房租赁条例》第八条", en: "Housing Rental Regulations, art. 8" },
  "R812-14": { zh: "《住房租赁条例》第十四条", en: "Housing Rental Regulations, art. 14" },
  "R812-27": { zh: "《住房租赁条例》第二十七条", en: "Housing Rental Regulations, art. 27" },
  "O6-14": {
    zh: "《商品房屋租赁管理办法》第十四条",
    en: "Commodity Housing Leasing Measures, art. 14",
  },
  "O11-18": {
    zh: "《公共租赁住房管理办法》第十八条",
    en: "Public Rental Housing Measures, art. 18",
  },
  "CC-23": { zh: "《民法典》第二十三条", en: "Civil Code, art. 23" },
  "CC-161": { zh: "《民法典》第一百六十一条", en: "Civil Code, art. 161" },
  "CC-170": { zh: "《民法典》第一百七十条", en: "Civil Code, art. 170" },
} as const;
export type LegalArticleCode = keyof typeof legalArticles;
export const LegalArticleCode = z
  .enum(Object.keys(legalArticles) as [LegalArticleCode, ...LegalArticleCode[]])
  .meta({ id: "LegalArticleCode" });

/** How someone at the counter confirmed what the clerk had entered for them. */
export const CounterConfirmation = z
  .strictObject({
    how: z.enum(["SMS_CODE", "PAPER"]),
    at: Instant,
    termsDigest: Hex64.meta({ description: "Of the exact terms they confirmed" }),
    paperDigest: Hex64.optional().meta({ description: "SHA-256 of the sheet they signed" }),
  })
  .meta({ id: "CounterConfirmation" });
export type CounterConfirmation = z.infer<typeof CounterConfirmation>;

export const FilerView = z
  .strictObject({
    capacity: FilerCapacity,
    duty: FilingDuty,
    articles: z
      .array(z.strictObject({ code: LegalArticleCode, zh: z.string(), en: z.string() }))
      .min(1),
    mandateId: MandateId.optional().meta({ description: "Under which an agent filed it" }),
    confirmation: CounterConfirmation.optional(),
  })
  .meta({ id: "FilerView", description: "Who filed, whether they had to, and by which articles" });
export type FilerView = z.infer<typeof FilerView>;
