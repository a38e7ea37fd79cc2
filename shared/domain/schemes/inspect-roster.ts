/**
 * What notary and discipline inspection look for in a roster (draw protocol 2): every identity exists
 * once, with the pools and the score that the published rules give it.
 */
import type { ApplicationState } from "../../contract/application.ts";
import type { FindingKind } from "../../contract/inspection.ts";
import type { SchemeState } from "../../contract/scheme.ts";

/** An entry of the published roster with what stands behind it on record. */
export type Inspected = {
  readonly receipt: string;
  /** As the roster's line has them. */
  readonly pools: readonly string[];
  readonly score: number;
  /** Undefined when no registration has this number. */
  readonly behind?: Behind;
};

export type Behind = {
  /** Salt and opened fields give the line's commitment. */
  readonly opens: boolean;
  /** Its application's state; undefined when there is none, or it is in another draw. */
  readonly application?: ApplicationState;
  /** Keyed hashes of the household as registered, and as its application has them now. */
  readonly registered: readonly string[];
  readonly household: readonly string[];
  /** Pools the household may enter. */
  readonly openPools: readonly string[];
  /** The score the rules give. */
  readonly due: number;
};

/** Where a household stands while its draw goes on, and once the result is final. */
const LIVE: readonly ApplicationState[] = ["IN_ROSTER"];
const SETTLED: readonly ApplicationState[] = ["IN_ROSTER", "RECHECK", "ALLOCATED", "WAITLISTED"];
const FINAL: readonly SchemeState[] = ["FINAL", "SELECTING", "CLOSED"];

/** What is wrong with one entry by itself. */
export function inspectEntry(
  { pools, score, behind }: Inspected,
  scheme: SchemeState,
): FindingKind[] {
  if (!behind) return ["NOT_ON_RECORD"];
  const live = FINAL.includes(scheme) ? SETTLED : LIVE;
  const { application, registered, household, openPools, due } = behind;
  const found: [FindingKind, boolean][] = [
    ["COMMITMENT_WRONG", !behind.opens],
    ["NO_LIVE_APPLICATION", application === undefined || !live.includes(application)],
    ["PEOPLE_DIFFER", registered.toSorted().join() !== household.toSorted().join()],
    ["POOLS_NOT_DUE", pools.some((id) => !openPools.includes(id))],
    ["SCORE_NOT_DUE", score !== due],
  ];
  return found.flatMap(([kind, isWrong]) => (isWrong ? [kind] : []));
}

type Entered = { readonly receipt: string; readonly people: readonly string[] };

/**
 * People who stand in the roster more than once, in whatever households.
 *
 * @returns by receipt, the first other entry that shares a person with it
 */
export function sharedPeople(entries: readonly Entered[]): ReadonlyMap<string, string> {
  const first = new Map<string, string>();
  const shared = new Map<string, string>();
  for (const { receipt, people } of entries)
    for (const person of people) {
      const other = first.get(person);
      if (other === undefined) first.set(person, receipt);
      else if (other !== receipt) {
        if (!shared.has(other)) shared.set(other, receipt);
        if (!shared.has(receipt)) shared.set(receipt, other);
      }
    }
  return shared;
}
