/**
 * How a scheme's ranking becomes scores of the draw (draw protocol 2, 4): score descending, what is
 * equal by ticket. Every score follows from what is on record; nobody types one in.
 */
import type { Queue } from "../../contract/application.ts";
import type { Ranking, ScoreIndicator, ScoreRule, SchemeTerms } from "../../contract/scheme.ts";
import type { CivilDate } from "../../contract/values.ts";
import { ageOn, monthsBetween } from "../calendar/days.ts";

/** The highest score of the protocol: a score counts down from it where the first is to lead. */
export const TOP_SCORE = 1_000_000;

const ADULT_AGE = 18;
/** Protection of the Rights of the Elderly Act, article 2. */
const SENIOR_AGE = 60;

/** Which columns of the roster a scheme uses: scores wherever it is not by lot alone. */
export const drawOptions = ({
  ranking,
}: Pick<SchemeTerms, "ranking">): { score: boolean; weight: false; link: false } => ({
  score: ranking !== "LOTTERY",
  weight: false,
  link: false,
});

/** What the table of points asks of a household. */
export type ScoreFacts = {
  /** Day from which it waits; absent: today. */
  readonly waitsSince?: CivilDate;
  /** Birth dates of applicant and members; undefined where the document holds none. */
  readonly births: readonly (CivilDate | undefined)[];
  readonly queue: Queue;
  readonly waitingNo?: number;
};

function counted(indicator: ScoreIndicator, facts: ScoreFacts, on: CivilDate): number {
  const ages = facts.births.flatMap((born) => (born === undefined ? [] : [ageOn(born, on)]));
  switch (indicator) {
    case "WAITING_YEARS":
      return Math.max(0, Math.floor(monthsBetween(facts.waitsSince ?? on, on) / 12));
    case "HOUSEHOLD_SIZE":
      return facts.births.length;
    case "MINORS":
      return ages.filter((age) => age < ADULT_AGE).length;
    case "SENIORS":
      return ages.filter((age) => age >= SENIOR_AGE).length;
    case "PRIORITY_QUEUE":
      return facts.queue === "PRIORITY" ? 1 : 0;
  }
}

/** Points of a household by the published table. */
export const pointsOf = (rules: readonly ScoreRule[], facts: ScoreFacts, on: CivilDate): number =>
  rules.reduce(
    (sum, { indicator, points, cap }) =>
      sum + Math.min(cap, points * counted(indicator, facts, on)),
    0,
  );

/** Where numbers of the ordinary queue begin to count down: behind those served in full before it. */
export const SECOND_SCORE = TOP_SCORE / 2;

/**
 * Numbers are given per queue, and the others are served in full before the ordinary queue: their
 * last number stands before its first, where both may enter a pool.
 *
 * @see domain rulebook 3.3 (Quanzhou 2023)
 */
const waitingScore = (queue: Queue, waitingNo: number): number =>
  queue === "ORDINARY"
    ? Math.max(0, SECOND_SCORE - waitingNo)
    : Math.max(SECOND_SCORE, TOP_SCORE - waitingNo);

/**
 * The score with which a household is registered.
 *
 * @param on - the day intent closes: the same for all, whenever they register
 * @returns 0 by lot, and first come first served, where the order of all is known at the freeze only
 */
export function scoreOf(
  { ranking, scoreRules }: Pick<SchemeTerms, "ranking" | "scoreRules">,
  facts: ScoreFacts,
  on: CivilDate,
): number {
  switch (ranking) {
    case "LOTTERY":
    case "FIFO":
      return 0;
    case "WAITING_NO":
      return facts.waitingNo === undefined ? 0 : waitingScore(facts.queue, facts.waitingNo);
    case "SCORE":
      return pointsOf(scoreRules, facts, on);
  }
}

type Registered = { readonly registeredAt: string; readonly score: number };

/**
 * Entries with the scores of the roster. First come, first served: the top score less the number of
 * registrations at earlier instants, those that failed or were removed since counted too, so that a
 * correction changes nobody else's line.
 */
export function withRosterScores<T extends Registered>(
  ranking: Ranking,
  registered: readonly T[],
): readonly T[] {
  if (ranking !== "FIFO") return registered;
  const instants = registered.map(({ registeredAt }) => registeredAt).sort();
  const before = new Map<string, number>();
  for (const [place, at] of instants.entries()) if (!before.has(at)) before.set(at, place);
  return registered.map((one) => ({
    ...one,
    score: TOP_SCORE - (before.get(one.registeredAt) ?? 0),
  }));
}

/** The rules of ranking in words, for the rules file. */
export function rankingLines({
  ranking,
  scoreRules,
  target,
  eligibility,
}: Pick<SchemeTerms, "ranking" | "scoreRules" | "target" | "eligibility">): string[] {
  return [
    `ranking: ${WORDS[ranking]}; one entry per household; no weights or links`,
    ...scoreRules.map(
      ({ indicator, points, cap }) => `points ${indicator}: ${points} each, at most ${cap}`,
    ),
    target === "RANK"
      ? "target: rank; the selected choose homes in the order of their places"
      : "target: unit; the selected in place k of a pool gets the k-th home listed under it, homes left over from earlier pools behind its own",
    eligibility === "BEFORE_DRAW"
      ? "eligibility: every household is rechecked before the draw"
      : "eligibility: the selected are rechecked after the draw; who does not qualify gives way to the next in the ranking",
  ];
}

const WORDS: Readonly<Record<Ranking, string>> = {
  LOTTERY: "by lot; no scores",
  WAITING_NO: `by waiting number: score = ${TOP_SCORE} - number, in the ordinary queue ${SECOND_SCORE} - number; equal ones by lot`,
  SCORE: "by points on the day intent closes; equal points by lot",
  FIFO: `by instant of registration: score = ${TOP_SCORE} - registrations at earlier instants; equal ones by lot`,
};
