/** People and firms, as they stand in contracts and applications. */
import * as z from "zod";
import { idNumberFault, PERSON_ID_TYPES, type PersonIdType } from "./id-number.ts";
import { text } from "./values.ts";

export const PersonIdTypes = z.enum(PERSON_ID_TYPES).meta({ id: "PersonIdType" });
/** Every kind of identity document; `USCC` is a firm's. */
export const IdType = z.enum([...PERSON_ID_TYPES, "USCC"]).meta({ id: "IdType" });
export type IdType = z.infer<typeof IdType>;
export type { PersonIdType };

/** Letters are brought into upper case: `x` as last character is accepted. */
export const IdNumber = z
  .string()
  .regex(/^[0-9A-Za-z]{5,18}$/, "V01")
  .toUpperCase()
  .meta({ id: "IdNumber", description: "Checked by its type; letters become upper case" });
export type IdNumber = z.infer<typeof IdNumber>;

export const Uscc = z
  .string()
  .regex(/^[0-9A-Za-z]{18}$/, "V04")
  .toUpperCase()
  .refine((code) => idNumberFault("USCC", code) === undefined, "V04")
  .meta({ id: "Uscc", description: "Unified social credit code, GB 32100" });

export const PersonName = text(1, 50).meta({
  id: "PersonName",
  description: "1 to 50 code points",
});
export const FirmName = text(2, 100).meta({ id: "FirmName" });
export const Mobile = z
  .string()
  .regex(/^1[3-9]\d{9}$/, "V05")
  .meta({ id: "Mobile", description: "Mobile number of the mainland" });

/** A number in a public file: an office's landline or service number, never anyone's own. */
export const Landline = z
  .string()
  .regex(/^(?:0\d{2,3}-[2-9]\d{6,7}(?:-\d{1,5})?|400-\d{3}-\d{4}|9\d{4}|12\d{3})$/, {
    error: "landline-only",
    abort: true,
  })
  .meta({ id: "Landline", description: "Landline or service number, such as 0595-22180000" });

/** Refuses, at `/idNumber`, a number that its type does not allow. */
export function checkIdNumber<T extends { readonly idType: IdType; readonly idNumber: string }>(
  context: z.core.ParsePayload<T>,
): void {
  const { idType, idNumber } = context.value;
  const fault = idNumberFault(idType, idNumber);
  if (fault)
    context.issues.push({ code: "custom", message: fault, path: ["idNumber"], input: undefined });
}

/** What identifies a person; other shapes spread it and add `.check(checkIdNumber)`. */
export const personShape = {
  name: PersonName,
  idType: PersonIdTypes,
  idNumber: IdNumber,
} as const;

/** A real person without a phone of their own: members, occupants. */
export const RealPerson = z
  .strictObject(personShape)
  .check(checkIdNumber)
  .meta({ id: "RealPerson" });
export type RealPerson = z.infer<typeof RealPerson>;

/** Who acts for a minor, and as what (CC 23, 27). */
export const Guardian = z
  .strictObject({
    ...personShape,
    phone: Mobile,
    as: z.enum(["PARENT", "GRANDPARENT", "SIBLING", "APPOINTED"]),
  })
  .check(checkIdNumber)
  .meta({ id: "Guardian", description: "Signs and files for the minor; an adult" });
export type Guardian = z.infer<typeof Guardian>;

/** A part of the ownership, such as 1/2. */
export const Share = z
  .string()
  .regex(/^[1-9]\d{0,3}\/[1-9]\d{0,3}$/)
  .refine((share) => fractionOf(share) <= 1)
  .meta({ id: "Share", description: "Part of the ownership: 1/2; at most the whole" });
export const fractionOf = (share: string): number => {
  const [part = 0, whole = 1] = share.split("/").map(Number);
  return part / whole;
};

export const PersonParty = z
  .strictObject({
    kind: z.literal("person"),
    ...personShape,
    phone: Mobile.optional().meta({
      description: "May be missing only at the counter, and of who acts through a guardian",
    }),
    guardian: Guardian.optional().meta({ description: "Of a party under 18 (V06)" }),
    share: Share.optional().meta({ description: "Of a landlord or co-owner who states it" }),
  })
  .check(checkIdNumber)
  .meta({ id: "PersonParty" });
export const FirmParty = z
  .strictObject({
    kind: z.literal("firm"),
    name: FirmName,
    idType: z.literal("USCC"),
    idNumber: Uscc,
    phone: Mobile.meta({ description: "Mobile number of the firm's agent" }),
    share: Share.optional(),
  })
  .meta({ id: "FirmParty" });

/** Landlord or tenant. */
export const Party = z.discriminatedUnion("kind", [PersonParty, FirmParty]).meta({ id: "Party" });
export type PersonParty = z.infer<typeof PersonParty>;
export type FirmParty = z.infer<typeof FirmParty>;
export type Party = z.infer<typeof Party>;

/** A party as another reader sees it: name, number and phone masked, the own side in full. */
export const PartyView = z
  .strictObject({
    kind: z.enum(["person", "firm"]),
    name: z.string().min(1).max(200),
    idType: IdType,
    idNumber: z.string().min(1).max(18),
    phone: z.string().min(1).max(11).optional(),
    share: Share.optional(),
    guardian: z
      .strictObject({
        name: z.string().min(1).max(200),
        idType: IdType,
        idNumber: z.string().min(1).max(18),
        phone: z.string().min(1).max(11).optional(),
        as: Guardian.shape.as,
      })
      .optional(),
  })
  .meta({ id: "PartyView", description: "The other side is masked" });
export type PartyView = z.infer<typeof PartyView>;

/** How someone stands to the applicant or the tenant. */
export const Kinship = z
  .enum([
    "SPOUSE",
    "CHILD",
    "PARENT",
    "GRANDPARENT",
    "GRANDCHILD",
    "SIBLING",
    "PARENT_IN_LAW",
    "OTHER_RELATIVE",
    "NONE",
  ])
  .meta({ id: "Kinship" });
export type Kinship = z.infer<typeof Kinship>;
