import * as z from "zod";
import { dayBegins, civilDay } from "../../../shared/domain/calendar/instants.ts";
import { addDays } from "../../../shared/domain/calendar/days.ts";
import { generatedPerson, type DemoPerson } from "../people.ts";
import { DemoStopped, forAll, inGroups, pause, type DemoClient } from "./client.ts";
import { clockOf, moveClock, type Play } from "./play.ts";

/** A household of the run: who applies, and under which number the city knows the case. */
export const Household = z.object({
  key: z.string(),
  applicationId: z.string(),
  priority: z.boolean(),
  size: z.int(),
});
export type Household = z.infer<typeof Household>;

const JURISDICTION = "350503";

const Receipt = z.object({ applicationId: z.string() });
const Outcomes = z.object({
  outcomes: z.array(
    z.object({
      applicationId: z.string(),
      state: z.string().optional(),
      problem: z.unknown().optional(),
    }),
  ),
});
const Progress = z.object({
  state: z.string(),
  waitingNo: z.number().optional(),
  publicity: z.object({ until: z.string() }).optional(),
});

const indexOf = (run: number, at: number): number => run * 1000 + at;

/** What one household says of itself: within the limits of central Quanzhou's public rental. */
export function formOf(person: DemoPerson, at: number) {
  const { name, idType, idNumber, phone } = person;
  const members = (person.members ?? []).map(({ kinship, ...member }) => ({ kinship, ...member }));
  return {
    programme: "PRH",
    jurisdiction: JURISDICTION,
    group: "LOCAL_FAMILY",
    wants: "HOME",
    applicant: {
      ...{ name, idType, idNumber, phone },
      marital: members.some(({ kinship }) => kinship === "SPOUSE") ? "MARRIED" : "SINGLE",
      hukou: JURISDICTION,
    },
    members,
    ownedHomes: [],
    residencePermit: false,
    incomeFenPerYear: 2_800_000 + (at % 10) * 100_000,
    assetsFen: 5_000_000,
    priorityEvidence: isPriority(at) ? ["LOW_INCOME_ALLOWANCE"] : [],
    consent: { textVersion: "2026-01", agreedForAllAdults: true },
    declaration: true,
  };
}

/** Every tenth household stands in the priority queue. */
const isPriority = (at: number): boolean => at % 10 === 0;

/** Households apply, are taken in, reviewed, publicised, and end on the waiting list with a number. */
export async function applyAndWait(client: DemoClient, play: Play): Promise<Household[]> {
  const { origin } = client;
  const from = indexOf(play.run, 0);
  const count = play.households;
  await client.signIn({ generated: { from, count } });
  await client.signIn({ people: ["clerk-fengze", "reviewer-fengze", "approver-fengze"] });

  const households = await play.step("applied", z.array(Household), () =>
    forAll(Array.from({ length: count }), async (_, at) => {
      const person = generatedPerson(from + at);
      const once = `apply ${at}`;
      const body = formOf(person, at);
      const { applicationId } = await client.post("/api/applications", Receipt, {
        as: person.key,
        once,
        body,
      });
      return {
        key: person.key,
        applicationId,
        priority: isPriority(at),
        size: 1 + body.members.length,
      };
    }),
  );
  play.say(
    `${count} 户申请，授权核查 ${count} households apply with consent`,
    `${origin}/api/applications`,
  );
  await review(client, play, households);
  await publicity(client, play, households);
  return households;
}

async function review(
  client: DemoClient,
  play: Play,
  households: readonly Household[],
): Promise<void> {
  const rounds = [
    {
      step: "application-acceptances",
      as: "clerk-fengze",
      said: "街道受理 Taken in by the street",
    },
    {
      step: "application-first-reviews",
      as: "clerk-fengze",
      said: "初审，部门联审 First review, agencies asked",
      note: "材料齐全",
    },
    {
      step: "application-recommendations",
      as: "reviewer-fengze",
      said: "区级复审 Recommended by a reviewer",
      note: "符合条件",
    },
    {
      step: "application-decisions",
      as: "approver-fengze",
      said: "另一人审批，公示 Decided by a second person: publicity",
    },
  ];
  for (const { step, as, said, note } of rounds) {
    await play.step(step, z.int(), async () => {
      const groups = inGroups(households, 20);
      await forAll(groups, (group, at) =>
        decideAll(client, `/api/office/${step}`, {
          as,
          once: `${step} ${at}`,
          body: {
            applicationIds: group.map(({ applicationId }) => applicationId),
            ...(note !== undefined && { note }),
          },
        }),
      );
      return groups.length;
    });
    play.say(said, `${client.origin}/api/office/${step}`);
  }
}

type Batch =
  | { readonly applicationIds: readonly string[]; readonly note?: string }
  | { readonly decisions: readonly { readonly applicationId: string }[] };

/** The cases of a batch that are still to be done. */
const only = (body: Batch, ids: ReadonlySet<string>): Batch =>
  "decisions" in body
    ? { decisions: body.decisions.filter(({ applicationId }) => ids.has(applicationId)) }
    : { ...body, applicationIds: body.applicationIds.filter((id) => ids.has(id)) };

const TRIES = 10;

/**
 * Posts one batch. A case refused in it may wait for an agency that kept silent, which the clock
 * asks again: it is sent once more, alone; refused to the end, it stops the demo.
 */
export async function decideAll(
  client: DemoClient,
  path: string,
  call: { as: string; once: string; body: Batch },
): Promise<void> {
  let left = call;
  for (let round = 1; ; round++) {
    const { outcomes } = await client.post(path, Outcomes, left);
    const refused = outcomes.filter(({ problem }) => problem !== undefined);
    if (refused.length === 0) return;
    if (round === TRIES)
      throw new DemoStopped(`${path}: ${JSON.stringify(refused.map(({ problem }) => problem))}`);
    await pause(2000);
    const ids = new Set(refused.map(({ applicationId }) => applicationId));
    left = { ...call, once: `${call.once} again ${round}`, body: only(call.body, ids) };
  }
}

async function publicity(
  client: DemoClient,
  play: Play,
  households: readonly Household[],
): Promise<void> {
  const [first] = households;
  const last = households.at(-1);
  if (!first || !last) return;
  await play.step("waitlisted", z.int(), async () => {
    const begun = await client.get(`/api/applications/${last.applicationId}`, Progress, {
      as: last.key,
    });
    const until = begun.publicity?.until ?? civilDay(await clockOf(client));
    await moveClock(client, dayBegins(addDays(until, 1)) + 9 * 3_600_000);
    return 1;
  });
  const { state, waitingNo } = await client.get(
    `/api/applications/${first.applicationId}`,
    Progress,
    { as: first.key },
  );
  play.say(
    `公示 7 个工作日期满，进入轮候（首户轮候号 ${waitingNo ?? "-"}） Publicity over: ${state}`,
    `${client.origin}/files/notices/index.json`,
  );
}
