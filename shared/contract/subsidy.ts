/** Rent subsidy instead of a home: the account it goes to, the monthly run, what a household is paid. */
import * as z from "zod";
import { ConditionOutcome } from "./application.ts";
import { ApplicationId, FilingId, Jurisdiction, ReceiptNo } from "./ids.ts";
import { PersonName } from "./identity.ts";
import { CivilDate, FenOrZero, Hex64, Instant, lines } from "./values.ts";

/** A calendar month, `2026-03`. */
export const Month = z
  .string()
  .regex(/^(?:20|21)\d\d-(?:0[1-9]|1[0-2])$/)
  .meta({ id: "Month", description: "Calendar month, YYYY-MM" });
export type Month = z.infer<typeof Month>;

export const SubsidyRunId = z
  .string()
  .regex(/^S[0-9A-HJKMNP-TV-Z]{20}$/)
  .meta({ id: "SubsidyRunId", description: "One run of subsidies: S and 20 characters" });
export type SubsidyRunId = z.infer<typeof SubsidyRunId>;

/** Luhn's check digit (GB/T 39458, ISO/IEC 7812-1 annex B). */
function isCardNumber(digits: string): boolean {
  const sum = Array.from(digits, Number)
    .toReversed()
    .reduce((total, digit, at) => {
      const twice = digit * 2;
      return total + (at % 2 === 0 ? digit : twice > 9 ? twice - 9 : twice);
    }, 0);
  return sum % 10 === 0;
}

/** A bank card or passbook number of 16 to 19 digits with its check digit. */
export const BankAccountNo = z
  .string()
  .regex(/^[1-9]\d{15,18}$/)
  .refine(isCardNumber, { error: "check-digit" })
  .meta({ id: "BankAccountNo", description: "16 to 19 digits, the last a check digit" });

/** Where a subsidy goes: always the applicant's own account. */
export const PayeeAccount = z
  .strictObject({
    accountName: PersonName,
    bank: z
      .string()
      .regex(/^[\p{L}\d()（）·]{2,60}$/u)
      .meta({ description: "Bank and branch: letters, digits, brackets" }),
    accountNo: BankAccountNo,
  })
  .meta({ id: "PayeeAccount" });
export type PayeeAccount = z.infer<typeof PayeeAccount>;

/** Why a month is not paid. */
export const SubsidyHold = z
  .enum([
    "NOT_WAITING",
    "NO_LEASE",
    "CONDITIONS_NOT_MET",
    "REVIEW_DUE",
    "ALREADY_PAID",
    "NOTHING_DUE",
    "STRUCK",
    "NOT_OPEN",
  ])
  .meta({
    id: "SubsidyHold",
    description:
      "不在轮候, 无备案租约, 不符合条件, 待年度复核, 已发放, 无应发金额, 公示后核减, 未开放",
  });
export type SubsidyHold = z.infer<typeof SubsidyHold>;

/** What one month comes to, and of what. */
export const SubsidyMonth = z
  .strictObject({
    month: Month,
    fen: FenOrZero,
    /** Days counted: on the waiting list and under a lease on record. */
    days: z.int().min(0).max(31),
    ofDays: z.int().min(28).max(31),
    filingId: FilingId,
    monthlyRentFen: FenOrZero,
    percent: z.int().min(1).max(100),
    countedCentiM2: z.int().min(1),
    article: z.string().max(300),
    policy: z.string().max(60),
    late: z.boolean().meta({ description: "Of an earlier month than the run's" }),
  })
  .meta({ id: "SubsidyMonth" });
export type SubsidyMonth = z.infer<typeof SubsidyMonth>;

/** A month that is not paid, and why. */
export const HeldMonth = z
  .strictObject({ month: Month, because: SubsidyHold })
  .meta({ id: "HeldMonth" });
export type HeldMonth = z.infer<typeof HeldMonth>;

export const SubsidyRunState = z
  .enum(["PREPARING", "PUBLICITY", "RELEASING", "RELEASED", "CANCELLED"])
  .meta({ id: "SubsidyRunState", description: "编制中, 公示, 发放中, 已发放, 已撤销" });
export type SubsidyRunState = z.infer<typeof SubsidyRunState>;

export const SubsidyLineState = z
  .enum(["LISTED", "HELD", "STRUCK", "STOPPED", "PAID", "RETURNED"])
  .meta({ id: "SubsidyLineState", description: "拟发, 不发, 核减, 停发, 已发, 银行退回" });
export type SubsidyLineState = z.infer<typeof SubsidyLineState>;

/** A run as officers read it. */
export const SubsidyRun = z
  .strictObject({
    runId: SubsidyRunId,
    version: z.int().positive(),
    jurisdiction: Jurisdiction,
    month: Month,
    state: SubsidyRunState,
    startedAt: Instant,
    publicity: z
      .strictObject({ from: CivilDate, until: CivilDate, provisional: z.boolean() })
      .optional(),
    listed: z.strictObject({ households: z.int(), fen: FenOrZero }).optional(),
    paid: z.strictObject({ households: z.int(), fen: FenOrZero }).optional(),
    fileDigest: Hex64.optional().meta({ description: "SHA-256 of the payment file" }),
    file: z.string().max(200).optional().meta({ description: "The public list" }),
  })
  .meta({ id: "SubsidyRun" });
export type SubsidyRun = z.infer<typeof SubsidyRun>;

/** One household in a run. */
export const SubsidyLine = z
  .strictObject({
    applicationId: ApplicationId,
    receiptNo: ReceiptNo,
    state: SubsidyLineState,
    fen: FenOrZero,
    months: z.array(SubsidyMonth).max(13),
    held: z.array(HeldMonth).max(13),
  })
  .meta({ id: "SubsidyLine" });
export type SubsidyLine = z.infer<typeof SubsidyLine>;

/** One line of the published list. Masked; names leave it fifteen days after the period. */
export const SubsidyPublicRow = z
  .strictObject({
    seq: z.int().positive(),
    name: z.string().optional(),
    idNumber: z.string().optional(),
    receiptNo: ReceiptNo,
    householdSize: z.int().min(1).max(16),
    months: z.array(Month).max(13),
    fen: FenOrZero,
  })
  .meta({ id: "SubsidyPublicRow" });
export type SubsidyPublicRow = z.infer<typeof SubsidyPublicRow>;

/** What a household reads of its subsidy. */
export const OwnSubsidy = z
  .strictObject({
    applicationId: ApplicationId,
    account: z
      .strictObject({
        bank: z.string(),
        accountNo: z.string().meta({ description: "Its last four digits" }),
      })
      .optional(),
    conditions: z.array(ConditionOutcome).max(40).meta({ description: "As they are today" }),
    runs: z
      .array(
        z.strictObject({
          runId: SubsidyRunId,
          month: Month,
          state: SubsidyLineState,
          at: Instant,
          fen: FenOrZero,
          months: z.array(SubsidyMonth).max(13),
          held: z.array(HeldMonth).max(13),
          reason: z.string().max(500).optional(),
        }),
      )
      .max(200)
      .meta({ description: "The latest first" }),
  })
  .meta({ id: "OwnSubsidy", description: "What a household was paid, and why it was not" });
export type OwnSubsidy = z.infer<typeof OwnSubsidy>;

/** An officer's reason, told to the household. */
export const SubsidyReason = z
  .strictObject({ reason: lines(2, 500) })
  .meta({ id: "SubsidyReason" });
