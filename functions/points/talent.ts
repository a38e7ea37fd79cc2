import { Programme } from "../../shared/contract/application.ts";
import type { TalentStanding } from "../../shared/contract/talent.ts";
import { queueOf, termsFor } from "../../shared/domain/eligibility/facts.ts";
import { realName } from "../../shared/store/persons.ts";
import { policyAt } from "../../shared/store/policies.ts";
import { endpoint, ok } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/points.ts";

const ANSWERS = {
  agree: "CERTIFIED",
  disagree: "NOT_CERTIFIED",
  unknown: "UNKNOWN",
} as const;

/**
 * What the human-resources authority says of one's own tier, and what the programmes of an area give
 * for the tier it certifies. Nothing is kept: an application has its tier checked again.
 */
export const checkMyTalent = (services: Services) =>
  endpoint(routes.checkMyTalent, services, async ({ body, caller, today, at }) => {
    const { tier: claimed, jurisdiction } = body;
    const vault = await services.vault();
    const { idType, idNumber } = realName(vault, caller.person);
    const said = await services.humanResources.tier({
      ...{ ref: "account", person: { idType, idNumber }, tier: claimed },
    });
    if (said === "silent")
      return ok({ answer: "NOT_ANSWERED", checkedAt: at, programmes: [] } satisfies TalentStanding);
    const certified = said.verdict === "unknown" ? undefined : said.tier;
    const { validUntil } = said;
    const answer: TalentStanding = {
      answer: ANSWERS[said.verdict],
      ...(certified !== undefined && { tier: certified }),
      ...(validUntil !== undefined && { validUntil }),
      checkedAt: at,
      programmes:
        certified === undefined
          ? []
          : await programmesFor(services, certified, { area: jurisdiction, day: today }),
    };
    return ok(answer);
  });

async function programmesFor(
  { table }: Services,
  talentTier: number,
  where: Parameters<typeof policyAt>[2],
): Promise<TalentStanding["programmes"]> {
  const policies = await Promise.all(Programme.options.map((one) => policyAt(table, one, where)));
  const facts = { group: "RECRUITED_TALENT", talentTier } as const;
  return policies.flatMap((policy) => {
    const certifies = policy?.conditions.some(
      (rule) => rule.kind === "talent-tier" && rule.tiers.includes(talentTier),
    );
    if (!policy || !certifies) return [];
    const { programme, title, version } = policy;
    const given = { queue: queueOf(policy, facts), terms: termsFor(policy, facts) };
    return [{ programme, title, policy: version, ...given }];
  });
}
