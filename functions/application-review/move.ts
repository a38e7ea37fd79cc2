import type { DecisionEntry } from "../../shared/contract/application.ts";
import type { ReviewGround } from "../../shared/domain/applications/decide-reviews.ts";
import type { EligibilityPolicy } from "../../shared/domain/policy/eligibility-policy.ts";
import { chinaCalendar } from "../../shared/domain/calendar/working-days.ts";
import {
  applicationWrites,
  findApplication,
  withDecision,
  type ApplicationRecord,
  type StoredApplication,
} from "../../shared/store/applications.ts";
import type { Act } from "../../shared/store/audit.ts";
import { governingOf, type Governing } from "../../shared/store/policies.ts";
import { requestRecord, type Answer, type RequestId } from "../../shared/store/requests.ts";
import type { Vault } from "../../shared/store/sealing.ts";
import { transact, type Write } from "../../shared/store/transact.ts";
import { decideAgain, MOVED, standing } from "../http/attempts.ts";
import type { Caller } from "../http/caller.ts";
import type { Language, Reply } from "../http/problem.ts";
import { problem, type ProblemKind } from "../http/problem.ts";
import type { Outcome } from "../http/endpoint.ts";
import { covers } from "../http/jurisdiction.ts";
import { factsOf, refused, type DomainRefusal } from "../http/refused.ts";
import type { Services } from "../http/services.ts";

/** What moving a case needs of a request. */
export type Moving = {
  readonly caller: Caller;
  readonly request: RequestId;
  readonly now: number;
  readonly at: string;
  readonly today: string;
  readonly language: Language;
  readonly act: (outcome: string, reason?: string) => Act;
  readonly refuse: (kind: ProblemKind, facts?: Readonly<Record<string, unknown>>) => Reply;
};

/** A case moved on: its new record, its entry in the file, and what else is written with it. */
export type Move = {
  readonly kind: "move";
  readonly change: Partial<ApplicationRecord>;
  /** Members of the record that are no longer true. */
  readonly without?: readonly (keyof ApplicationRecord)[];
  /** `by`: who acts, when it is not the officer's role. */
  readonly entry: Pick<DecisionEntry, "event" | "outcome" | "reason"> & { readonly by?: string };
  /** Article or reason code for the audit chain; never what someone typed. */
  readonly article: string;
  /** When the clock must look at it. */
  readonly dueAt?: string;
  /** This case's own further writes, by name. */
  readonly also?: Readonly<Record<string, Write>>;
  /** Writes that several cases of a batch share: one of each name is enough. */
  readonly shared?: Readonly<Record<string, Write>>;
  /** What the answer tells besides the state. */
  readonly told?: Readonly<Record<string, unknown>>;
  /** Instead of the standing: for who may not read it. */
  readonly answer?: Answer;
  /** Which of `also` makes something whose id follows from the request. */
  readonly made?: string;
};

/** Decides one case, on what was read of it and the policy that governs it. */
export type Decide = (
  seen: StoredApplication,
  vault: Vault,
  governing: Governing,
) => Move | DomainRefusal | Promise<Move | DomainRefusal>;

/** How the cases of a batch are decided. */
export type Batch = {
  /** Whether the officer is in charge of a case; to others it is absent. */
  readonly inCharge: (seen: StoredApplication) => boolean;
  /** Reads what the decisions rest on besides the cases; asked again with them. */
  readonly prepare: () => Promise<Decide>;
  /** A later look at the case, which a newer policy may govern. */
  readonly look?: "recheck" | "annualReview";
};

/** The facts that every review decision rests on. */
export function reviewGround(
  { caller, today }: Pick<Moving, "caller" | "today">,
  seen: StoredApplication,
  policy: EligibilityPolicy,
): ReviewGround {
  const people = [seen.applicant, ...seen.members];
  return {
    state: seen.state,
    isMember: people.some(({ hash }) => hash === caller.identityHash),
    isEnteredByCaller: seen.enteredBy?.sub === caller.sub,
    today,
    calendar: chinaCalendar,
    policy,
  };
}

const NOT_FOUND: DomainRefusal = { kind: "not-found" };

type Decided = {
  readonly id: string;
  readonly seen?: StoredApplication;
  readonly what: Move | DomainRefusal;
};

async function decideAll(
  services: Services,
  { today }: Pick<Moving, "today">,
  { ids, inCharge, prepare, look }: Batch & { readonly ids: readonly string[] },
): Promise<Decided[]> {
  const vault = await services.vault();
  const decide = await prepare();
  const found = await Promise.all(ids.map((id) => findApplication(services.table, id)));
  return Promise.all(
    found.map(async (seen, at) => {
      const id = ids[at] ?? "";
      if (!seen || !inCharge(seen)) return { id, what: NOT_FOUND };
      const governing = await governingOf(services.table, seen, { look, today });
      return { id, seen, what: await decide(seen, vault, governing) };
    }),
  );
}

function writesOf(
  vault: Vault,
  moving: Moving,
  { id, seen, what }: Decided,
): Record<string, Write> {
  if (what.kind !== "move" || !seen) return {};
  const { version: _, auditHead: __, ...record } = seen;
  const act = moving.act(what.entry.outcome, what.article);
  const next: ApplicationRecord = {
    ...record,
    ...what.change,
    decisions: withDecision(vault, seen, { by: act.role, ...what.entry, at: moving.at }),
  };
  for (const member of what.without ?? []) Reflect.deleteProperty(next, member);
  const own = applicationWrites(next, seen, {
    act,
    ...(what.dueAt !== undefined && { dueAt: what.dueAt }),
  });
  const writes = Object.entries<Write>({ ...own, ...what.also });
  return Object.fromEntries(writes.map(([name, write]) => [`${name} ${id}`, write]));
}

const stateAfter = ({ seen, what }: Decided): string =>
  (what.kind === "move" ? what.change.state : undefined) ?? seen?.state ?? "";

/** What was answered, and the cases that moved: what follows at once is done for them. */
export type Moved = { readonly outcome: Outcome; readonly moved: readonly StoredApplication[] };

async function commit(
  services: Services,
  moving: Moving,
  { all, answer }: { all: readonly Decided[]; answer: Answer },
): Promise<Outcome | typeof MOVED> {
  const vault = await services.vault();
  const shared = all.map(({ what }) => (what.kind === "move" ? what.shared : undefined));
  const writes: Record<string, Write> = Object.assign(
    { request: requestRecord(moving.request, answer, moving.now) },
    ...shared,
    ...all.map((one) => writesOf(vault, moving, one)),
  ) as Record<string, Write>;
  const made = all.flatMap(({ id, what }) =>
    what.kind === "move" && what.made !== undefined ? [`${what.made} ${id}`] : [],
  );
  return standing(await transact(services.table, writes), made[0]) ?? answer;
}

const movedOf = (all: readonly Decided[]): StoredApplication[] =>
  all.flatMap(({ seen, what }) => (what.kind === "move" && seen ? [seen] : []));

/** Cases of the officer's own jurisdiction. */
export const ofOffice = ({ caller }: Moving, decide: Decide): Batch => ({
  inCharge: ({ jurisdiction }) => covers(caller, jurisdiction),
  prepare: () => Promise.resolve(decide),
});

/**
 * Moves one case, or refuses.
 *
 * @param decide - on what was read; asked again when the case moved on meanwhile
 */
export const moveCase = (
  services: Services,
  moving: Moving,
  applicationId: string,
  decide: Decide,
): Promise<Moved> => moveOne(services, moving, applicationId, ofOffice(moving, decide));

/** As `moveCase`, for whoever the batch says is in charge. */
export async function moveOne(
  services: Services,
  moving: Moving,
  applicationId: string,
  batch: Batch,
): Promise<Moved> {
  let moved: readonly StoredApplication[] = [];
  const outcome = await decideAgain(async () => {
    const all = await decideAll(services, moving, { ids: [applicationId], ...batch });
    moved = movedOf(all);
    const [one] = all;
    if (!one) return MOVED;
    if (one.what.kind !== "move") return refused(moving.refuse, one.what);
    const body = { applicationId, state: stateAfter(one), ...one.what.told };
    const answer = one.what.answer ?? { status: 200, body };
    return commit(services, moving, { all, answer });
  });
  return { outcome, moved };
}

/**
 * Moves up to 20 cases, each that can be, in one transaction; the others are refused as they would
 * be alone. What was answered is kept: sending the batch again moves nothing more.
 */
export async function moveCases(
  services: Services,
  moving: Moving,
  ids: readonly string[],
  batch: Batch,
): Promise<Moved> {
  let moved: readonly StoredApplication[] = [];
  const outcome = await decideAgain(async () => {
    const all = await decideAll(services, moving, { ids, ...batch });
    moved = movedOf(all);
    const outcomes = all.map((one) =>
      one.what.kind === "move"
        ? { applicationId: one.id, state: stateAfter(one) }
        : { applicationId: one.id, problem: problemBody(moving.language, one.what) },
    );
    return commit(services, moving, { all, answer: { status: 200, body: { outcomes } } });
  });
  return { outcome, moved };
}

const problemBody = (language: Language, refusal: DomainRefusal): unknown =>
  JSON.parse(problem(refusal.kind, { language, facts: factsOf(refusal) }).body ?? "{}");
