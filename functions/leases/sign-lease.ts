import type { AllocationState } from "../../shared/contract/allotment.ts";
import {
  decideHouseholdSigns,
  decideOperatorSigns,
} from "../../shared/domain/selections/decide-signing.ts";
import {
  allocationWrites,
  findAllocation,
  type AllocationRecord,
  type StoredAllocation,
} from "../../shared/store/allocations.ts";
import { requestRecord } from "../../shared/store/requests.ts";
import { transact } from "../../shared/store/transact.ts";
import { decideAgain, type MOVED, standing } from "../http/attempts.ts";
import { endpoint, type Input, type Outcome } from "../http/endpoint.ts";
import { covers } from "../http/jurisdiction.ts";
import { refused } from "../http/refused.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/leases.ts";
import { agentPhone, letAfterAct } from "../steps/allocation.ts";
import { ownAllocation } from "./view.ts";

/** The household signs; nothing is let yet. */
export const signAllocation = (services: Services) =>
  endpoint(routes.signAllocation, services, (input) =>
    decideAgain(async () => {
      const { params, caller, refuse } = input;
      const seen = await ownAllocation(services.table, caller, params.allocationId);
      if (!seen) return refuse("not-found");
      const decision = decideHouseholdSigns(factsOf(seen, input.today));
      if (decision.kind !== "sign") return refused(refuse, decision);
      return commit(services, input, seen, { householdSignedAt: input.at });
    }),
  );

/** The operator signs behind the household: the lease is concluded and files itself. */
export const leaseAllocation = (services: Services) =>
  endpoint(routes.leaseAllocation, services, async (input) => {
    const { caller } = input;
    const { allocationId } = input.params;
    const outcome = await decideAgain(async () => {
      const seen = await findAllocation(services.table, allocationId);
      if (!seen || !covers(caller, seen.jurisdiction)) return input.refuse("not-found");
      const decision = decideOperatorSigns(factsOf(seen, input.today));
      if (decision.kind !== "conclude") return refused(input.refuse, decision);
      // The lease names the agent's mobile number: without one it could never be filed.
      if (!(await agentPhone(services, caller.person))) return input.refuse("agent-without-mobile");
      const leased = { state: "LEASED", leasedAt: input.at, leasedBy: caller.sub } as const;
      return commit(services, input, seen, leased);
    });
    await letAfterAct(services, allocationId, input.now);
    return outcome;
  });

const factsOf = ({ state, signBy, householdSignedAt }: StoredAllocation, today: string) => ({
  ...{ state, signBy, today },
  householdSigned: householdSignedAt !== undefined,
});

type Acting = Pick<Input<typeof routes.signAllocation>, "request" | "now" | "at" | "act">;

async function commit(
  services: Services,
  { request, now, at, act }: Acting,
  seen: StoredAllocation,
  change: Partial<AllocationRecord>,
): Promise<Outcome | typeof MOVED> {
  const { version: _, auditHead: __, ...record } = seen;
  const next = { ...record, ...change };
  const state: AllocationState = next.state;
  const answer = { status: 200, body: { allocationId: seen.allocationId, state } };
  const failed = await transact(services.table, {
    request: requestRecord(request, answer, now),
    ...allocationWrites(next, seen, {
      act: act(state === "LEASED" ? state : "SIGNED", "O11-16"),
      ...(state === "LEASED" && { dueAt: at }),
    }),
  });
  return standing(failed) ?? answer;
}
