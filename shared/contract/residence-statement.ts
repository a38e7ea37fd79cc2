/** 居住登记证明材料: the homes a person has on record, for residence permits, schools, hukou. */
import * as z from "zod";
import { CertificateCode, CertificateNo, FilingId } from "./ids.ts";
import { CertificateToken } from "./certificate.ts";
import { CertificateStatus } from "./filing.ts";
import { CivilDate, Instant } from "./values.ts";

/** As what the person lives there. */
export const ResidenceCapacity = z.enum(["TENANT", "OCCUPANT"]).meta({ id: "ResidenceCapacity" });
export type ResidenceCapacity = z.infer<typeof ResidenceCapacity>;

const homeShape = {
  building: z.string(),
  wholeOrRoom: z.enum(["WHOLE", "ROOM"]),
  capacity: ResidenceCapacity,
  from: CivilDate,
  until: CivilDate.optional().meta({ description: "Last day; absent: indefinite (CC 734)" }),
  filedOn: CivilDate,
  status: CertificateStatus,
} as const;

/** A home on the statement, as its holder reads it. */
export const ResidenceHome = z
  .strictObject({
    ...homeShape,
    filingId: FilingId,
    certificateNo: CertificateNo,
    address: z.string(),
  })
  .meta({ id: "ResidenceHome" });
export type ResidenceHome = z.infer<typeof ResidenceHome>;

/** At most so many homes on one statement: the latest. */
export const MOST_HOMES = 40;

/** A statement as its holder reads it. */
export const ResidenceStatement = z
  .strictObject({
    certificateNo: CertificateNo.meta({ description: "Its own number; region 350500, the city" }),
    code: CertificateCode,
    token: CertificateToken,
    issuedOn: CivilDate,
    holder: z.strictObject({
      name: z.string(),
      idType: z.string(),
      idNumber: z.string(),
    }),
    homes: z.array(ResidenceHome).max(MOST_HOMES),
    continuousDays: z
      .int()
      .min(0)
      .meta({ description: "Days on record without a gap up to that day; gaps of 15 days merge" }),
  })
  .meta({ id: "ResidenceStatement" });
export type ResidenceStatement = z.infer<typeof ResidenceStatement>;

/** What the public check of a statement tells: masked, no door, the status of each home now. */
export const ResidenceFacts = z
  .strictObject({
    kind: z.literal("RESIDENCE_STATEMENT"),
    certificateNo: CertificateNo,
    holder: z.string().meta({ description: "Masked name" }),
    issuedOn: CivilDate,
    homes: z.array(z.strictObject(homeShape)).max(MOST_HOMES),
    continuousDays: z.int().min(0),
    checkedAt: Instant,
  })
  .meta({ id: "ResidenceFacts" });
export type ResidenceFacts = z.infer<typeof ResidenceFacts>;

/** Region of the numbers of statements: the city itself, which no certificate of a lease has. */
export const STATEMENT_REGION = "350500";
export const isStatementNo = (no: string): boolean => no.startsWith(STATEMENT_REGION);
