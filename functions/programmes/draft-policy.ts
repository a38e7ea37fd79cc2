import type { PolicyContent } from "../../shared/contract/policy-version.ts";
import { decideEdit, subjectOf } from "../../shared/domain/policy/policy-content.ts";
import { withoutChain } from "../../shared/store/audit.ts";
import { policyWrites, shippedPolicy, type PolicyRecord } from "../../shared/store/policies.ts";
import { requestRecord } from "../../shared/store/requests.ts";
import { transact } from "../../shared/store/transact.ts";
import { decideAgain, standing } from "../http/attempts.ts";
import { endpoint, REPEATED } from "../http/endpoint.ts";
import { refused } from "../http/refused.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/programmes.ts";
import { coversAll, readable } from "./read-policies.ts";

/** What a record says of its content beside the content itself. */
export const saidOf = (content: PolicyContent) => ({
  title: content.title,
  jurisdictions: content.jurisdictions,
  from: content.from,
  content: JSON.stringify(content),
});

/** Puts a draft on record; it governs nobody until a second officer puts it in force. */
export const draftPolicy = (services: Services) =>
  endpoint(routes.draftPolicy, services, async ({ body, caller, request, act, now, refuse }) => {
    if (!coversAll(caller, body.jurisdictions)) return refuse("forbidden");
    if (shippedPolicy(body.version)) return refuse("policy-exists");
    const record: PolicyRecord = {
      ...{ policy: body.version, subject: subjectOf(body), state: "DRAFT" },
      ...saidOf(body),
      ...(body.until !== undefined && { until: body.until }),
      ...{ revision: 1, writtenBy: [caller.sub] },
    };
    const answer = {
      status: 201,
      body: { version: body.version, state: "DRAFT", revision: 1 },
      location: `/api/office/policies/${body.version}`,
    };
    const failed = await transact(services.table, {
      request: requestRecord(request, answer, now),
      ...policyWrites(record, undefined, act("DRAFT")),
    });
    if (failed.has("request")) return REPEATED;
    return failed.size > 0 ? refuse("policy-exists") : answer;
  });

/** Writes a draft anew: what was compared before is no longer what stands there. */
export const editPolicy = (services: Services) =>
  endpoint(routes.editPolicy, services, (input) =>
    decideAgain(async () => {
      const { params, body, caller, request, act, now, refuse } = input;
      const seen = await readable(services, caller, params.version);
      if (!seen) return refuse("not-found");
      if (!coversAll(caller, [...seen.jurisdictions, ...body.content.jurisdictions]))
        return refuse("forbidden");
      const decision = decideEdit(seen, body);
      if (decision.kind !== "edit") return refused(refuse, decision);
      const { until: _, comparedRevision: __, ...before } = withoutChain(seen);
      const { content } = body;
      const next: PolicyRecord = {
        ...before,
        ...saidOf(content),
        ...(content.until !== undefined && { until: content.until }),
        revision: seen.revision + 1,
        writtenBy: [...new Set([...seen.writtenBy, caller.sub])],
      };
      const answer = {
        status: 200,
        body: { version: next.policy, state: next.state, revision: next.revision },
      };
      const failed = await transact(services.table, {
        request: requestRecord(request, answer, now),
        ...policyWrites(next, seen, act("DRAFT")),
      });
      return standing(failed) ?? answer;
    }),
  );
