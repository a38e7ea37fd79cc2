/** Whether the waiting lists are what the rule says, told by the office, the public file, the people. */
import * as z from "zod";
import { pause, type DemoClient } from "../demo/client.ts";

/** One household of the flood. */
export type Applied = {
  readonly key: string;
  readonly applicationId: string;
  readonly queue: "PRIORITY" | "ORDINARY";
};

const Place = z.object({
  waitingNo: z.int(),
  applicationId: z.string(),
  noticeDay: z.string(),
  submittedAt: z.string(),
});
type Place = z.infer<typeof Place>;
const Page = z.object({ places: z.array(Place), next: z.string().optional() });
const Own = z.object({ waitingNo: z.int(), position: z.int(), queue: z.string() });
const Index = z.object({
  lists: z.array(
    z.object({
      jurisdiction: z.string(),
      programme: z.string(),
      queue: z.string(),
      waiting: z.int(),
      given: z.int(),
    }),
  ),
});

/** One list as it came out. */
export type Listed = { readonly queue: string; readonly numbers: number };

const QUEUES = ["PRIORITY", "ORDINARY"] as const;
/** So many people are asked where they stand. */
const SAMPLE = 50;

/** By the rule: earlier publicity first, then earlier application, then the id. */
const ruleKey = ({ noticeDay, submittedAt, applicationId }: Place): string =>
  `${noticeDay} ${submittedAt} ${applicationId}`;

/**
 * Looks at every number of the flood's households.
 *
 * @returns what is wrong; an empty list of failures when each has one number, without a gap, in order
 */
export async function checkLists(
  client: DemoClient,
  applied: readonly Applied[],
): Promise<{ readonly lists: readonly Listed[]; readonly failures: readonly string[] }> {
  const failures: string[] = [];
  const lists: Listed[] = [];
  const numbers = new Map<string, number>();
  for (const queue of QUEUES) {
    const places = await placesOf(client, queue);
    const asked = applied.filter((one) => one.queue === queue);
    failures.push(...faultsOf(queue, places, asked));
    for (const { applicationId, waitingNo } of places) numbers.set(applicationId, waitingNo);
    lists.push({ queue, numbers: places.length });
  }
  failures.push(
    ...(await publicFaults(client, lists)),
    ...(await ownFaults(client, applied, numbers)),
  );
  return { lists, failures };
}

function faultsOf(queue: string, places: readonly Place[], asked: readonly Applied[]): string[] {
  const faults: string[] = [];
  const isGapless = places.every(({ waitingNo }, at) => waitingNo === at + 1);
  if (!isGapless) faults.push(`${queue}: numbers are not 1 to ${String(places.length)}`);
  const cases = new Set(places.map(({ applicationId }) => applicationId));
  if (cases.size !== places.length) faults.push(`${queue}: a household has two numbers`);
  const missing = asked.filter(({ applicationId }) => !cases.has(applicationId)).length;
  if (missing > 0) faults.push(`${queue}: ${String(missing)} households have no number`);
  const inOrder = places.map(ruleKey);
  const byRule = inOrder.toSorted();
  const wrong = inOrder.findIndex((key, at) => key !== byRule[at]);
  if (wrong >= 0) faults.push(`${queue}: number ${String(wrong + 1)} is not the rule's`);
  return faults;
}

async function placesOf(client: DemoClient, queue: string): Promise<Place[]> {
  const places: Place[] = [];
  let cursor: string | undefined;
  do {
    const page: z.infer<typeof Page> = await client.get(
      `/api/office/waiting-lists/350503/PRH/${queue}`,
      Page,
      { as: "clerk-fengze", ...(cursor !== undefined && { query: { cursor } }) },
    );
    places.push(...page.places);
    cursor = page.next;
  } while (cursor !== undefined);
  return places;
}

const FILE_TRIES = 60;

/** The public file says the same; the clock may still be writing it. */
async function publicFaults(client: DemoClient, lists: readonly Listed[]): Promise<string[]> {
  for (let round = 1; ; round++) {
    const index = Index.parse(JSON.parse(await client.file("/files/waiting/index.json")));
    const ours = index.lists.filter(
      ({ jurisdiction, programme }) => jurisdiction === "350503" && programme === "PRH",
    );
    const faults = lists.flatMap(({ queue, numbers }) => {
      const said = ours.find((one) => one.queue === queue)?.given ?? 0;
      return said === numbers
        ? []
        : [`${queue}: the file says ${String(said)} of ${String(numbers)}`];
    });
    if (faults.length === 0 || round === FILE_TRIES) return faults;
    await pause(1000);
  }
}

async function ownFaults(
  client: DemoClient,
  applied: readonly Applied[],
  numbers: ReadonlyMap<string, number>,
): Promise<string[]> {
  const every = Math.max(1, Math.floor(applied.length / SAMPLE));
  const faults: string[] = [];
  for (const { applicationId, key, queue } of applied.filter((_, at) => at % every === 0)) {
    const own = await client.get(`/api/applications/${applicationId}/waiting`, Own, { as: key });
    if (own.waitingNo !== numbers.get(applicationId) || own.queue !== queue)
      faults.push(`${applicationId} is told another number than the office`);
    if (own.position !== own.waitingNo)
      faults.push(`${applicationId} has number ${String(own.waitingNo)} and another position`);
  }
  return faults;
}
