import {
  decideCounterEntry,
  decideCounterWord,
  DRAFT_CODE_MINUTES,
  draftRefusal,
  keptUntil,
} from "../../shared/domain/applications/decide-draft.ts";
import { idOf, randomDigits } from "../../shared/platform/ids.ts";
import {
  draftRow,
  draftView,
  draftWrites,
  findDraft,
  openDraft,
  sealDraft,
  type DraftRecord,
  type StoredDraft,
} from "../../shared/store/application-drafts.ts";
import { withoutChain } from "../../shared/store/audit.ts";
import { keys } from "../../shared/store/keys.ts";
import { messageId, outgoing } from "../../shared/store/outbox.ts";
import { identityHash } from "../../shared/store/persons.ts";
import { requestRecord } from "../../shared/store/requests.ts";
import type { Vault } from "../../shared/store/sealing.ts";
import type { Table } from "../../shared/store/table.ts";
import { TableBusy, transact } from "../../shared/store/transact.ts";
import { completed, draftSent, standingOf } from "./own-drafts.ts";
import { submission } from "../applications/submission.ts";
import { decideAgain, MOVED, standing } from "../http/attempts.ts";
import type { Caller } from "../http/caller.ts";
import { endpoint, ok, type Input } from "../http/endpoint.ts";
import { covers } from "../http/jurisdiction.ts";
import { refused } from "../http/refused.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/application-drafts.ts";

/** A clerk enters an application for someone without a phone or the habit of one, in their name. */
export const enterApplication = (services: Services) =>
  endpoint(routes.enterApplication, services, async (input) => {
    const { body, caller, request, act, today, now, refuse } = input;
    const { person, form } = body;
    const vault = await services.vault();
    const owner = identityHash(vault, person.idType, person.idNumber);
    const people = [...(form.applicant ? [form.applicant] : []), ...(form.members ?? [])];
    const hashes = people.map(({ idType, idNumber }) => identityHash(vault, idType, idNumber));
    const wrong = decideCounterEntry(form, {
      inCharge: covers(caller, form.jurisdiction),
      isMember: [owner, ...hashes].includes(caller.identityHash),
    });
    if (wrong) return refused(refuse, wrong);
    if (hashes[0] !== owner || form.applicant?.name !== person.name)
      return refused(refuse, { kind: "name-differs", pointer: "/person/name" });
    const draftId = idOf("D", request);
    return decideAgain(async () => {
      const draft: DraftRecord = {
        ...{ draftId, state: "OPEN", owner, keptUntil: keptUntil(today) },
        enteredBy: { capacity: "COUNTER", sub: caller.sub },
        jurisdiction: form.jurisdiction,
        ...sealDraft(vault, draftId, form),
      };
      const answer = { status: 201, body: standingOf(draft) };
      const failed = await transact(services.table, {
        request: requestRecord(request, answer, now),
        ...draftWrites(draft, undefined, act("OPEN", "COUNTER")),
        row: draftRow(owner, draftId),
      });
      return standing(failed, "draft") ?? answer;
    });
  });

/** What this clerk has entered; another's is absent. */
async function enteredBy(
  table: Table,
  { sub }: Caller,
  draftId: string,
): Promise<StoredDraft | undefined> {
  const found = await findDraft(table, draftId);
  const isOwn = found?.enteredBy?.capacity === "COUNTER" && found.enteredBy.sub === sub;
  return isOwn ? found : undefined;
}

/** What a clerk has entered, to print and to show; that it was read is on record first. */
export const getCounterDraft = (services: Services) =>
  endpoint(routes.getCounterDraft, services, (input) =>
    decideAgain(async () => {
      const { params, caller, refuse, act } = input;
      const seen = await enteredBy(services.table, caller, params.draftId);
      if (!seen) return refuse("not-found");
      const failed = await transact(
        services.table,
        draftWrites(withoutChain(seen), seen, act("READ")),
      );
      if (failed.size > 0) return MOVED;
      return ok({ ...draftView(await services.vault(), seen), version: seen.version + 1 });
    }),
  );

const DIGITS = 6;

/** What a code is kept as: who reads the table cannot say it. */
const codeHashOf = (vault: Vault, draftId: string, code: string): string =>
  vault.blindIndex("counter-code", draftId, code);

/** Sends the person at the counter a code, which they say back when the sheet is right. */
export const sendDraftCode = (services: Services) =>
  endpoint(routes.sendDraftCode, services, async (input) => {
    const { params, caller, request, act, at, today, now, refuse } = input;
    const vault = await services.vault();
    return decideAgain(async () => {
      const seen = await enteredBy(services.table, caller, params.draftId);
      if (!seen) return refuse("not-found");
      const over = draftRefusal({ ...seen, until: seen.keptUntil }, today);
      if (over) return refused(refuse, over);
      const { draftId, owner, version } = seen;
      const phone = openDraft(vault, seen)?.applicant?.phone;
      if (phone === undefined) return refuse("not-found");
      const code = randomDigits(DIGITS);
      const until = new Date(now + DRAFT_CODE_MINUTES * 60_000).toISOString();
      const cause = `draft-code:${draftId}:${String(version)}`;
      const sealed = vault.seal(phone, keys.outbox(messageId(cause)), "phone");
      const kept = { codeHash: codeHashOf(vault, draftId, code), until, tries: 0 };
      const answer = { status: 201, body: { id: draftId, until } };
      const failed = await transact(services.table, {
        request: requestRecord(request, answer, now),
        ...draftWrites({ ...withoutChain(seen), code: kept }, seen, act("CODE", "COUNTER")),
        message: outgoing(
          { cause, kind: "application-code", to: owner, facts: { code } },
          sealed,
          at,
        ),
      });
      return standing(failed) ?? answer;
    });
  });

/** The person confirms what was entered for them: it is their application, and the clerk is named. */
export const confirmDraft = (services: Services) =>
  endpoint(routes.confirmDraft, services, async (input) => {
    const { params, body, caller, request, act, at, today, now, refuse } = input;
    const vault = await services.vault();
    return decideAgain(async () => {
      const seen = await enteredBy(services.table, caller, params.draftId);
      if (!seen) return refuse("not-found");
      const codeHash =
        body.how === "SMS_CODE" ? codeHashOf(vault, seen.draftId, body.code) : undefined;
      const word = decideCounterWord(
        { ...seen, until: seen.keptUntil },
        { formDigest: body.formDigest, codeHash },
        { now: at, today },
      );
      if (word.kind === "wrong-code") await countTry(services.table, seen, input);
      if (word.kind !== "confirm") return refused(refuse, word);
      const draft = openDraft(vault, seen);
      if (!draft) throw new Error("An open draft says nothing");
      const form = completed(draft);
      if ("kind" in form) return refused(refuse, form);
      const paper = body.how === "PAPER" ? ` ${body.paperDigest}` : "";
      const taken = await submission(services, vault, {
        // Who stands at the counter may have no account: they are known by their keyed hash.
        ...{ form, sub: seen.owner, isCaller: true },
        enteredBy: { capacity: "COUNTER", sub: caller.sub, how: word.how },
        ...{ request, at, today },
        act: (outcome, reason) => act(outcome, `${reason ?? ""} ${word.how}${paper}`.trim()),
      });
      if (taken.kind !== "taken") return refused(refuse, taken);
      const failed = await transact(services.table, {
        request: requestRecord(request, taken.answer, now),
        ...taken.writes,
        ...draftSent(seen, taken.record.applicationId, act("SUBMITTED", "COUNTER")),
      });
      return standing(failed, "head") ?? taken.answer;
    });
  });

/** A wrong code counts before it is refused: whoever guesses runs out of tries. */
async function countTry(
  table: Table,
  seen: StoredDraft,
  { act }: Input<typeof routes.confirmDraft>,
): Promise<void> {
  const { code } = seen;
  if (!code) return;
  const next = { ...withoutChain(seen), code: { ...code, tries: code.tries + 1 } };
  const failed = await transact(table, draftWrites(next, seen, act("WRONG_CODE", "COUNTER")));
  if (failed.size > 0) throw new TableBusy("Another try came in between");
}
