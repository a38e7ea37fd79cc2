import { decidePublicityObjection } from "../../shared/domain/applications/decide-publicity-objection.ts";
import { chinaCalendar } from "../../shared/domain/calendar/working-days.ts";
import { Jurisdiction } from "../../shared/contract/ids.ts";
import { idOf } from "../../shared/platform/ids.ts";
import {
  findApplication,
  messageToApplicant,
  type StoredApplication,
} from "../../shared/store/applications.ts";
import { listRows } from "../../shared/store/notices.ts";
import {
  newObjection,
  objectionView,
  ownPublicityObjections,
} from "../../shared/store/publicity-objections.ts";
import type { Table } from "../../shared/store/table.ts";
import { moveOne, type Decide } from "../application-review/move.ts";
import { endpoint, ok, type Input } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/application-cases.ts";

type Objecting = Input<typeof routes.objectToPublicity>;

/** The household of a line of a published list. */
async function ofLine(
  table: Table,
  { docNo, receiptNo }: { readonly docNo: string; readonly receiptNo: string },
): Promise<string | undefined> {
  const at = docNo.lastIndexOf("-");
  const jurisdiction = Jurisdiction.safeParse(docNo.slice(0, at)).data;
  const day = docNo.slice(at + 1).replace(/^(\d{4})(\d{2})(\d{2})$/, "$1-$2-$3");
  if (!jurisdiction) return undefined;
  const rows = await listRows(table, { jurisdiction, day });
  return rows.find((row) => row.receiptNo === receiptNo)?.applicationId;
}

const objecting =
  (input: Objecting): Decide =>
  (seen, vault) => {
    const { body, caller, today, at, request, act } = input;
    const { publicity, applicationId } = seen;
    const decision = decidePublicityObjection({
      ...{ state: seen.state, until: publicity?.until, today, calendar: chinaCalendar },
      isMember: [seen.applicant, ...seen.members].some(({ hash }) => hash === caller.identityHash),
    });
    if (decision.kind !== "object" || !publicity)
      return decision.kind === "object" ? { kind: "publicity-objection-closed" } : decision;
    const objectionId = idOf("J", request);
    const { docNo, receiptNo, ground, statement } = body;
    const answerBy = decision.answerBy.on;
    const objection = {
      ...{ objectionId, applicationId, state: "OPEN" as const, publicityFrom: publicity.from },
      ...{ docNo, receiptNo, ground, objectedAt: at, answerBy },
      objector: { sub: caller.sub, hash: caller.identityHash },
    };
    const { provisional } = decision.answerBy;
    return {
      kind: "move",
      change: {
        state: "OBJECTION",
        dueOn: answerBy,
        openObjections: (seen.openObjections ?? 0) + 1,
      },
      // Who objects is nobody's to learn from the file.
      entry: { event: "object", outcome: "OBJECTION", by: "public" },
      article: "O11-9",
      also: {
        ...newObjection(vault, { ...objection, statement }, act("OPEN", ground)),
        message: told(vault, seen, { objectionId, answerBy, at }),
      },
      made: "objection",
      answer: { status: 201, body: { objectionId, at, answerBy, provisional } },
    };
  };

const told = (
  vault: Parameters<typeof messageToApplicant>[0],
  seen: StoredApplication,
  { objectionId, answerBy: by, at }: { objectionId: string; answerBy: string; at: string },
) =>
  messageToApplicant(vault, seen, {
    ...{ kind: "application-objected", cause: `${objectionId} made` },
    ...{ facts: { receiptNo: seen.receiptNo, by }, at },
  });

/** Anyone with a real name objects to a line of a published list; the household learns no name. */
export const objectToPublicity = (services: Services) =>
  endpoint(routes.objectToPublicity, services, async (input) => {
    const applicationId = await ofLine(services.table, input.body);
    if (applicationId === undefined) return input.refuse("not-found");
    const moved = await moveOne(services, anonymous(input), applicationId, {
      inCharge: () => true,
      prepare: () => Promise.resolve(objecting(input)),
    });
    return moved.outcome;
  });

/** In the household's own audit chain the objector stands without a name; in the objection's, with. */
const anonymous = (input: Objecting): Objecting => ({
  ...input,
  act: (outcome, reason) => ({ ...input.act(outcome, reason), actor: "public" }),
});

/** One's own objections to published lists, with their answers. */
export const listOwnPublicityObjections = (services: Services) =>
  endpoint(routes.listOwnPublicityObjections, services, async ({ caller }) => {
    const { table } = services;
    const vault = await services.vault();
    const own = await ownPublicityObjections(table, caller.identityHash);
    const views = own.map(async (one) =>
      objectionView(vault, one, await findApplication(table, one.applicationId)),
    );
    return ok({ objections: await Promise.all(views) });
  });
