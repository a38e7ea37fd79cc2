import * as z from "zod";
import { Jurisdiction } from "../contract/ids.ts";
import {
  PolicyContent,
  PolicyState,
  PolicySubject,
  type PolicyLine,
} from "../contract/policy-version.ts";
import type { PointsTable } from "../contract/points.ts";
import { Bilingual, CivilDate, Instant } from "../contract/values.ts";
import { civilDay, epochMsOf } from "../domain/calendar/instants.ts";
import { governingDay } from "../domain/eligibility/evaluate.ts";
import {
  ELIGIBILITY_POLICIES,
  governingVersion,
  type EligibilityPolicy,
} from "../domain/policy/eligibility-policy.ts";
import { POINTS_TABLES } from "../domain/policy/points-tables.ts";
import { subjectOf } from "../domain/policy/policy-content.ts";
import type { StoredApplication } from "./applications.ts";
import { advance, Versioned, type Act } from "./audit.ts";
import { keys } from "./keys.ts";
import { list, read, type Table } from "./table.ts";
import { bump, put, set, type Write } from "./transact.ts";

/** What the table holds of a version that officers wrote; the shipped ones are in the program. */
export const StoredPolicy = Versioned.extend({
  policy: z.string(),
  subject: PolicySubject,
  state: PolicyState,
  title: Bilingual,
  jurisdictions: z.array(Jurisdiction),
  from: CivilDate,
  until: CivilDate.optional(),
  /** The content as JSON: one version of the rules is read whole or not at all. */
  content: z.string(),
  revision: z.int().positive(),
  comparedRevision: z.int().positive().optional(),
  /** Subjects of the officers who wrote it. */
  writtenBy: z.array(z.string()),
  putInForceBy: z.string().optional(),
  putInForceAt: Instant.optional(),
  /** The document that decided it. */
  basis: z.string().optional(),
});
export type StoredPolicy = z.infer<typeof StoredPolicy>;
export type PolicyRecord = Omit<StoredPolicy, "version" | "auditHead">;

export async function findPolicy(table: Table, policy: string): Promise<StoredPolicy | undefined> {
  const found = await read(table, keys.policy(policy));
  return found && StoredPolicy.parse(found);
}

export const contentOf = ({ content }: Pick<StoredPolicy, "content">): PolicyContent =>
  PolicyContent.parse(JSON.parse(content));

/** What came with the platform, programmes and points tables. */
export const SHIPPED: readonly PolicyContent[] = [...ELIGIBILITY_POLICIES, ...POINTS_TABLES];

/** A version's content, whoever wrote it; undefined when there is none of that name. */
export const shippedPolicy = (policy: string): PolicyContent | undefined =>
  SHIPPED.find(({ version }) => version === policy);

const lineOf = (next: PolicyRecord): PolicyLine => ({
  version: next.policy,
  subject: next.subject,
  title: next.title,
  jurisdictions: next.jurisdictions,
  from: next.from,
  ...(next.until !== undefined && { until: next.until }),
  state: next.state,
  shipped: false,
});

const shippedLine = (content: PolicyContent): PolicyLine => ({
  version: content.version,
  subject: subjectOf(content),
  title: content.title,
  jurisdictions: content.jurisdictions,
  from: content.from,
  ...(content.until !== undefined && { until: content.until }),
  state: "IN_FORCE",
  shipped: true,
});

/** The writes that move a version on: its record, its audit entry, its line in the office's list. */
export const policyWrites = (
  next: PolicyRecord,
  seen: StoredPolicy | undefined,
  act: Act,
): { readonly head: Write; readonly audit: Write; readonly listed: Write } => ({
  ...advance(keys.policy(next.policy), next, seen, act),
  listed: set({ ...keys.policyListed(next.policy), ...lineOf(next) }),
});

const Line = z.object({
  version: z.string(),
  subject: PolicySubject,
  title: Bilingual,
  jurisdictions: z.array(Jurisdiction),
  from: CivilDate,
  until: CivilDate.optional(),
  state: PolicyState,
  shipped: z.boolean(),
});

/** Every version there is: those shipped, then those written, by name. */
export async function listPolicies(table: Table): Promise<PolicyLine[]> {
  const { items } = await list(table, keys.policyListed("").pk);
  return [...SHIPPED.map(shippedLine), ...items.map((item) => Line.parse(item))];
}

/** The versions of a subject put in force so far, and where its lock stands. */
export type InForce = { readonly lines: readonly PolicyLine[]; readonly seen: number };

const Lock = z.object({ version: z.int().nonnegative() });

/** Readings under way, by table and subject. */
const reading = new WeakMap<Table, Map<PolicySubject, Promise<InForce>>>();

/**
 * Those shipped too; what was withdrawn before its day is left out. Whoever asks while it is being
 * read waits for the same reading: a batch of cases asks once. Versions begin ahead of the day they
 * are put in force, so that an answer a moment older is the same.
 */
export function versionsInForce(table: Table, subject: PolicySubject): Promise<InForce> {
  const ofTable = reading.get(table) ?? new Map<PolicySubject, Promise<InForce>>();
  reading.set(table, ofTable);
  const underWay = ofTable.get(subject);
  if (underWay) return underWay;
  const begun = readVersions(table, subject).finally(() => ofTable.delete(subject));
  ofTable.set(subject, begun);
  return begun;
}

async function readVersions(table: Table, subject: PolicySubject): Promise<InForce> {
  const { items } = await list(table, keys.policiesOf(subject).pk);
  const lock = items.find(({ sk }) => sk === "HEAD");
  const written = items
    .filter(({ sk }) => sk !== "HEAD")
    .map((item) => Line.parse(item))
    .filter(({ state }) => state === "IN_FORCE");
  const shipped = SHIPPED.map(shippedLine).filter((one) => one.subject === subject);
  return { lines: [...shipped, ...written], seen: lock ? Lock.parse(lock).version : 0 };
}

/** The writes that put a version's line among those in force, or mark it as taken back. */
export const inForceWrites = (
  next: PolicyRecord,
  seen: number,
): { readonly lock: Write; readonly line: Write } => {
  const key = keys.policyInForce(next.subject, next.from, next.policy);
  const line = { ...key, ...lineOf(next) };
  return {
    lock: bump(keys.policiesOf(next.subject), seen),
    line: next.state === "IN_FORCE" ? put(line) : set(line),
  };
};

/**
 * The version of a subject that governs an area on a day.
 *
 * @returns undefined when none does: not open there
 */
export async function governingContent(
  table: Table,
  subject: PolicySubject,
  { area, day }: { readonly area: Jurisdiction; readonly day: CivilDate },
): Promise<PolicyContent | undefined> {
  const { lines } = await versionsInForce(table, subject);
  const chosen = governingVersion(lines, area, day);
  if (!chosen) return undefined;
  const shipped = shippedPolicy(chosen.version);
  if (shipped) return shipped;
  const found = await findPolicy(table, chosen.version);
  if (!found) throw new Error("A version in force is not there");
  return contentOf(found);
}

type Where = { readonly area: Jurisdiction; readonly day: CivilDate };

/** The policy of a programme that governs an area on a day. */
export async function policyAt(
  table: Table,
  programme: EligibilityPolicy["programme"],
  where: Where,
): Promise<EligibilityPolicy | undefined> {
  const content = await governingContent(table, `PROGRAMME-${programme}`, where);
  return content?.kind === "PROGRAMME" ? content : undefined;
}

/** The points table that governs an area on a day. */
export async function pointsTableAt(
  table: Table,
  purpose: PointsTable["purpose"],
  where: Where,
): Promise<PointsTable | undefined> {
  const content = await governingContent(table, `POINTS-${purpose}`, where);
  return content?.kind === "POINTS" ? content : undefined;
}

type Applied = Pick<StoredApplication, "programme" | "jurisdiction" | "submittedAt">;

/** The policy in force when the household applied: versions begin ahead, so it stays the same. */
export async function policyOf(table: Table, seen: Applied): Promise<EligibilityPolicy> {
  const day = civilDay(epochMsOf(seen.submittedAt));
  const policy = await policyAt(table, seen.programme, { area: seen.jurisdiction, day });
  if (!policy) throw new Error("An application was taken in without a policy");
  return policy;
}

/** A policy, and the day on which ages and months are looked at. */
export type Governing = { readonly policy: EligibilityPolicy; readonly on: CivilDate };

/**
 * What governs a look at an application: its own day's policy, or for a recheck or a yearly review
 * the one that that policy says. Where none is in force any more, the application's own counts.
 */
export async function governingOf(
  table: Table,
  seen: Applied,
  { look, today }: { look?: "recheck" | "annualReview" | undefined; today: CivilDate },
): Promise<Governing> {
  const own = await policyOf(table, seen);
  const appliedOn = civilDay(epochMsOf(seen.submittedAt));
  if (!look) return { policy: own, on: appliedOn };
  const on = governingDay(own, look, { appliedOn, today });
  const policy = await policyAt(table, seen.programme, { area: seen.jurisdiction, day: on });
  return { policy: policy ?? own, on };
}
