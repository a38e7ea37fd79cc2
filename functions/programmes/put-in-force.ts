import { PolicyContent } from "../../shared/contract/policy-version.ts";
import {
  decidePolicyWithdrawal,
  decidePutInForce,
} from "../../shared/domain/policy/policy-content.ts";
import { withoutChain } from "../../shared/store/audit.ts";
import {
  contentOf,
  inForceWrites,
  policyWrites,
  versionsInForce,
  type PolicyRecord,
} from "../../shared/store/policies.ts";
import { requestRecord } from "../../shared/store/requests.ts";
import { transact } from "../../shared/store/transact.ts";
import { decideAgain, standing } from "../http/attempts.ts";
import { endpoint } from "../http/endpoint.ts";
import { refused } from "../http/refused.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/programmes.ts";
import { saidOf } from "./draft-policy.ts";
import { coversAll, readable } from "./read-policies.ts";

/** A second officer puts a draft in force from a day to come. */
export const putPolicyInForce = (services: Services) =>
  endpoint(routes.putPolicyInForce, services, (input) =>
    decideAgain(async () => {
      const { params, body, caller, request, act, now, at, today, refuse } = input;
      const seen = await readable(services, caller, params.version);
      if (!seen) return refuse("not-found");
      if (!coversAll(caller, seen.jurisdictions)) return refuse("forbidden");
      const inForce = await versionsInForce(services.table, seen.subject);
      const decision = decidePutInForce(seen, {
        ...{ officer: caller.sub, revision: body.revision, from: body.from, today },
        inForce: inForce.lines,
      });
      if (decision.kind !== "put-in-force") return refused(refuse, decision);

      const { until: _, ...draft } = contentOf(seen);
      const { from, until, basis } = body;
      const days = { from, ...(until !== undefined && { until }) };
      const content = PolicyContent.parse({ ...draft, ...days });
      const { until: __, ...before } = withoutChain(seen);
      const next: PolicyRecord = {
        ...{ ...before, ...saidOf(content), ...days, state: "IN_FORCE", basis },
        ...{ putInForceBy: caller.sub, putInForceAt: at },
      };
      const { policy: version, state, revision } = next;
      const answer = { status: 200, body: { version, state, revision } };
      const failed = await transact(services.table, {
        request: requestRecord(request, answer, now),
        ...policyWrites(next, seen, act("IN_FORCE", from)),
        ...inForceWrites(next, inForce.seen),
      });
      return standing(failed) ?? answer;
    }),
  );

/** Takes back a draft, or a version before its day: nobody was judged by it yet. */
export const withdrawPolicy = (services: Services) =>
  endpoint(routes.withdrawPolicy, services, (input) =>
    decideAgain(async () => {
      const { params, caller, request, act, now, today, refuse } = input;
      const seen = await readable(services, caller, params.version);
      if (!seen) return refuse("not-found");
      if (!coversAll(caller, seen.jurisdictions)) return refuse("forbidden");
      const decision = decidePolicyWithdrawal(seen, today);
      if (decision.kind !== "withdraw") return refused(refuse, decision);
      const next: PolicyRecord = { ...withoutChain(seen), state: "WITHDRAWN" };
      const { policy: version, state, revision } = next;
      const answer = { status: 200, body: { version, state, revision } };
      const ordered =
        seen.state === "IN_FORCE" && (await versionsInForce(services.table, seen.subject)).seen;
      const failed = await transact(services.table, {
        request: requestRecord(request, answer, now),
        ...policyWrites(next, seen, act("WITHDRAWN")),
        ...(ordered !== false && inForceWrites(next, ordered)),
      });
      return standing(failed) ?? answer;
    }),
  );
