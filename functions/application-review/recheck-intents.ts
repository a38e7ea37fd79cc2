import type { RecheckDecision } from "../../shared/contract/allotment.ts";
import { evaluate, verdictOf } from "../../shared/domain/eligibility/evaluate.ts";
import { factsOf } from "../../shared/domain/eligibility/facts.ts";
import { decideRecheck } from "../../shared/domain/schemes/decide-intent.ts";
import {
  messageToApplicant,
  openFindings,
  openForm,
  type StoredApplication,
} from "../../shared/store/applications.ts";
import { findIntent, moveIntent, type StoredIntent } from "../../shared/store/intents.ts";
import { withoutChain } from "../../shared/store/audit.ts";
import { keys } from "../../shared/store/keys.ts";
import { advanceScheme, findScheme, type StoredScheme } from "../../shared/store/schemes.ts";
import type { Vault } from "../../shared/store/sealing.ts";
import { unchanged, type Write } from "../../shared/store/transact.ts";
import { endpoint } from "../http/endpoint.ts";
import { covers } from "../http/jurisdiction.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/application-review.ts";
import { moveCases, reviewGround, type Decide, type Move, type Moving } from "./move.ts";

/**
 * Rechecks households of a scheme. Who passes enters the roster under the number and commitment made
 * when it registered; where eligibility is looked at after the draw, who passes keeps its place. The
 * scheme must stand still meanwhile: a freeze takes in all rechecks or none.
 */
export const recheckIntents = (services: Services) =>
  endpoint(routes.recheckIntents, services, async (input) => {
    const { params, body, caller, refuse } = input;
    const scheme = await findScheme(services.table, params.schemeId);
    if (!scheme || !covers(caller, scheme.jurisdiction)) return refuse("not-found");
    const ids = body.decisions.map(({ applicationId }) => applicationId);
    const moved = await moveCases(services, input, ids, {
      inCharge: (seen) => seen.schemeId === scheme.schemeId,
      look: "recheck",
      prepare: async () => {
        const now = await findScheme(services.table, params.schemeId);
        const found = await Promise.all(
          ids.map((id) => findIntent(services.table, params.schemeId, id)),
        );
        const intents = new Map(found.flatMap((one) => (one ? [[one.applicationId, one]] : [])));
        return rechecking(input, { scheme: now ?? scheme, intents, decisions: body.decisions });
      },
    });
    return moved.outcome;
  });

type Facts = {
  readonly scheme: StoredScheme;
  readonly intents: ReadonlyMap<string, StoredIntent>;
  readonly decisions: readonly RecheckDecision[];
};

const rechecking =
  (moving: Moving, { scheme, intents, decisions }: Facts): Decide =>
  (seen, vault, { policy, on }) => {
    const intent = intents.get(seen.applicationId);
    const given = decisions.find(({ applicationId }) => applicationId === seen.applicationId);
    if (!intent || !given) return { kind: "intent-not-registered" };
    const { findings } = openFindings(vault, seen);
    const conditions = evaluate(factsOf(openForm(vault, seen)), policy, {
      ...{ on, findings: findings ?? [] },
    });
    const decision = decideRecheck(given, {
      scheme: scheme.state,
      eligibility: scheme.terms.eligibility,
      application: seen.state,
      registered: intent.state === "REGISTERED" || intent.state === "ENTERED",
      qualified: verdictOf(conditions).kind === "qualified",
      isMember: reviewGround(moving, seen, policy).isMember,
    });
    const shared = schemeWrites(moving, scheme);
    if (decision.kind === "enter-roster")
      return { ...entering(moving, { scheme, intent, seen, vault }), shared };
    if (decision.kind === "keep-place")
      return { ...keeping(moving, { scheme, intent, seen, vault }), shared };
    if (decision.kind === "back-to-waiting") {
      const reason = given.outcome === "NOT_QUALIFIED" ? given.reason : "";
      return { ...failing(moving, { scheme, intent, seen, vault }, reason), shared };
    }
    return decision;
  };

/**
 * Before the draw the scheme stands still: a freeze takes in all rechecks or none. After it, each
 * recheck may be the last one that choosing waits for, or make way for another: the clock looks.
 */
function schemeWrites({ act, at }: Moving, scheme: StoredScheme): Record<string, Write> {
  if (scheme.terms.eligibility === "BEFORE_DRAW")
    return { scheme: unchanged(keys.scheme(scheme.schemeId), scheme.version) };
  const rechecked = { act: act("rechecked", "O11-12"), dueAt: at };
  const { head, audit } = advanceScheme(withoutChain(scheme), scheme, rechecked);
  return { scheme: head, schemeAudit: audit };
}

type Case = {
  readonly scheme: StoredScheme;
  readonly intent: StoredIntent;
  readonly seen: StoredApplication;
  readonly vault: Vault;
};

function entering({ at }: Moving, { scheme, intent, seen, vault }: Case): Move {
  const { drawId, schemeId } = scheme;
  const { applicationId } = seen;
  const { receipt } = intent;
  if (receipt === undefined) throw new Error("A registered intent has its number");
  return {
    kind: "move",
    change: { state: "IN_ROSTER", drawId, receipt },
    entry: { event: "recheck", outcome: "IN_ROSTER" },
    article: "O11-12",
    also: {
      intent: moveIntent(intent, { state: "PASSED" }),
      message: messageToApplicant(vault, seen, {
        kind: "recheck-passed",
        cause: `${applicationId} recheck ${schemeId} ${String(intent.version)}`,
        facts: { schemeId, receipt },
        at,
      }),
    },
  };
}

/** Selected, rechecked after the draw, and qualified: the place is the household's. */
function keeping({ at }: Moving, { scheme, intent, seen, vault }: Case): Move {
  const { schemeId } = scheme;
  return {
    kind: "move",
    change: { state: "ALLOCATED" },
    entry: { event: "recheck", outcome: "ALLOCATED" },
    article: "O11-12",
    also: {
      intent: moveIntent(intent, { state: "PASSED" }),
      message: messageToApplicant(vault, seen, {
        kind: "recheck-passed-selected",
        cause: `${seen.applicationId} recheck ${schemeId} ${String(intent.version)}`,
        facts: { schemeId },
        at,
      }),
    },
  };
}

function failing({ at }: Moving, { scheme, intent, seen, vault }: Case, reason: string): Move {
  const { schemeId } = scheme;
  return {
    kind: "move",
    change: { state: "WAITLISTED" },
    entry: { event: "recheck", outcome: "WAITLISTED", reason },
    article: "O11-12",
    also: {
      intent: moveIntent(intent, { state: "FAILED" }),
      message: messageToApplicant(vault, seen, {
        kind: "recheck-failed",
        cause: `${seen.applicationId} recheck ${schemeId} ${String(intent.version)}`,
        facts: { schemeId },
        at,
      }),
    },
  };
}
