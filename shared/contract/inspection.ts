/** Opening a draw's commitments to notary and discipline inspection (draw protocol 2). */
import * as z from "zod";
import { DrawId, OpeningId, PoolId, Receipt } from "./ids.ts";
import { IdType } from "./identity.ts";
import { Hex64, Instant, lines } from "./values.ts";

export const OpeningBody = z
  .strictObject({
    purpose: lines(10, 500).meta({ description: "What is looked into, kept for ever" }),
  })
  .meta({ id: "OpeningBody" });

/** Notary or discipline inspection; who of them is in the audit chain. */
export const InspectorRole = z.enum(["notary", "discipline"]).meta({ id: "InspectorRole" });
export type InspectorRole = z.infer<typeof InspectorRole>;

export const OpeningView = z
  .strictObject({
    id: OpeningId,
    drawId: DrawId,
    state: z.enum(["REQUESTED", "APPROVED", "LAPSED"]),
    purpose: z.string(),
    requestedAt: Instant,
    requestedAs: InspectorRole,
    approveBy: Instant,
    approvedAt: Instant.optional(),
    approvedAs: InspectorRole.optional(),
    openUntil: Instant.optional(),
    looks: z.int().min(0).meta({ description: "How often it was looked into" }),
    mine: z.boolean().meta({ description: "Asked or agreed to by the reader" }),
  })
  .meta({ id: "OpeningView" });
export type OpeningView = z.infer<typeof OpeningView>;

/** One commitment, opened. */
export const OpenedEntry = z
  .strictObject({
    receipt: Receipt,
    pools: z.array(PoolId),
    score: z.int(),
    commit: Hex64,
    salt: Hex64,
    applicationNo: z.string(),
    idType: IdType,
    idNumber: z.string(),
    name: z.string(),
    opens: z.boolean().meta({ description: "The fields and the salt give the commitment" }),
  })
  .meta({ id: "OpenedEntry" });
export type OpenedEntry = z.infer<typeof OpenedEntry>;

/** What can be wrong with an entry of a roster. */
export const FindingKind = z
  .enum([
    "NOT_ON_RECORD",
    "COMMITMENT_WRONG",
    "PERSON_TWICE",
    "NO_LIVE_APPLICATION",
    "PEOPLE_DIFFER",
    "POOLS_NOT_DUE",
    "SCORE_NOT_DUE",
    "LEFT_OUT",
  ])
  .meta({ id: "FindingKind" });
export type FindingKind = z.infer<typeof FindingKind>;

/** Texts of findings: what an inspector reads. */
export const findingTexts: Readonly<Record<FindingKind, { zh: string; en: string }>> = {
  NOT_ON_RECORD: { zh: "名册编号无登记记录", en: "No registration has this number" },
  COMMITMENT_WRONG: { zh: "承诺值与申请人信息不符", en: "The commitment is not this person's" },
  PERSON_TWICE: { zh: "同一人在名册中出现两次", en: "The same person stands in the roster twice" },
  NO_LIVE_APPLICATION: { zh: "没有对应的有效申请", en: "No live application stands behind it" },
  PEOPLE_DIFFER: {
    zh: "家庭成员与登记时不一致",
    en: "The household is not the one that registered",
  },
  POOLS_NOT_DUE: { zh: "所在组别不符合规则", en: "It stands in a pool it may not enter" },
  SCORE_NOT_DUE: { zh: "分值不符合规则", en: "Its score is not the one the rules give" },
  LEFT_OUT: { zh: "应在名册中而未列入", en: "It should stand in the roster and does not" },
};

export const Finding = z
  .strictObject({
    receipt: Receipt,
    kind: FindingKind,
    other: Receipt.optional().meta({ description: "The other entry of the same person" }),
    zh: z.string(),
    en: z.string(),
  })
  .meta({ id: "Finding" });

export const RosterCheck = z
  .strictObject({
    drawId: DrawId,
    version: z.int().positive(),
    count: z.int().positive(),
    root: Hex64,
    rootMatches: z.boolean().meta({ description: "The public file has the root of the freeze" }),
    checked: z.int().min(0).meta({ description: "Entries on this page" }),
    findings: z.array(Finding),
    next: z.string().optional(),
  })
  .meta({ id: "RosterCheck", description: "One page of the check of every entry" });
export type RosterCheck = z.infer<typeof RosterCheck>;
