/** The contract text made from a lease's data, and the terms only the text needs. */
import * as z from "zod";
import { CivilDate, Fen, Hex64, lines, text } from "./values.ts";

/** Who bears a running cost or a repair. */
export const BornBy = z.enum(["LANDLORD", "TENANT"]).meta({ id: "BornBy" });
export type BornBy = z.infer<typeof BornBy>;

export const RunningCost = z
  .enum(["WATER", "ELECTRICITY", "GAS", "HEATING", "INTERNET", "TELEVISION", "PROPERTY_FEE"])
  .meta({ id: "RunningCost" });
export type RunningCost = z.infer<typeof RunningCost>;

/** One thing that is handed over with the home. */
export const HandoverItem = z
  .strictObject({
    name: text(1, 40),
    count: z.int().min(1).max(999),
    condition: text(1, 100).optional(),
  })
  .meta({ id: "HandoverItem" });

/** What the model lease of 2025 asks for beyond what filing needs; all of it may be left out. */
export const ContractTerms = z
  .strictObject({
    mortgaged: z.boolean().optional().meta({ description: "The home is mortgaged" }),
    rentFreeDays: z.int().min(1).max(366).optional(),
    payee: z
      .strictObject({
        name: text(1, 100),
        bank: text(2, 100),
        account: z.string().regex(/^\d{8,30}$/),
      })
      .optional()
      .meta({ description: "Account the rent is paid into" }),
    payDay: z.int().min(1).max(28).optional().meta({ description: "Day of the month" }),
    costs: z
      .array(z.strictObject({ cost: RunningCost, by: BornBy }))
      .max(7)
      .optional(),
    repairs: BornBy.optional().meta({ description: "Repairs of ordinary wear" }),
    handover: z.array(HandoverItem).max(60).optional(),
    handoverOn: CivilDate.optional(),
    breachFen: Fen.optional().meta({ description: "Agreed damages" }),
    disputes: z.enum(["COURT", "ARBITRATION"]).optional(),
    others: lines(1, 2000).optional(),
  })
  .meta({ id: "ContractTerms" });
export type ContractTerms = z.infer<typeof ContractTerms>;

export const TemplateVersion = z
  .enum(["QZ-LEASE-2025.1"])
  .meta({ id: "TemplateVersion", description: "Which wording the text was made from" });
export type TemplateVersion = z.infer<typeof TemplateVersion>;

/** A part of a contract text, for screen and paper alike. */
export const ContractBlock = z
  .discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("title"), text: z.string() }),
    z.strictObject({ kind: z.literal("heading"), text: z.string() }),
    z.strictObject({ kind: z.literal("paragraph"), text: z.string() }),
    z.strictObject({
      kind: z.literal("table"),
      head: z.array(z.string()),
      rows: z.array(z.array(z.string())),
    }),
  ])
  .meta({ id: "ContractBlock" });
export type ContractBlock = z.infer<typeof ContractBlock>;

/** Which text it was that was signed. */
export const ContractMark = z
  .strictObject({
    templateVersion: TemplateVersion,
    digest: Hex64.meta({ description: "SHA-256 of the plain text, UTF-8, lines ended by LF" }),
  })
  .meta({ id: "ContractMark" });
export type ContractMark = z.infer<typeof ContractMark>;

export const ContractText = z
  .strictObject({
    ...ContractMark.shape,
    isSignedText: z.boolean().meta({
      description: "False: signed on paper; this text only shows what was filed",
    }),
    blocks: z.array(ContractBlock),
  })
  .meta({ id: "ContractText", description: "The contract in words, in full" });
export type ContractText = z.infer<typeof ContractText>;
