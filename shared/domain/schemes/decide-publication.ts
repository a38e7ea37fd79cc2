/** Whether a scheme may be published: two persons, whole pools, legal dates (O11 art. 11; draw protocol 1). */
import type { EligibilityCheck, SchemeDraft, SchemePool } from "../../contract/scheme.ts";
import type { CivilDate } from "../../contract/values.ts";
import { addDays } from "../calendar/days.ts";
import { civilDay, dayBegins, dayEnds } from "../calendar/instants.ts";
import { workingDayEnd, type Calendar } from "../calendar/working-days.ts";
import type { DrandChain } from "../../contract/draw.ts";
import { roundTime } from "../draws/drand-chain.ts";
import { toHex } from "../draws/encoding.ts";
import { NOTE_KEY, readVerifierKey } from "../draws/verifier-key.ts";
import { selectionPolicy } from "../policy/selection-policy.ts";

/** What is wrong with a draft, each with the member it stands in and the earliest legal instant. */
export type SchemeFlaw = {
  readonly kind:
    | "opens-in-the-past"
    | "closes-before-it-opens"
    | "freeze-too-early"
    | "reveal-too-early"
    | "source-too-early"
    | "no-beacon-here"
    | "fallback-too-early"
    | "pool-units-differ"
    | "unknown-pool"
    | "spill-not-later"
    | "layout-without-rule"
    | "sizes-fit-no-layout"
    | "home-fits-not-all"
    | "score-rules-missing"
    | "score-rules-unused"
    | "too-few-witnesses"
    | "witness-key-malformed"
    | "witness-key-shared"
    | "witness-cannot-act"
    | "no-notary"
    | "lease-too-long";
  readonly pointer: string;
  readonly earliest?: string;
};

/** Figures of the city: working days for the recheck (O11 12) and for the roster's publicity. */
export type SchemePolicy = {
  readonly recheckWorkingDays: number;
  readonly rosterWorkingDays: number;
};

const HALF_HOUR_MS = 1_800_000;
const TEN_MINUTES_MS = 600_000;
const HOUR_MS = 3_600_000;

const instant = (text: string): number => Date.parse(text);
const wholeSecond = (ms: number): string =>
  new Date(Math.ceil(ms / 1000) * 1000).toISOString().replace(".000Z", "Z");

/**
 * The earliest instant at which a roster may be fixed: the recheck's working days after intent has
 * closed, if households are rechecked before the draw, then those of its publicity, then the day is
 * over.
 */
export function earliestFreeze(
  closesAt: string,
  policy: SchemePolicy,
  calendar: Calendar,
  eligibility: EligibilityCheck = "BEFORE_DRAW",
): number {
  // A window that closes at 24:00 closes on the day before.
  const closed = civilDay(instant(closesAt) - 1);
  const days = eligibility === "BEFORE_DRAW" ? policy.recheckWorkingDays : 0;
  const rechecked = days === 0 ? closed : workingDayEnd(closed, days, calendar);
  return dayEnds(workingDayEnd(rechecked, policy.rosterWorkingDays, calendar));
}

/**
 * The latest day on which a first roster can still be published: its working days of publicity end
 * before `freezeBy`.
 */
export function lastRosterDay(
  freezeBy: string,
  policy: SchemePolicy,
  calendar: Calendar,
): CivilDate {
  let day = civilDay(instant(freezeBy));
  while (dayEnds(workingDayEnd(day, policy.rosterWorkingDays, calendar)) > instant(freezeBy))
    day = addDays(day, -1);
  return day;
}

/**
 * Every flaw of a draft, all at once.
 *
 * @param now - ms since 1970
 * @param chain - the drand chain that the installation pins; without one no beacon is allowed
 */
export function schemeFlaws(
  draft: SchemeDraft,
  {
    now,
    policy,
    calendar,
    chain,
  }: { now: number; policy: SchemePolicy; calendar: Calendar; chain?: DrandChain | undefined },
): SchemeFlaw[] {
  const flaws: SchemeFlaw[] = [
    ...poolFlaws(draft),
    ...layoutFlaws(draft),
    ...sizeFlaws(draft),
    ...scoreFlaws(draft),
  ];
  const { intent, freezeBy, revealBy } = draft;
  const early = (kind: SchemeFlaw["kind"], pointer: string, earliest: number, given: string) => {
    if (instant(given) < earliest) flaws.push({ kind, pointer, earliest: wholeSecond(earliest) });
  };
  early("opens-in-the-past", "/intent/opensAt", now, intent.opensAt);
  early(
    "closes-before-it-opens",
    "/intent/closesAt",
    dayEnds(civilDay(instant(intent.opensAt))),
    intent.closesAt,
  );
  early(
    "freeze-too-early",
    "/freezeBy",
    earliestFreeze(intent.closesAt, policy, calendar, draft.eligibility),
    freezeBy,
  );
  early("reveal-too-early", "/revealBy", instant(freezeBy) + HALF_HOUR_MS, revealBy);
  flaws.push(...sourceFlaws(draft, chain));
  flaws.push(...witnessFlaws(draft));
  if (draft.lease.years > selectionPolicy.longestLeaseYears[draft.programme].value)
    flaws.push({ kind: "lease-too-long", pointer: "/lease/years" });
  return flaws;
}

/** Sources come into being at least ten minutes after the reveals, the fallback's an hour later still. */
function sourceFlaws(
  { revealBy, source, beacon, fallback }: SchemeDraft,
  chain: DrandChain | undefined,
): SchemeFlaw[] {
  const silent = instant(revealBy) + TEN_MINUTES_MS;
  const flaws: SchemeFlaw[] = [];
  const early = (kind: SchemeFlaw["kind"], pointer: string, earliest: number, given: number) => {
    if (given < earliest) flaws.push({ kind, pointer, earliest: wholeSecond(earliest) });
  };
  if (source) early("source-too-early", "/source/at", silent, instant(source.at));
  if (!beacon) return flaws;
  if (!chain) return [...flaws, { kind: "no-beacon-here", pointer: "/beacon" }];
  const comes = roundTime(chain, beacon.round) * 1000;
  early("source-too-early", "/beacon/round", silent, comes);
  if (fallback) {
    const given = instant(fallback.source.at);
    const due = comes + fallback.afterSeconds * 1000 + HOUR_MS;
    early("fallback-too-early", "/fallback/source/at", due, given);
  }
  return flaws;
}

/** Witness roles that can sign in and act; a witness of another role could never commit. */
const ACTING: readonly string[] = ["notary", "representative", "discipline"];

function witnessFlaws({ witnesses, minWitness }: SchemeDraft): SchemeFlaw[] {
  const keys = witnesses.map(({ vkey }) => readVerifierKey(vkey, NOTE_KEY));
  const texts = keys.map((key) => key && toHex(key.publicKey));
  const at = (place: number, member: string) => `/witnesses/${place}/${member}`;
  return [
    ...witnesses.flatMap(({ role }, place): SchemeFlaw[] => [
      ...(texts[place] === undefined
        ? [{ kind: "witness-key-malformed", pointer: at(place, "vkey") } as const]
        : []),
      ...(texts[place] !== undefined && texts.indexOf(texts[place]) < place
        ? [{ kind: "witness-key-shared", pointer: at(place, "vkey") } as const]
        : []),
      ...(ACTING.includes(role)
        ? []
        : [{ kind: "witness-cannot-act", pointer: at(place, "role") } as const]),
    ]),
    ...(minWitness > witnesses.length
      ? [{ kind: "too-few-witnesses", pointer: "/minWitness" } as const]
      : []),
    ...(witnesses.some(({ role }) => role === "notary")
      ? []
      : [{ kind: "no-notary", pointer: "/witnesses" } as const]),
  ];
}

function poolFlaws({ pools, homes }: SchemeDraft): SchemeFlaw[] {
  const known = new Map(pools.map(({ id }, place) => [id, place]));
  const units = (id: string) => homes.filter(({ pool }) => pool === id).length;
  return [
    ...homes.flatMap(({ pool }, at): SchemeFlaw[] =>
      known.has(pool) ? [] : [{ kind: "unknown-pool", pointer: `/homes/${at}/pool` }],
    ),
    ...pools.flatMap((pool, at): SchemeFlaw[] =>
      pool.units === units(pool.id)
        ? []
        : [{ kind: "pool-units-differ", pointer: `/pools/${at}/units` }],
    ),
    ...pools.flatMap(({ spill }, at): SchemeFlaw[] =>
      spill === "-" || (known.get(spill) ?? -1) > at
        ? []
        : [{ kind: "spill-not-later", pointer: `/pools/${at}/spill` }],
    ),
  ];
}

function layoutFlaws({ homes, layoutRules }: SchemeDraft): SchemeFlaw[] {
  const ruled = new Set(layoutRules.map(({ layout }) => layout));
  const missing = homes.findIndex(({ layout }) => !ruled.has(layout));
  return missing < 0 ? [] : [{ kind: "layout-without-rule", pointer: `/homes/${missing}/layout` }];
}

/** Homes that may come to a pool: its own, and those that earlier pools spill. */
function homesReaching({ pools, homes }: SchemeDraft, { id }: SchemePool): SchemeDraft["homes"] {
  const sources = new Set([id]);
  for (const pool of pools.toReversed()) if (sources.has(pool.spill)) sources.add(pool.id);
  return homes.filter(({ pool }) => sources.has(pool));
}

/**
 * A pool lets in no household for which it has no home (V38 would meet it at the end): each size
 * fits a layout of its homes. Where homes themselves are drawn, every home fits every size.
 */
function sizeFlaws(draft: SchemeDraft): SchemeFlaw[] {
  const fits = (layout: string, size: number) =>
    draft.layoutRules.some(
      (rule) => rule.layout === layout && rule.minPersons <= size && size <= rule.maxPersons,
    );
  return draft.pools.flatMap((pool, at): SchemeFlaw[] => {
    const homes = homesReaching(draft, pool);
    const sizes = sizesOf(draft, pool);
    // No homes, or a layout without a rule, which is told by itself.
    const ruled = homes.every((home) => draft.layoutRules.some((r) => r.layout === home.layout));
    if (homes.length === 0 || !ruled) return [];
    if (sizes.some((size) => !homes.some(({ layout }) => fits(layout, size))))
      return [{ kind: "sizes-fit-no-layout", pointer: `/pools/${at}/minPersons` }];
    const misfit = homes.some(({ layout }) => sizes.some((size) => !fits(layout, size)));
    return draft.target === "UNIT" && misfit
      ? [{ kind: "home-fits-not-all", pointer: `/pools/${at}/minPersons` }]
      : [];
  });
}

/** The household sizes a pool lets in, within the scheme's scope. */
function sizesOf({ scope }: SchemeDraft, { minPersons, maxPersons }: SchemePool): number[] {
  const { minPersons: least = 1, maxPersons: most = 16 } = scope.householdSizes ?? {};
  const first = Math.max(minPersons, least);
  const count = Math.max(0, Math.min(maxPersons, most) - first + 1);
  return Array.from({ length: count }, (_, at) => first + at);
}

function scoreFlaws({ ranking, scoreRules }: SchemeDraft): SchemeFlaw[] {
  if (ranking === "SCORE" && scoreRules.length === 0)
    return [{ kind: "score-rules-missing", pointer: "/scoreRules" }];
  return ranking !== "SCORE" && scoreRules.length > 0
    ? [{ kind: "score-rules-unused", pointer: "/scoreRules" }]
    : [];
}

/** The day a period of working days ends that begins today: last day, inclusive. */
export const publicityUntil = (
  today: CivilDate,
  workingDays: number,
  calendar: Calendar,
): CivilDate => workingDayEnd(today, workingDays, calendar);

/** The instant at which a civil day begins, as the protocol's whole seconds. */
export const startOf = (day: CivilDate): string => wholeSecond(dayBegins(day));
