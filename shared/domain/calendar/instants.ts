/** Between instants (ms since 1970) and civil days in Asia/Shanghai, which has had no summer time since 1991. */
import type { CivilDate, Instant } from "../../contract/values.ts";

const SHANGHAI = 8 * 3_600_000;
const DAY = 86_400_000;

/** The civil day in Asia/Shanghai on which an instant falls. */
export const civilDay = (epochMs: number): CivilDate =>
  new Date(epochMs + SHANGHAI).toISOString().slice(0, 10);

/** The instant at which a civil day begins in Asia/Shanghai, ms since 1970. */
export const dayBegins = (day: CivilDate): number => Date.parse(`${day}T00:00:00Z`) - SHANGHAI;

/**
 * The instant at which a civil day is over in Asia/Shanghai, 24:00, ms since 1970: a deadline on
 * that day holds until then, exclusive (Civil Code art. 203).
 */
export const dayEnds = (day: CivilDate): number => dayBegins(day) + DAY;

/** An instant as text, ISO 8601 UTC with milliseconds. */
export const instantText = (epochMs: number): Instant => new Date(epochMs).toISOString();

/** Milliseconds since 1970 of an instant's text. */
export const epochMsOf = (instant: Instant): number => Date.parse(instant);

/** Unix seconds of an instant of whole seconds, as the draw protocol counts. */
export const unixSeconds = (instant: Instant): number => Math.floor(Date.parse(instant) / 1000);
