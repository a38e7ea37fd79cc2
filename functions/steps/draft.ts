import { civilDay, instantText } from "../../shared/domain/calendar/instants.ts";
import { draftWrites, findDraft } from "../../shared/store/application-drafts.ts";
import { withoutChain } from "../../shared/store/audit.ts";
import { transact } from "../../shared/store/transact.ts";
import type { Step } from "./step.ts";

/** A draft whose last day is over: all that it said is deleted; that there was one stays. */
export const draftStep: Step = async ({ table }, key, now) => {
  const seen = await findDraft(table, key.pk.slice("DRAFT#".length));
  if (seen?.state !== "OPEN" || civilDay(now) <= seen.keptUntil) return;
  const act = {
    ...{ actor: "system", role: "system", action: "delete-draft", at: instantText(now) },
    ...{ outcome: "EXPIRED", reason: "PIPL-19" },
  };
  // A failed condition means that it was saved or sent meanwhile: the clock comes again if it must.
  await transact(table, draftWrites({ ...withoutChain(seen), state: "EXPIRED" }, seen, act));
};
