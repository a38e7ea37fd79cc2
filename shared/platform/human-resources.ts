import {
  ContributionsAnswer,
  EmploymentAnswer,
  TierAnswer,
  type ContributionsQuery,
  type EmploymentQuery,
  type TierQuery,
} from "../contract/human-resources.ts";
import { postJson, SILENT } from "./post-json.ts";

/**
 * The human-resources and social-security authority. Each answers `silent` when nothing came in time,
 * nothing that can be read, or something that contradicts itself: nothing follows from silence.
 */
export type HumanResources = {
  /** Whether someone is certified for a tier of talent (measure 6). */
  tier(query: TierQuery): Promise<TierAnswer | "silent">;
  /** Whether a firm employs someone. */
  employment(query: EmploymentQuery): Promise<EmploymentAnswer | "silent">;
  /** The months someone was insured, with those that were paid later (measure 10). */
  contributions(query: ContributionsQuery): Promise<ContributionsAnswer | "silent">;
};

const PATIENCE_MS = 3_000;

/** The authority over HTTP, behind the door of shared data: `POST {url}/human-resources/…`. */
export const httpHumanResources = (url: string): HumanResources => {
  const ask = async (path: string, query: unknown): Promise<unknown> => {
    const said = await postJson(`${url}/human-resources/${path}`, query, PATIENCE_MS);
    return said === SILENT || said.status !== 200 ? undefined : said.json;
  };
  return {
    async tier(query) {
      const answer = TierAnswer.safeParse(await ask("tiers", query));
      return answer.success && isConsistent(answer.data, query) ? answer.data : "silent";
    },
    async employment(query) {
      const answer = EmploymentAnswer.safeParse(await ask("employments", query));
      return answer.success ? answer.data : "silent";
    },
    async contributions(query) {
      const answer = ContributionsAnswer.safeParse(await ask("contributions", query));
      return answer.success ? answer.data : "silent";
    },
  };
};

/** "Agree" is the tier asked for, "disagree" is not. */
const isConsistent = ({ verdict, tier }: TierAnswer, asked: TierQuery): boolean =>
  verdict === "agree" ? tier === asked.tier : verdict !== "disagree" || tier !== asked.tier;
