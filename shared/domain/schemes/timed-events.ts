/** What time alone does to a scheme and its draw (domain rulebook, section 5 C). */
import type { SchemeState, SchemeTerms } from "../../contract/scheme.ts";

/** The facts on which time acts. Instants are UTC, ISO 8601. */
export type TimedScheme = {
  readonly state: SchemeState;
  readonly terms: SchemeTerms;
  readonly openObjections: number;
  /** Witnesses who have revealed so far. */
  readonly revealed: number;
  /** The reveals are in the log. */
  readonly revealsLogged: boolean;
  /** The last freeze was cosigned by freezeBy (draw protocol 2, 6: else it fails for everyone). */
  readonly freezeInTime: boolean;
  /** The reveals were cosigned by revealBy. */
  readonly revealsInTime: boolean;
  /** Some who were selected are still to be rechecked, where that comes after the draw. */
  readonly rechecksOpen?: boolean;
  /** End of the result's publicity, an instant. */
  readonly publicityEndsAt?: string;
  readonly selectionOpensAt?: string;
};

export type TimedEvent =
  | "open-intent"
  | "close-intent"
  /** The last roster frozen counts. */
  | "freeze"
  | "log-reveals"
  /** No roster or no reveals logged and cosigned in time: void before any outcome exists. */
  | "void"
  | "end-publicity"
  | "open-selection";

/** Reveals are logged this long before `revealBy`, so that their cosignatures are in time. */
const REVEAL_MARGIN_MS = 15 * 60_000;

const instant = (text: string): number => Date.parse(text);
const before = (text: string, ms: number): string => new Date(instant(text) - ms).toISOString();

/** The event that is due in this state, and from when; undefined when only an act can go on. */
function awaited(scheme: TimedScheme): { event: TimedEvent; at: string } | undefined {
  const { terms } = scheme;
  switch (scheme.state) {
    case "PUBLISHED":
      return { event: "open-intent", at: terms.intent.opensAt };
    case "INTENT_OPEN":
      return { event: "close-intent", at: terms.intent.closesAt };
    case "ROSTER_PUBLICITY":
      // An open objection holds the roster back; not decided in time, there is no draw.
      return scheme.openObjections > 0
        ? { event: "void", at: terms.revealBy }
        : { event: "freeze", at: terms.freezeBy };
    case "RECHECKING":
      return { event: "void", at: terms.freezeBy };
    case "FROZEN":
      return awaitedOfFrozen(scheme);
    case "RESULT_PUBLICITY":
      return scheme.publicityEndsAt === undefined || scheme.openObjections > 0
        ? undefined
        : { event: "end-publicity", at: scheme.publicityEndsAt };
    case "FINAL":
      return scheme.selectionOpensAt === undefined || scheme.rechecksOpen === true
        ? undefined
        : { event: "open-selection", at: scheme.selectionOpensAt };
    // An open objection to the result holds everything until it is decided.
    case "INVESTIGATING":
    case "DRAFT":
    case "SEEDED":
    case "DRAWN":
    case "SELECTING":
    case "CLOSED":
    case "VOID":
      return undefined;
  }
}

function awaitedOfFrozen({ terms, ...facts }: TimedScheme) {
  const { revealed, revealsLogged, freezeInTime, revealsInTime } = facts;
  if (!freezeInTime) return { event: "void", at: terms.freezeBy } as const;
  if (revealsLogged)
    return revealsInTime ? undefined : ({ event: "void", at: terms.revealBy } as const);
  if (revealed === terms.witnesses.length)
    return { event: "log-reveals", at: terms.freezeBy } as const;
  return revealed >= terms.minWitness
    ? ({ event: "log-reveals", at: before(terms.revealBy, REVEAL_MARGIN_MS) } as const)
    : ({ event: "void", at: terms.revealBy } as const);
}

/**
 * The event that time brings about now.
 *
 * @param now - ms since 1970
 */
export function timedEvent(scheme: TimedScheme, now: number): TimedEvent | undefined {
  const next = awaited(scheme);
  if (!next || instant(next.at) > now) return undefined;
  // A clock that comes too late cannot log what cosigners would sign too late.
  const tooLate = next.event === "log-reveals" && now > instant(scheme.terms.revealBy);
  return tooLate ? "void" : next.event;
}

/** When the clock must look at the scheme next, UTC with milliseconds; undefined: at no time. */
export function nextLook(scheme: TimedScheme): string | undefined {
  const next = awaited(scheme);
  return next && before(next.at, 0);
}
