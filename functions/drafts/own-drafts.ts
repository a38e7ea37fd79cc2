import { ApplicationForm, type DraftForm } from "../../shared/contract/application.ts";
import {
  decideEmployerEntry,
  draftRefusal,
  keptUntil,
} from "../../shared/domain/applications/decide-draft.ts";
import { idOf } from "../../shared/platform/ids.ts";
import {
  draftRow,
  draftsOf,
  draftView,
  draftWrites,
  findDraft,
  openDraft,
  sealDraft,
  staffRow,
  type DraftRecord,
  type StoredDraft,
} from "../../shared/store/application-drafts.ts";
import { findApplication } from "../../shared/store/applications.ts";
import { withoutChain } from "../../shared/store/audit.ts";
import { keys } from "../../shared/store/keys.ts";
import { messageId, outgoing } from "../../shared/store/outbox.ts";
import { identityHash } from "../../shared/store/persons.ts";
import { requestRecord } from "../../shared/store/requests.ts";
import type { Vault } from "../../shared/store/sealing.ts";
import type { Table } from "../../shared/store/table.ts";
import { transact, type Write } from "../../shared/store/transact.ts";
import { decideAgain, standing } from "../http/attempts.ts";
import type { Caller } from "../http/caller.ts";
import { endpoint, ok } from "../http/endpoint.ts";
import { refused } from "../http/refused.ts";
import type { DomainRefusal } from "../http/refused.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/application-drafts.ts";
import { isCaller } from "../applications/apply-for-home.ts";
import { submission } from "../applications/submission.ts";

/** The caller's own draft; undefined when there is none, or it is someone else's. */
async function ownDraft(
  table: Table,
  caller: Caller,
  draftId: string,
): Promise<StoredDraft | undefined> {
  const found = await findDraft(table, draftId);
  return found?.owner === caller.identityHash ? found : undefined;
}

/** What whoever saves a draft is told of it. */
export const standingOf = ({ draftId, state, formDigest, keptUntil: until }: DraftRecord) => ({
  ...{ id: draftId, state, formDigest, keptUntil: until },
});

/** Begins a draft of one's own; it is kept for 90 days from the last time it was saved. */
export const beginDraft = (services: Services) =>
  endpoint(routes.beginDraft, services, async ({ body, caller, request, act, today, now }) => {
    const vault = await services.vault();
    const draftId = idOf("D", request);
    return decideAgain(async () => {
      const draft: DraftRecord = {
        ...{ draftId, state: "OPEN", owner: caller.identityHash },
        ...{ jurisdiction: body.form.jurisdiction, keptUntil: keptUntil(today) },
        ...sealDraft(vault, draftId, body.form),
      };
      const answer = { status: 201, body: standingOf(draft) };
      const failed = await transact(services.table, {
        request: requestRecord(request, answer, now),
        ...draftWrites(draft, undefined, act("OPEN")),
        row: draftRow(caller.identityHash, draftId),
      });
      return standing(failed, "draft") ?? answer;
    });
  });

/** Saves a draft anew, as it is to be. */
export const saveDraft = (services: Services) =>
  endpoint(routes.saveDraft, services, async (input) => {
    const { params, body, caller, request, act, today, now, refuse } = input;
    const vault = await services.vault();
    return decideAgain(async () => {
      const seen = await ownDraft(services.table, caller, params.draftId);
      if (!seen) return refuse("not-found");
      const over = draftRefusal({ ...seen, until: seen.keptUntil }, today);
      if (over) return refused(refuse, over);
      const next: DraftRecord = {
        ...withoutChain(seen),
        ...{ jurisdiction: body.form.jurisdiction, keptUntil: keptUntil(today) },
        ...sealDraft(vault, seen.draftId, body.form),
      };
      const answer = { status: 200, body: standingOf(next) };
      const failed = await transact(services.table, {
        request: requestRecord(request, answer, now),
        ...draftWrites(next, seen, act("OPEN")),
      });
      return standing(failed) ?? answer;
    });
  });

/** One's drafts that can still be sent, those an employer or a clerk has entered for one too. */
export const listDrafts = (services: Services) =>
  endpoint(routes.listDrafts, services, async ({ caller, today }) => {
    const vault = await services.vault();
    const all = await draftsOf(services.table, caller.identityHash, "DRAFT#");
    const open = all.filter((one) => !draftRefusal({ ...one, until: one.keptUntil }, today));
    return ok({ drafts: open.map((one) => draftView(vault, one)) });
  });

/** A draft as a form that is complete, or the first member that is not. */
export function completed(form: DraftForm): ApplicationForm | DomainRefusal {
  const parsed = ApplicationForm.safeParse(form);
  if (parsed.success) return parsed.data;
  const path = parsed.error.issues[0]?.path ?? [];
  return { kind: "draft-incomplete", pointer: ["/form", ...path.map(String)].join("/") };
}

/** Deletes what a draft says, once its application is there. */
export const draftSent = (
  seen: StoredDraft,
  applicationId: string,
  act: Parameters<typeof draftWrites>[2],
): Record<string, Write> =>
  draftWrites({ ...withoutChain(seen), state: "SUBMITTED", applicationId }, seen, act);

/** Sends a draft, one's own or one an employer entered, with one's own consent. */
export const submitDraft = (services: Services) =>
  endpoint(routes.submitDraft, services, async (input) => {
    const { params, body, caller, request, act, at, today, now, refuse } = input;
    const vault = await services.vault();
    return decideAgain(async () => {
      const seen = await ownDraft(services.table, caller, params.draftId);
      if (!seen) return refuse("not-found");
      const over = draftRefusal({ ...seen, until: seen.keptUntil }, today);
      if (over) return refused(refuse, over);
      if (body.formDigest !== seen.formDigest) return refuse("draft-changed");
      const { consent, declaration } = body;
      const draft = openDraft(vault, seen);
      if (!draft) throw new Error("An open draft says nothing");
      const form = completed({ ...draft, declaration, ...(consent && { consent }) });
      if ("kind" in form) return refused(refuse, form);
      const taken = await submission(services, vault, {
        ...{ form, sub: caller.sub, isCaller: isCaller(vault, caller, form) },
        ...(seen.enteredBy && { enteredBy: { ...seen.enteredBy, how: "SIGNED_IN" as const } }),
        ...{ request, act, at, today },
      });
      if (taken.kind !== "taken") return refused(refuse, taken);
      const failed = await transact(services.table, {
        request: requestRecord(request, taken.answer, now),
        ...taken.writes,
        ...draftSent(seen, taken.record.applicationId, act("SUBMITTED")),
      });
      return standing(failed, "head") ?? taken.answer;
    });
  });

/** An employer fills in an application for someone of its staff, who checks, consents and sends it. */
export const enterForStaff = (services: Services) =>
  endpoint(routes.enterForStaff, services, async (input) => {
    const { body, caller, request, act, at, today, now, refuse } = input;
    const { uscc, firmHash = "" } = caller.person;
    const vault = await services.vault();
    const draftId = idOf("D", request);
    return decideAgain(async () => {
      const wrong = decideEmployerEntry(body.form, uscc);
      const { applicant } = body.form;
      if (wrong || !applicant) return refused(refuse, wrong ?? { kind: "applicant-missing" });
      const owner = identityHash(vault, applicant.idType, applicant.idNumber);
      const draft: DraftRecord = {
        ...{ draftId, state: "OPEN", owner, keptUntil: keptUntil(today) },
        enteredBy: { capacity: "EMPLOYER", sub: caller.sub, firmHash },
        jurisdiction: body.form.jurisdiction,
        ...sealDraft(vault, draftId, body.form),
      };
      const answer = { status: 201, body: standingOf(draft) };
      const failed = await transact(services.table, {
        request: requestRecord(request, answer, now),
        ...draftWrites(draft, undefined, act("OPEN", "EMPLOYER")),
        row: draftRow(owner, draftId),
        staff: staffRow(firmHash, draftId),
        message: toPhone(vault, draft, { phone: applicant.phone, at }),
      });
      return standing(failed, "draft") ?? answer;
    });
  });

/** Tells whoever it is for that a form was filled in for them. */
function toPhone(
  vault: Vault,
  { draftId, owner, keptUntil: by }: DraftRecord,
  { phone, at }: { readonly phone: string; readonly at: string },
): Write {
  const cause = `${draftId} entered`;
  const sealed = vault.seal(phone, keys.outbox(messageId(cause)), "phone");
  return outgoing({ cause, kind: "application-entered", to: owner, facts: { by } }, sealed, at);
}

/** What became of the applications an employer entered: where each stands, and nothing else. */
export const listStaffApplications = (services: Services) =>
  endpoint(routes.listStaffApplications, services, async ({ caller }) => {
    const { firmHash } = caller.person;
    if (firmHash === undefined) return ok({ staff: [] });
    const entered = await draftsOf(services.table, firmHash, "STAFF#");
    const lines = entered.map(async ({ draftId, state, applicationId }) => {
      const found =
        applicationId === undefined
          ? undefined
          : await findApplication(services.table, applicationId);
      return { id: draftId, draft: state, ...(found && { application: found.state }) };
    });
    return ok({ staff: await Promise.all(lines) });
  });
