import type { RecheckDecision } from "../../shared/contract/allotment.ts";
import { evaluate, verdictOf } from "../../shared/domain/eligibility/evaluate.ts";
import { factsOf } from "../../shared/domain/eligibility/facts.ts";
import { toHex } from "../../shared/domain/draws/encoding.ts";
import { privateCommit } from "../../shared/domain/draws/private-commit.ts";
import { receiptOf } from "../../shared/domain/draws/receipt.ts";
import { sha256Suite } from "../../shared/domain/draws/suites.ts";
import { decideRecheck } from "../../shared/domain/schemes/decide-intent.ts";
import { freshBytes } from "../../shared/platform/ids.ts";
import {
  messageToApplicant,
  openApplicant,
  openFindings,
  openForm,
  type StoredApplication,
} from "../../shared/store/applications.ts";
import {
  findIntent,
  moveIntent,
  putReceipt,
  sealSalt,
  type StoredIntent,
} from "../../shared/store/intents.ts";
import { keys } from "../../shared/store/keys.ts";
import { findScheme, type StoredScheme } from "../../shared/store/schemes.ts";
import type { Vault } from "../../shared/store/sealing.ts";
import { unchanged } from "../../shared/store/transact.ts";
import { endpoint } from "../http/endpoint.ts";
import { covers } from "../http/jurisdiction.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/application-review.ts";
import { moveCases, reviewGround, type Decide, type Move, type Moving } from "./move.ts";

/**
 * Rechecks households of a scheme. Who passes enters the roster under a new random number, bound to
 * the person by a commitment made here and now. The scheme must stand still meanwhile: a freeze
 * takes in all rechecks or none.
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
      application: seen.state,
      registered: intent.state === "REGISTERED",
      qualified: verdictOf(conditions).kind === "qualified",
      isMember: reviewGround(moving, seen, policy).isMember,
    });
    const shared = { scheme: unchanged(keys.scheme(scheme.schemeId), scheme.version) };
    if (decision.kind === "enter-roster")
      return { ...entering(moving, { scheme, intent, seen, vault }), shared };
    if (decision.kind === "back-to-waiting") {
      const reason = given.outcome === "NOT_QUALIFIED" ? given.reason : "";
      return { ...failing(moving, { scheme, intent, seen, vault }, reason), shared };
    }
    return decision;
  };

type Case = {
  readonly scheme: StoredScheme;
  readonly intent: StoredIntent;
  readonly seen: StoredApplication;
  readonly vault: Vault;
};

function entering({ at }: Moving, { scheme, intent, seen, vault }: Case): Move {
  const { drawId, schemeId } = scheme;
  const { applicationId } = seen;
  const receipt = receiptOf(freshBytes(16));
  const salt = freshBytes(32);
  const { idType, idNumber, name } = openApplicant(vault, seen);
  const commit = privateCommit(
    sha256Suite,
    { drawId, receipt, salt },
    { applicationNo: seen.receiptNo, idType, idNumber, name },
  );
  const saltSealed = sealSalt(vault, intent, toHex(salt));
  return {
    kind: "move",
    change: { state: "IN_ROSTER", drawId, receipt },
    entry: { event: "recheck", outcome: "IN_ROSTER" },
    article: "O11-12",
    also: {
      intent: moveIntent(intent, { state: "PASSED", receipt, commit: toHex(commit), saltSealed }),
      receipt: putReceipt(schemeId, receipt, applicationId),
      message: messageToApplicant(vault, seen, {
        kind: "recheck-passed",
        cause: `${applicationId} recheck ${schemeId} ${String(intent.version)}`,
        facts: { schemeId, receipt },
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
