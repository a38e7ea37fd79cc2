import * as z from "zod";
import { AllocationState } from "../contract/allotment.ts";
import { Jurisdiction } from "../contract/ids.ts";
import { HomeOffer } from "../contract/scheme.ts";
import { CivilDate } from "../contract/values.ts";
import { advance, Versioned, type Act } from "./audit.ts";
import { due, keys } from "./keys.ts";
import { listIndex, read, type Item, type Table } from "./table.ts";
import type { StoredHome } from "./schemes.ts";
import { replace, type Write } from "./transact.ts";

/** A home that a household has chosen, up to the day it moves in. */
export const StoredAllocation = Versioned.extend({
  allocationId: z.string(),
  state: AllocationState,
  schemeId: z.string(),
  drawId: z.string(),
  jurisdiction: Jurisdiction,
  pool: z.string(),
  receipt: z.string(),
  applicationId: z.string(),
  home: HomeOffer,
  chosenAt: z.string(),
  /** Last day to sign. */
  signBy: CivilDate,
  householdSignedAt: z.string().optional(),
  leasedAt: z.string().optional(),
  /** Who signed for the operator: the firm's agent in the lease. */
  leasedBy: z.string().optional(),
  filingId: z.string().optional(),
  certificateNo: z.string().optional(),
});
export type StoredAllocation = z.infer<typeof StoredAllocation>;
export type AllocationRecord = Omit<StoredAllocation, "version" | "auditHead">;

export async function findAllocation(
  table: Table,
  allocationId: string,
): Promise<StoredAllocation | undefined> {
  const found = await read(table, keys.allocation(allocationId));
  return found && StoredAllocation.parse(found);
}

/** The operator's lists: who has not signed yet, whom it must countersign, who lives there. */
export const LEASE_STEPS = ["to-sign", "to-countersign", "to-file", "done"] as const;
export type LeaseStep = (typeof LEASE_STEPS)[number];

function leaseStep({ state, householdSignedAt }: AllocationRecord): LeaseStep {
  switch (state) {
    case "SELECTED":
      return householdSignedAt === undefined ? "to-sign" : "to-countersign";
    case "LEASED":
      return "to-file";
    case "OCCUPIED":
      return "done";
  }
}

const queueName = (jurisdiction: Jurisdiction, step: LeaseStep): string =>
  `QUEUE#ALLOCATION#${jurisdiction}#${step}`;

/**
 * The writes that move an allocation on: its record, in the operator's list, and its audit entry.
 *
 * @param dueAt - when the clock must look at it; undefined: people are next, or nobody
 */
export function allocationWrites(
  next: AllocationRecord,
  seen: StoredAllocation | undefined,
  { act, dueAt }: { act: Act; dueAt?: string },
): { readonly head: Write; readonly audit: Write } {
  const step = leaseStep(next);
  const listed = {
    queue: queueName(next.jurisdiction, step),
    queueSort: `${next.signBy}#${next.allocationId}`,
  };
  const waiting = dueAt === undefined ? undefined : due(next.allocationId, dueAt);
  const item: Item = { ...next, ...listed, ...waiting };
  return advance(keys.allocation(next.allocationId), item, seen, act);
}

/** One page of an operator's list, by the last day to sign. */
export async function listAllocations(
  table: Table,
  { jurisdiction, step }: { jurisdiction: Jurisdiction; step: LeaseStep },
  { limit, after }: { limit: number; after?: Item },
): Promise<{ allocations: StoredAllocation[]; next?: Item }> {
  const page = await listIndex(table, "queue", {
    partition: queueName(jurisdiction, step),
    limit,
    ...(after && { after }),
  });
  return {
    allocations: page.items.map((item) => StoredAllocation.parse(item)),
    ...(page.next && { next: page.next }),
  };
}

/** Gives a home to an allocation, if it is still as it was seen: free. */
export const takeHome = (home: StoredHome, allocationId: string): Write =>
  replace(
    {
      ...keys.home(home.schemeId, home.home.homeId),
      ...home,
      ...{ state: "TAKEN", allocationId },
      version: home.version + 1,
    },
    home.version,
  );
