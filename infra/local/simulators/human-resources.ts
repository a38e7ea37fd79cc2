import {
  ContributionsAnswer,
  ContributionsQuery,
  EmploymentAnswer,
  EmploymentQuery,
  TierAnswer,
  TierQuery,
} from "../../../shared/contract/human-resources.ts";
import { accept } from "./service.ts";
import type { Asked, Clock, Said } from "./service.ts";

const PATHS = ["tiers", "employments", "contributions"] as const;

const pathOf = (path: string): (typeof PATHS)[number] | undefined =>
  PATHS.find((one) => path === `/human-resources/${one}`);

/** The script's case: `human-resources/{tiers|employments|contributions}/{ref}`. */
export function humanResourcesCase({ path, body }: Asked): string | undefined {
  const what = pathOf(path);
  if (!what) return undefined;
  const schema = {
    tiers: TierQuery,
    employments: EmploymentQuery,
    contributions: ContributionsQuery,
  };
  return `human-resources/${what}/${accept(schema[what], body).ref}`;
}

/**
 * Answers as the authority: it agrees, unless scripted otherwise. Everyone was insured in Fengze from
 * March 2020, half a year of which was paid later. A lie is an answer that contradicts itself.
 */
export async function humanResourcesAnswer(
  { path, body, verdict = "agree" }: Asked,
  clock: Clock,
): Promise<Said> {
  const at = new Date(await clock()).toISOString();
  switch (pathOf(path) ?? "contributions") {
    case "tiers": {
      const { tier } = accept(TierQuery, body);
      const other = tier === 7 ? 6 : tier + 1;
      const year = Number(at.slice(0, 4)) + 3;
      const said: TierAnswer = {
        verdict: verdict === "lie" ? "agree" : verdict,
        ...(verdict === "agree" && { tier, validUntil: `${String(year)}-12-31` }),
        ...((verdict === "disagree" || verdict === "lie") && { tier: other }),
        at,
      };
      return { status: 200, body: TierAnswer.parse(said) };
    }
    case "employments": {
      accept(EmploymentQuery, body);
      const said = { verdict: verdict === "lie" ? "disagree" : verdict, at };
      return { status: 200, body: EmploymentAnswer.parse(said) };
    }
    case "contributions": {
      accept(ContributionsQuery, body);
      const month = at.slice(0, 7);
      const known = verdict === "agree" || verdict === "lie";
      const spans = [
        { from: "2020-03", until: month, backPaid: false, area: "350503" },
        { from: "2019-09", until: "2020-02", backPaid: true, area: "350503" },
      ];
      const said = { known: verdict !== "unknown" && known, spans: known ? spans : [], at };
      // What is not known has no months.
      if (verdict === "lie") return { status: 200, body: { ...said, known: false } };
      return { status: 200, body: ContributionsAnswer.parse(said) };
    }
  }
}
