import { decideResubmission } from "../../shared/domain/applications/decide-correction.ts";
import { queueOf, factsOf } from "../../shared/domain/eligibility/facts.ts";
import { chinaCalendar } from "../../shared/domain/calendar/working-days.ts";
import { openForm, sealForm } from "../../shared/store/applications.ts";
import { moveOne, type Decide } from "../application-review/move.ts";
import { endpoint, type Input } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/application-cases.ts";
import { isCaller } from "./apply-for-home.ts";
import { ofApplicant } from "./own-case.ts";
import { hashesOf } from "./submission.ts";

const resubmitting =
  (input: Input<typeof routes.resubmitApplication>): Decide =>
  (seen, vault, { policy }) => {
    const { today, caller, body } = input;
    const { form, explanation } = body;
    const hashes = hashesOf(vault, form);
    const before = [seen.applicant, ...seen.members].map(({ hash }) => hash);
    const decision = decideResubmission(form, {
      ...{ state: seen.state, until: seen.dueOn, today, calendar: chinaCalendar },
      acceptDays: policy.deadlines.accept.value,
      samePeople: hashes.toSorted().join() === before.toSorted().join() && hashes[0] === before[0],
      before: openForm(vault, seen),
    });
    if (decision.kind !== "resubmit") return decision;
    if (!form.consent) return { kind: "consent-missing", pointer: "/form/consent" };
    if (!isCaller(vault, caller, form))
      return { kind: "applicant-not-caller", pointer: "/form/applicant/name" };
    const { sub } = seen.applicant;
    return {
      kind: "move",
      change: {
        ...{ state: "SUBMITTED", dueOn: decision.due.on },
        ...{ group: form.group, wants: form.wants, queueOf: queueOf(policy, factsOf(form)) },
        ...sealForm(vault, seen.applicationId, { form, sub, hashes }),
      },
      entry: { event: "resubmit", outcome: "SUBMITTED", by: "applicant", reason: explanation },
      article: "O11-8",
      told: { dueOn: decision.due.on, provisional: decision.due.provisional },
    };
  };

/** Sends a corrected form; the street has its full days again from now on. */
export const resubmitApplication = (services: Services) =>
  endpoint(routes.resubmitApplication, services, async (input) => {
    const batch = ofApplicant(input, resubmitting(input));
    return (await moveOne(services, input, input.params.applicationId, batch)).outcome;
  });
