/** A run of subsidies: started by one officer, public, released by another. */
import type { ApplicationState } from "../../contract/application.ts";
import type {
  Month,
  PayeeAccount,
  SubsidyLineState,
  SubsidyRunState,
} from "../../contract/subsidy.ts";
import type { CivilDate } from "../../contract/values.ts";
import { outOfOrder, type Transitions, type WrongState } from "../transitions.ts";
import { monthOf } from "./months.ts";

export type SubsidyEvent =
  "publish" | "strike" | "release" | "finish" | "cancel" | "return" | "read-file";

/** `read-file` and `return` change no state: they come after the money has gone. */
export const subsidyTransitions = {
  publish: { from: ["PREPARING"], to: ["PUBLICITY"] },
  strike: { from: ["PUBLICITY"], to: ["PUBLICITY"] },
  release: { from: ["PUBLICITY"], to: ["RELEASING"] },
  finish: { from: ["RELEASING"], to: ["RELEASED"] },
  cancel: { from: ["PREPARING", "PUBLICITY"], to: ["CANCELLED"] },
  return: { from: ["RELEASED"], to: ["RELEASED"] },
  "read-file": { from: ["RELEASED"], to: ["RELEASED"] },
} as const satisfies Transitions<SubsidyRunState, SubsidyEvent>;

/** States in which a run stands in the way of another. */
export const isOpenRun = (state: SubsidyRunState): boolean =>
  state === "PREPARING" || state === "PUBLICITY" || state === "RELEASING";

type Wrong = WrongState<SubsidyRunState>;

export type StartRefusal =
  | { readonly kind: "month-not-begun"; readonly pointer: string }
  | { readonly kind: "subsidy-not-open"; readonly pointer: string }
  | { readonly kind: "subsidy-run-under-way"; readonly runId: string };

/** One run at a time in an area; the month has begun. */
export function decideStart(
  month: Month,
  {
    today,
    isOpen,
    underWay,
  }: {
    readonly today: CivilDate;
    readonly isOpen: boolean;
    readonly underWay?: string | undefined;
  },
): { readonly kind: "start" } | StartRefusal {
  if (month > monthOf(today)) return { kind: "month-not-begun", pointer: "/month" };
  if (!isOpen) return { kind: "subsidy-not-open", pointer: "/jurisdiction" };
  return underWay === undefined
    ? { kind: "start" }
    : { kind: "subsidy-run-under-way", runId: underWay };
}

export type ReleaseRefusal =
  | Wrong
  | { readonly kind: "needs-second-person" }
  | { readonly kind: "own-case" }
  | { readonly kind: "subsidy-publicity-not-over"; readonly until: CivilDate };

/**
 * Another officer than who started it, after the publicity; nobody who is paid by it.
 *
 * @param isPayee - the officer's own household is in the list
 */
export function decideRelease({
  state,
  startedBy,
  officer,
  isPayee,
  until,
  today,
}: {
  readonly state: SubsidyRunState;
  readonly startedBy: string;
  readonly officer: string;
  readonly isPayee: boolean;
  readonly until: CivilDate | undefined;
  readonly today: CivilDate;
}): { readonly kind: "release" } | ReleaseRefusal {
  const refused = outOfOrder(subsidyTransitions, "release", state);
  if (refused) return refused;
  if (startedBy === officer) return { kind: "needs-second-person" };
  if (isPayee) return { kind: "own-case" };
  return until !== undefined && today > until
    ? { kind: "release" }
    : { kind: "subsidy-publicity-not-over", until: until ?? today };
}

export type LineRefusal =
  | Wrong
  | { readonly kind: "own-case" }
  | { readonly kind: "line-out-of-step"; readonly line: SubsidyLineState };

/** Strikes a household off while the list is public; or notes that the bank sent its money back. */
export function decideLine(
  event: "strike" | "return",
  {
    state,
    line,
    isOwn,
  }: { readonly state: SubsidyRunState; readonly line: SubsidyLineState; readonly isOwn: boolean },
): { readonly kind: "change"; readonly to: SubsidyLineState } | LineRefusal {
  const refused = outOfOrder(subsidyTransitions, event, state);
  if (refused) return refused;
  if (isOwn) return { kind: "own-case" };
  if (line !== (event === "strike" ? "LISTED" : "PAID")) return { kind: "line-out-of-step", line };
  return { kind: "change", to: event === "strike" ? "STRUCK" : "RETURNED" };
}

export type AccountRefusal =
  | { readonly kind: "subsidy-not-wanted" }
  | { readonly kind: "subsidy-not-open" }
  | { readonly kind: "account-not-own"; readonly pointer: string };

/** States of an application that is over, or not yet one. */
const OVER: ReadonlySet<string> = new Set([
  ...["DRAFT", "LAPSED", "REJECTED", "CLOSED", "WITHDRAWN", "CANCELLED", "BARRED"],
]);

/** Whether an account is taken down: of a household that asks for the subsidy, in its own name. */
export function decideAccount(
  { accountName }: Pick<PayeeAccount, "accountName">,
  {
    wants,
    state,
    name,
    isOpen,
  }: {
    readonly wants: "HOME" | "SUBSIDY";
    readonly state: ApplicationState;
    readonly name: string;
    readonly isOpen: boolean;
  },
): { readonly kind: "take" } | AccountRefusal {
  if (wants !== "SUBSIDY" || OVER.has(state)) return { kind: "subsidy-not-wanted" };
  if (!isOpen) return { kind: "subsidy-not-open" };
  return accountName === name
    ? { kind: "take" }
    : { kind: "account-not-own", pointer: "/accountName" };
}
