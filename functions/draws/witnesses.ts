import { openCommit, commitment } from "../../shared/domain/draws/commit-note.ts";
import { fromHex, toHex } from "../../shared/domain/draws/encoding.ts";
import { sha256Suite } from "../../shared/domain/draws/suites.ts";
import { NOTE_KEY, readVerifierKey } from "../../shared/domain/draws/verifier-key.ts";
import { decideCommit, decideReveal } from "../../shared/domain/schemes/draw-acts.ts";
import { putCommit, putReveal, readCommits } from "../../shared/store/draws.ts";
import { requestRecord } from "../../shared/store/requests.ts";
import { findSchemeOfDraw, type StoredScheme } from "../../shared/store/schemes.ts";
import { transact } from "../../shared/store/transact.ts";
import { decideAgain, standing } from "../http/attempts.ts";
import type { Caller } from "../http/caller.ts";
import { endpoint } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/draws.ts";
import { bringUpDrawAfterAct, changeScheme } from "../steps/scheme.ts";

/** The witness of this draw with that source id, if the caller holds its role. */
const witnessOf = ({ terms }: StoredScheme, sourceId: string, { roles }: Caller) =>
  terms.witnesses.find(({ id, role }) => id === sourceId && roles.some((held) => held === role));

/**
 * The witness whose nonce is revealed. Any witness of the draw may bring it: an envelope stands in for
 * who is absent, and a nonce proves itself by opening the commitment (draw protocol 3).
 */
function witnessOrStandIn(
  { terms }: StoredScheme,
  sourceId: string,
  { roles }: Caller,
): StoredScheme["terms"]["witnesses"][number] | undefined {
  const isWitness = terms.witnesses.some(({ role }) => roles.some((held) => held === role));
  return isWitness ? terms.witnesses.find(({ id }) => id === sourceId) : undefined;
}

/** A witness hands in its signed commitment; it can never be changed. */
export const commitNonce = (services: Services) =>
  endpoint(
    routes.commitNonce,
    services,
    async ({ params, body, caller, request, act, now, refuse }) => {
      const outcome = await decideAgain(async () => {
        const scheme = await findSchemeOfDraw(services.table, params.drawId);
        if (!scheme?.notice) return refuse("not-found");
        const witness = witnessOf(scheme, params.sourceId, caller);
        if (!witness) return refuse("not-this-witness");
        const refusal = decideCommit(scheme);
        if (refusal) return refuse(refusal);
        const key = readVerifierKey(witness.vkey, NOTE_KEY);
        const commitTerms = {
          drawId: scheme.drawId,
          witness: witness.id,
          notice: scheme.notice.digest,
        };
        if (!key || openCommit(body.note, commitTerms, key) === undefined)
          return refuse("bad-commit");

        const answer = { status: 201, body: { drawId: scheme.drawId, state: scheme.state } };
        const failed = await transact(services.table, {
          request: requestRecord(request, answer, now),
          commit: putCommit(scheme.drawId, witness.id, body.note),
          ...(await changeScheme(services, scheme, {}, act(`committed ${witness.id}`))),
        });
        if (failed.has("commit") && !failed.has("request")) return refuse("already-committed");
        return standing(failed) ?? answer;
      });
      await bringUpDrawAfterAct(services, params.drawId, now);
      return outcome;
    },
  );

/** A witness reveals the nonce behind its commitment, once the roster is fixed. */
export const revealNonce = (services: Services) =>
  endpoint(
    routes.revealNonce,
    services,
    async ({ params, body, caller, request, act, now, refuse }) => {
      const outcome = await decideAgain(async () => {
        const scheme = await findSchemeOfDraw(services.table, params.drawId);
        if (!scheme?.notice) return refuse("not-found");
        const witness = witnessOrStandIn(scheme, params.sourceId, caller);
        if (!witness) return refuse("not-this-witness");
        const refusal = decideReveal(scheme, { logged: scheme.reveals !== undefined, now });
        if (refusal) return refuse(refusal);
        if (
          !(await opens(services, scheme, {
            source: witness.id,
            nonce: body.nonce,
            vkey: witness.vkey,
          }))
        )
          return refuse("bad-nonce");

        const answer = { status: 201, body: { drawId: scheme.drawId, state: scheme.state } };
        const failed = await transact(services.table, {
          request: requestRecord(request, answer, now),
          reveal: putReveal(scheme.drawId, witness.id, body.nonce),
          ...(await changeScheme(services, scheme, {}, act(`revealed ${witness.id}`))),
        });
        if (failed.has("reveal") && !failed.has("request")) return refuse("already-revealed");
        return standing(failed) ?? answer;
      });
      await bringUpDrawAfterAct(services, params.drawId, now);
      return outcome;
    },
  );

/** Whether a nonce opens the commitment that this witness signed for this draw. */
async function opens(
  services: Services,
  { drawId, notice }: StoredScheme,
  { source, nonce, vkey }: { source: string; nonce: string; vkey: string },
): Promise<boolean> {
  const note = (await readCommits(services.table, drawId)).get(source);
  const key = readVerifierKey(vkey, NOTE_KEY);
  const terms = { drawId, witness: source, notice: notice?.digest ?? "" };
  const committed = note !== undefined && key && openCommit(note, terms, key);
  return committed === toHex(commitment(sha256Suite, terms, fromHex(nonce)));
}
