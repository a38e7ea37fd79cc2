import * as z from "zod";
import {
  BeaconBody,
  CommitBody,
  FreezeBody,
  ObjectionDecision,
  ObjectionView,
  ReadingBody,
  RevealBody,
  RemovalBody,
  RosterObjection,
  VoidingBody,
} from "../../shared/contract/allotment.ts";
import { DrawId, ObjectionId, PoolId, Receipt, SourceId } from "../../shared/contract/ids.ts";
import { SchemeState } from "../../shared/contract/scheme.ts";
import { Hex64 } from "../../shared/contract/values.ts";
import type { Capability } from "../capabilities.ts";
import { EXAMPLE, EXAMPLE_DIGEST, EXAMPLE_NOTE, EXAMPLE_NUMBERS } from "./examples.ts";
import { route } from "./route.ts";

const params = z.strictObject({ drawId: DrawId });
const sourceParams = z.strictObject({ drawId: DrawId, sourceId: SourceId });
const objectionParams = z.strictObject({ drawId: DrawId, objectionId: ObjectionId });

/** Where a draw stands after an act. */
const DrawStanding = z
  .strictObject({ drawId: DrawId, state: SchemeState })
  .meta({ id: "DrawStanding" });

/** What is proposed to be frozen, for the notary to confirm digit by digit. */
export const FreezeProposal = z
  .strictObject({ drawId: DrawId, count: z.int().positive(), root: Hex64 })
  .meta({ id: "FreezeProposal", description: "Count and Merkle root of the roster" });

export const FreezeConfirmation = z
  .strictObject({ count: z.int().positive().max(1_000_000), root: Hex64 })
  .meta({ id: "FreezeConfirmation" });

const OFFICE: readonly Capability[] = [
  "read-persons",
  "write-persons",
  "use-keyring",
  "write-requests",
  "read-schemes",
  "write-schemes",
  "lock-homes",
  "write-intents",
  "read-draws",
  "write-draws",
  "read-applications",
  "write-applications",
  "write-outbox",
  "read-log",
  "write-log",
  "sign-log",
  "read-sealed-files",
  "write-sealed-files",
  "read-public-files",
  "write-public-files",
  "write-selections",
  "read-selections",
];

const witness = { roles: ["notary", "representative", "discipline"] } as const;

export const commitNonce = route({
  operationId: "commitNonce",
  fn: "draws",
  method: "POST",
  path: "/api/draws/{drawId}/witnesses/{sourceId}/commit",
  caller: witness,
  may: OFFICE,
  params: sourceParams,
  body: CommitBody,
  answer: { status: 201, schema: DrawStanding },
  problems: ["out-of-step", "not-this-witness", "bad-commit", "already-committed"],
  write: true,
  summary: { zh: "见证人提交随机数承诺", en: "A witness commits to a nonce" },
  example: {
    as: "notary",
    params: { drawId: EXAMPLE.scheme, sourceId: "w-notary" },
    body: { note: EXAMPLE_NOTE },
  },
});

export const revealNonce = route({
  operationId: "revealNonce",
  fn: "draws",
  method: "POST",
  path: "/api/draws/{drawId}/witnesses/{sourceId}/reveal",
  caller: witness,
  may: OFFICE,
  params: sourceParams,
  body: RevealBody,
  answer: { status: 201, schema: DrawStanding },
  problems: [
    "out-of-step",
    "not-this-witness",
    "bad-nonce",
    "reveal-too-early",
    "reveal-too-late",
    "already-revealed",
  ],
  write: true,
  summary: { zh: "见证人公布随机数", en: "A witness reveals its nonce" },
  example: {
    as: "notary",
    params: { drawId: EXAMPLE.scheme, sourceId: "w-notary" },
    body: { nonce: EXAMPLE_DIGEST },
  },
});

export const proposeFreeze = route({
  operationId: "proposeFreeze",
  fn: "draws",
  method: "POST",
  path: "/api/office/draws/{drawId}/freeze-proposal",
  caller: { roles: ["draw-officer"] },
  may: OFFICE,
  params,
  body: FreezeBody,
  answer: { status: 200, schema: FreezeProposal },
  problems: ["out-of-step", "recheck-open", "witness-missing", "freeze-too-late", "count-differs"],
  write: true,
  summary: {
    zh: "摇号员核对人数，提请冻结名册",
    en: "The draw officer types the count and proposes the freeze",
  },
  example: { as: "draw-officer", params: { drawId: EXAMPLE.scheme }, body: { count: 300 } },
});

export const confirmFreeze = route({
  operationId: "confirmFreeze",
  fn: "draws",
  method: "POST",
  path: "/api/office/draws/{drawId}/freeze",
  caller: { roles: ["notary"] },
  may: OFFICE,
  params,
  body: FreezeConfirmation,
  answer: { status: 201, schema: DrawStanding },
  problems: [
    "out-of-step",
    "recheck-open",
    "witness-missing",
    "freeze-too-late",
    "count-differs",
    "root-differs",
    "same-person",
  ],
  write: true,
  summary: {
    zh: "公证员确认，名册冻结并公示",
    en: "The notary confirms: the roster is frozen and public",
  },
  example: {
    as: "notary",
    params: { drawId: EXAMPLE.scheme },
    body: { count: 300, root: EXAMPLE_DIGEST },
  },
});

export const objectToRoster = route({
  operationId: "objectToRoster",
  fn: "draws",
  method: "POST",
  path: "/api/draws/{drawId}/objections",
  caller: "person",
  may: OFFICE,
  params,
  body: RosterObjection,
  answer: { status: 201, schema: ObjectionView },
  problems: ["objection-closed"],
  write: true,
  summary: { zh: "对名册提出异议（实名）", en: "Object to the roster, by real name" },
  example: {
    as: "tenant-chen",
    params: { drawId: EXAMPLE.scheme },
    body: { ground: "MISSING", statement: "我家复审已经通过，名册里没有我们的编号。" },
  },
});

export const listObjections = route({
  operationId: "listObjections",
  fn: "draws",
  method: "GET",
  path: "/api/office/draws/{drawId}/objections",
  caller: { roles: ["approver", "reviewer", "city-officer", "notary", "discipline"] },
  may: OFFICE,
  params,
  answer: {
    status: 200,
    schema: z.strictObject({ objections: z.array(ObjectionView) }).meta({ id: "ObjectionList" }),
  },
  problems: [],
  summary: { zh: "名册异议列表", en: "Objections to a roster" },
  example: { as: "approver-fengze", params: { drawId: EXAMPLE.scheme } },
});

export const decideObjection = route({
  operationId: "decideObjection",
  fn: "draws",
  method: "POST",
  path: "/api/office/draws/{drawId}/objections/{objectionId}/decision",
  caller: { roles: ["approver", "city-officer"] },
  may: OFFICE,
  params: objectionParams,
  body: ObjectionDecision,
  answer: { status: 200, schema: DrawStanding },
  problems: [
    "out-of-step",
    "objection-closed",
    "unknown-receipt",
    "pool-not-open",
    "roster-empty",
    "same-person",
  ],
  write: true,
  summary: {
    zh: "答复名册异议；成立的，名册出新版本",
    en: "Decide an objection; upheld, the roster gets a next version",
  },
  example: {
    as: "approver-fengze",
    params: { drawId: EXAMPLE.scheme, objectionId: EXAMPLE.objection },
    body: { outcome: "DISMISSED", reason: "经核对，名册中已有该户的编号。" },
  },
});

export const proposeVoid = route({
  operationId: "proposeVoid",
  fn: "draws",
  method: "POST",
  path: "/api/office/draws/{drawId}/voiding",
  caller: { roles: ["city-officer"] },
  may: OFFICE,
  params,
  body: VoidingBody,
  answer: { status: 200, schema: DrawStanding },
  problems: ["out-of-step"],
  write: true,
  summary: {
    zh: "摇号程序有误的，市级提请作废（须公证员确认）",
    en: "Propose to void a draw whose process was flawed; the notary confirms",
  },
  example: {
    as: "officer-city-1",
    params: { drawId: EXAMPLE.scheme },
    body: { reason: "名册公示期间公告内容有误，程序须重新进行。" },
  },
});

export const confirmVoid = route({
  operationId: "confirmVoid",
  fn: "draws",
  method: "POST",
  path: "/api/office/draws/{drawId}/voiding/confirmation",
  caller: { roles: ["notary"] },
  may: OFFICE,
  params,
  answer: { status: 200, schema: DrawStanding },
  problems: ["out-of-step", "same-person"],
  write: true,
  summary: {
    zh: "公证员确认摇号作废；记录永久保留",
    en: "The notary confirms: the draw is void, its record stays for ever",
  },
  example: { as: "notary", params: { drawId: EXAMPLE.scheme } },
});

export const readBulletin = route({
  operationId: "readBulletin",
  fn: "draws",
  method: "GET",
  path: "/api/office/draws/{drawId}/bulletin",
  caller: { roles: ["draw-officer", "notary", "discipline", "representative"] },
  may: OFFICE,
  params,
  answer: {
    status: 200,
    schema: z
      .strictObject({ game: z.string(), issue: z.string(), numbers: z.string(), at: z.string() })
      .meta({
        id: "Bulletin",
        description: "What the official bulletin shows of the draw's public number",
      }),
  },
  problems: ["not-yet-drawn", "bulletin-silent", "unknown-source"],
  summary: { zh: "查看开奖公告", en: "The official bulletin of the draw's public number" },
  example: { as: "notary", params: { drawId: EXAMPLE.scheme } },
});

export const enterReading = route({
  operationId: "enterReading",
  fn: "draws",
  method: "POST",
  path: "/api/office/draws/{drawId}/readings",
  caller: { roles: ["draw-officer", "notary"] },
  may: OFFICE,
  params,
  body: ReadingBody,
  answer: { status: 201, schema: DrawStanding },
  problems: [
    "out-of-step",
    "unknown-source",
    "not-yet-drawn",
    "number-malformed",
    "readers-disagree",
  ],
  write: true,
  summary: {
    zh: "两人分别录入开奖号码",
    en: "One of two readers enters the number of the bulletin",
  },
  example: {
    as: "notary",
    params: { drawId: EXAMPLE.scheme },
    body: { numbers: EXAMPLE_NUMBERS, at: "2026-03-20T13:30:00Z" },
  },
});

export const enterBeacon = route({
  operationId: "enterBeacon",
  fn: "draws",
  method: "POST",
  path: "/api/draws/{drawId}/beacon",
  caller: "person",
  may: OFFICE,
  params,
  body: BeaconBody,
  answer: { status: 201, schema: DrawStanding },
  problems: ["out-of-step", "unknown-source", "not-yet-drawn", "beacon-invalid"],
  write: true,
  summary: {
    zh: "录入信标签名（任何人都可以提供，逐字节核验）",
    en: "Anyone brings the beacon's signature; it is verified to the byte",
  },
  example: {
    as: "notary",
    params: { drawId: EXAMPLE.scheme },
    body: { signature: "00".repeat(48) },
  },
});

export const performDraw = route({
  operationId: "performDraw",
  fn: "draws",
  method: "POST",
  path: "/api/office/draws/{drawId}/result",
  caller: { roles: ["notary"] },
  may: OFFICE,
  params,
  answer: { status: 201, schema: DrawStanding },
  problems: ["out-of-step", "already-drawn"],
  write: true,
  summary: {
    zh: "公证员启动摇号，结果当场公布",
    en: "The notary draws; the result is public at once",
  },
  example: { as: "notary", params: { drawId: EXAMPLE.scheme } },
});

/** What a removal came to: who moves up, and in which pool. */
const DrawAmendment = z
  .strictObject({
    drawId: DrawId,
    seq: z.int().positive(),
    pool: PoolId,
    fill: Receipt.nullable(),
    fillPool: PoolId.nullable(),
  })
  .meta({
    id: "DrawAmendment",
    description: "A removal after the result, as it stands in the log",
  });

export const removeReceipt = route({
  operationId: "removeReceipt",
  fn: "draws",
  method: "POST",
  path: "/api/office/draws/{drawId}/removals",
  caller: { roles: ["notary"] },
  may: OFFICE,
  params,
  body: RemovalBody,
  answer: { status: 201, schema: DrawAmendment },
  problems: ["out-of-step", "unknown-receipt"],
  write: true,
  summary: {
    zh: "公证员记录退出，依序递补（不重新摇号）",
    en: "The notary records a removal; the next in the order moves up, without a new draw",
  },
  example: {
    as: "notary",
    params: { drawId: EXAMPLE.scheme },
    body: { receipt: "7K3M9QX2W4ZB8N5C", reason: "withdraw", ground: "申请家庭书面放弃。" },
  },
});

export const getDraw = route({
  operationId: "getDraw",
  fn: "public",
  method: "GET",
  path: "/api/draws/{drawId}",
  caller: "anyone",
  may: ["read-schemes", "read-draws", "read-log"],
  params,
  answer: {
    status: 200,
    schema: z.looseObject({ drawId: DrawId, state: SchemeState }).meta({ id: "LiveDraw" }),
  },
  problems: [],
  summary: { zh: "摇号进度", en: "Where a draw stands" },
  example: { params: { drawId: EXAMPLE.scheme } },
});
