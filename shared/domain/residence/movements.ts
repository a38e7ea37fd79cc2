/** Arrivals and departures, which the police are told from the same entry. R812 37; FJ (7 days). */
import type { CivilDate } from "../../contract/values.ts";
import { periodEnd, type Calendar } from "../calendar/working-days.ts";
import { residentsOf, type LivedIn, type Resident } from "./stays.ts";

export type ResidentMoved = {
  readonly kind: "ARRIVAL" | "DEPARTURE";
  /** First day, or last day, lived there. */
  readonly on: CivilDate;
  readonly resident: Resident;
};

/** Days within which who came or left is reported. */
export const REPORT_DAYS = 7;

/** All movements a filing tells of, also those whose day is still to come. */
export const movementsOf = (filing: LivedIn): ResidentMoved[] =>
  residentsOf(filing).flatMap((resident): ResidentMoved[] => {
    const { from, until } = resident;
    const arrival: ResidentMoved = { kind: "ARRIVAL", on: from, resident };
    return until === undefined ? [arrival] : [arrival, { kind: "DEPARTURE", on: until, resident }];
  });

/**
 * Whether what was reported on a day came in time; what is announced beforehand always does.
 *
 * @returns `reportBy`: the last day, on a working day (CC 201, 203)
 */
export function reportStanding(
  on: CivilDate,
  reportedOn: CivilDate,
  calendar: Calendar,
): { readonly reportBy: CivilDate; readonly late: boolean } {
  const reportBy = periodEnd(on, REPORT_DAYS, calendar);
  return { reportBy, late: reportedOn > reportBy };
}

/** The day on whose report it stands: when it is known and has come to pass. */
export const reportDay = (on: CivilDate, reportedOn: CivilDate): CivilDate =>
  on > reportedOn ? on : reportedOn;
