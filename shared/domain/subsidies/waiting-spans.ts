/** When a household stood on the waiting list, as its own file tells it. */
import { ApplicationState } from "../../contract/application.ts";
import { civilDay, epochMsOf } from "../calendar/instants.ts";
import { addDays } from "../calendar/days.ts";
import { isOnList } from "../waiting/membership.ts";
import type { Span } from "./months.ts";

/** An entry of a household's file: the state it came to, and when. */
export type Entry = { readonly outcome: string; readonly at: string };

/**
 * The days on which a household was on the list: from the day it joined to the day before it left.
 *
 * @param entries - its file, the oldest first; outcomes that are no state change nothing
 */
export function waitingSpans(entries: readonly Entry[]): Span[] {
  const spans: Span[] = [];
  let since: string | undefined;
  for (const { outcome, at } of entries) {
    const state = ApplicationState.safeParse(outcome).data;
    if (state === undefined) continue;
    const day = civilDay(epochMsOf(at));
    if (isOnList(state)) since ??= day;
    else if (since !== undefined) {
      const until = addDays(day, -1);
      if (since <= until) spans.push({ from: since, until });
      since = undefined;
    }
  }
  if (since !== undefined) spans.push({ from: since });
  return spans;
}
