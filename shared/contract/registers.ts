/**
 * What goes over the wire between the platform and the systems of others: the title register, the
 * registers of identities and of firms, the agencies of the joint check, the lottery bulletin, the text-message provider. Answers may carry
 * more than is read here: those systems grow without asking.
 */
import * as z from "zod";

const Instant = z.iso.datetime({ offset: true });

/** `unknown` means that the register cannot say: never taken for `agree`. */
export const RegisterVerdict = z.enum(["agree", "disagree", "unknown"]);
export type RegisterVerdict = z.infer<typeof RegisterVerdict>;

/** Someone as a register looks them up. Personal data: in bodies only. */
export const RegisterPerson = z.strictObject({
  name: z.string().min(1).max(100),
  idType: z.string().min(1).max(40),
  idNumber: z.string().min(1).max(40),
});
export type RegisterPerson = z.infer<typeof RegisterPerson>;

/** `POST /titles/query`: does the register name exactly these holders for this home? */
export const TitleQuery = z.strictObject({
  titleCertNo: z.string().min(1).max(100),
  realEstateUnitNo: z.string().max(40),
  holders: z.array(RegisterPerson).min(1).max(20),
});
export type TitleQuery = z.infer<typeof TitleQuery>;

/** What a title says of a home, and nothing of its holders but their number. */
export const TitleFacts = z.object({
  holderCount: z.int().min(1),
  landNature: z.enum(["STATE", "COLLECTIVE", "UNDETERMINED"]),
  use: z.enum(["RESIDENTIAL", "NON_RESIDENTIAL"]),
  areaM2: z.number().positive(),
  /** Sealed, pulled down, or unlawful: may not be let (R812 art. 7). */
  blocked: z.boolean(),
});
export type TitleFacts = z.infer<typeof TitleFacts>;

/** The register's answer; `facts` are missing when the home is unknown to it. */
export const TitleAnswer = z
  .object({ verdict: RegisterVerdict, facts: TitleFacts.optional(), at: Instant })
  .refine(({ verdict, facts }) => verdict === "unknown" || facts !== undefined, {
    path: ["facts"],
    error: "A register that knows the home says what it is.",
  });
export type TitleAnswer = z.infer<typeof TitleAnswer>;

/**
 * `POST /identities/query`: are these people who they are said to be? `guardians` are places in
 * `persons`: is the one guardian of the other?
 */
export const IdentityQuery = z.strictObject({
  persons: z.array(RegisterPerson).min(1).max(80),
  guardians: z
    .array(z.strictObject({ of: z.int().min(0).max(79), by: z.int().min(0).max(79) }))
    .max(40),
});
export type IdentityQuery = z.infer<typeof IdentityQuery>;

/** A verdict for each person and each guardian, in the order asked; nothing else of anyone. */
export const IdentityAnswer = z.object({
  persons: z.array(RegisterVerdict),
  guardians: z.array(RegisterVerdict),
  at: Instant,
});
export type IdentityAnswer = z.infer<typeof IdentityAnswer>;

/** `POST /firms/query`: is there such a firm under this credit code, and may it do this? */
export const FirmQuery = z.strictObject({
  firms: z
    .array(
      z.strictObject({
        name: z.string().min(1).max(100),
        uscc: z.string().length(18),
        /** `BROKERAGE`: on record as a brokerage of real estate (R812 22). */
        as: z.enum(["PARTY", "BROKERAGE"]),
      }),
    )
    .min(1)
    .max(40),
});
export type FirmQuery = z.infer<typeof FirmQuery>;

/** A verdict for each firm in the order asked: name, code, in business, and its scope. */
export const FirmAnswer = z.object({ firms: z.array(RegisterVerdict), at: Instant });
export type FirmAnswer = z.infer<typeof FirmAnswer>;

/** Whom the joint check asks (O11 art. 9). */
export const Agency = z.enum([
  "civil-affairs",
  "social-insurance",
  "other-housing",
  "income",
  "human-resources",
]);
export type Agency = z.infer<typeof Agency>;

/** `POST /checks`: is what these people declared right, as far as the agency knows? */
export const AgencyCheck = z.strictObject({
  applicationId: z.string().min(1).max(64),
  agency: Agency,
  members: z.array(RegisterPerson).min(1).max(20),
});
export type AgencyCheck = z.infer<typeof AgencyCheck>;

/** One verdict for the household, and one for each member in the order asked; no figures. */
export const AgencyAnswer = z.object({
  applicationId: z.string(),
  agency: Agency,
  verdict: RegisterVerdict,
  members: z.array(RegisterVerdict),
  at: Instant,
});
export type AgencyAnswer = z.infer<typeof AgencyAnswer>;

/** `GET /kl8/{issue}`: 20 of 01–80, ascending, as the lottery published them. */
export const BulletinDraw = z.object({
  game: z.literal("kl8"),
  issue: z.string().regex(/^\d{7}$/),
  numbers: z.string().regex(/^\d{2}(,\d{2}){19}$/),
  drawnAt: Instant,
});
export type BulletinDraw = z.infer<typeof BulletinDraw>;

/** `POST /messages`: sending one `id` again sends nothing again. */
export const TextMessage = z.strictObject({
  id: z.string().min(1).max(100),
  to: z.string().regex(/^1[3-9]\d{9}$/),
  text: z.string().min(1).max(1000),
});
export type TextMessage = z.infer<typeof TextMessage>;

export const TextAccepted = z.object({ id: z.string(), at: Instant });
export type TextAccepted = z.infer<typeof TextAccepted>;

/** `GET /messages?limit=`: newest first. */
export const TextList = z.object({
  messages: z.array(TextMessage.extend({ at: Instant })),
});
export type TextList = z.infer<typeof TextList>;
