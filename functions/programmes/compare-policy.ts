import type { Jurisdiction } from "../../shared/contract/ids.ts";
import type { ComparedCase, PolicyComparison } from "../../shared/contract/policy-version.ts";
import type { ProgrammePolicy } from "../../shared/contract/programme.ts";
import { factsOf } from "../../shared/domain/eligibility/facts.ts";
import {
  compareCase,
  compareEdges,
  compareTables,
  type Versions,
} from "../../shared/domain/policy/compare.ts";
import {
  listReviews,
  openFindings,
  openForm,
  REVIEW_STEPS,
  type StoredApplication,
} from "../../shared/store/applications.ts";
import { withoutChain } from "../../shared/store/audit.ts";
import {
  contentOf,
  pointsTableAt,
  policyAt,
  policyWrites,
  type StoredPolicy,
} from "../../shared/store/policies.ts";
import type { Vault } from "../../shared/store/sealing.ts";
import { transact } from "../../shared/store/transact.ts";
import { decideAgain, MOVED } from "../http/attempts.ts";
import { endpoint, ok, type Input } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/programmes.ts";
import { coversAll, readable } from "./read-policies.ts";

/** So many open applications of each list of an area are looked at. */
const OF_EACH_LIST = 20;

type Comparing = Input<typeof routes.comparePolicy>;

/**
 * What a draft would change, before anyone decides on it. That it was looked at stands in the
 * version's chain first. Open applications are told by how many change and how, not by whose they are.
 */
export const comparePolicy = (services: Services) =>
  endpoint(routes.comparePolicy, services, (input) =>
    decideAgain(async () => {
      const { params, caller, today, act, refuse } = input;
      const seen = await readable(services, caller, params.version);
      if (!seen) return refuse("not-found");
      if (!coversAll(caller, seen.jurisdictions)) return refuse("forbidden");
      const day = seen.from > today ? seen.from : today;
      const compared = await comparisonOf(services, input, seen, day);
      const { revision, policy: version } = seen;
      const next = { ...withoutChain(seen), comparedRevision: revision };
      const failed = await transact(
        services.table,
        policyWrites(next, seen, act("COMPARED", `revision ${String(revision)}`)),
      );
      if (failed.size > 0) return MOVED;
      const answer: PolicyComparison = { version, revision, day, ...compared };
      return ok(answer);
    }),
  );

type Compared = Pick<PolicyComparison, "edges" | "cases" | "open">;

async function comparisonOf(
  services: Services,
  { body }: Comparing,
  seen: StoredPolicy,
  day: string,
): Promise<Compared> {
  const content = contentOf(seen);
  const [area] = content.jurisdictions;
  if (area === undefined) throw new Error("A version has areas");
  if (content.kind === "POINTS") {
    const before = await pointsTableAt(services.table, content.purpose, { area, day });
    const open = { looked: 0, changed: 0, cases: [] };
    return { edges: compareTables({ before, after: content }, day), cases: [], open };
  }
  const versionsIn = versionsOf(services, content, day);
  const cases = await Promise.all(
    body.cases.map(async (one) =>
      compareCase(one, await versionsIn(one.jurisdiction), { on: day }),
    ),
  );
  return {
    edges: compareEdges(await versionsIn(area), day),
    cases,
    open: body.openCases
      ? await openOnes(services, { content, versionsIn, day })
      : { looked: 0, changed: 0, cases: [] },
  };
}

/** Before and after in an area: outside its own a draft changes nothing. */
const versionsOf =
  ({ table }: Services, content: ProgrammePolicy, day: string) =>
  async (area: Jurisdiction): Promise<Versions> => {
    const before = await policyAt(table, content.programme, { area, day });
    return { before, after: content.jurisdictions.includes(area) ? content : before };
  };

type Looking = {
  readonly content: ProgrammePolicy;
  readonly versionsIn: (area: Jurisdiction) => Promise<Versions>;
  readonly day: string;
};

async function openOnes(
  services: Services,
  { content, versionsIn, day }: Looking,
): Promise<Compared["open"]> {
  const vault = await services.vault();
  const found: ComparedCase[] = [];
  for (const area of content.jurisdictions) {
    const versions = await versionsIn(area);
    for (const step of REVIEW_STEPS) {
      const list = { jurisdiction: area, step };
      const { applications } = await listReviews(services.table, list, { limit: OF_EACH_LIST });
      for (const one of applications)
        if (one.programme === content.programme)
          found.push(compareOpen(vault, one, { versions, day, place: found.length + 1 }));
    }
  }
  const cases = found.filter(({ changed }) => changed);
  return { looked: found.length, changed: cases.length, cases };
}

function compareOpen(
  vault: Vault,
  application: StoredApplication,
  { versions, day, place }: { versions: Versions; day: string; place: number },
): ComparedCase {
  const { findings } = openFindings(vault, application);
  const facts = factsOf(openForm(vault, application));
  const label = `在办申请 ${String(place)}`;
  return compareCase({ label, facts }, versions, { on: day, findings });
}
