import * as z from "zod";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DemoPerson } from "../../../infra/local/people.ts";
import { SlipView, TurnView } from "../../../shared/contract/allotment.ts";
import { checkSlip, type SlipFacts } from "../../../shared/domain/draws/slip.ts";
import { LeaseProgress } from "../../../functions/routes/leases.ts";
import { aHome, aScheme } from "../../support/builders/scheme.ts";
import type { Answered } from "../../support/api.ts";
import { changeScheme, draw, freeze, putScheme } from "./a-batch.ts";
import { applied, formOf, generated, progressOf, reviewed, startLine, type Line } from "./line.ts";

const Intents = z.object({
  intents: z.array(z.looseObject({ state: z.string(), receipt: z.string().optional() })),
  next: z.string().optional(),
});

const HOUSEHOLDS = 44;
const WINNERS = 40;

/** Forty homes for forty-four households; the first is for single people only. */
const scheme = aScheme({
  pools: [
    {
      id: "A",
      name: { zh: "普通组", en: "Ordinary" },
      ...{ units: WINNERS, spill: "-", queue: "ORDINARY", minPersons: 1, maxPersons: 16 },
    },
  ],
  layoutRules: [
    { layout: "2-1-1", minPersons: 1, maxPersons: 16 },
    { layout: "4-2-2", minPersons: 9, maxPersons: 16 },
  ],
  intent: { opensAt: "2026-03-16T01:00:00Z", closesAt: "2026-03-27T10:00:00Z" },
  homes: Array.from({ length: WINNERS + 1 }, (_, at) =>
    aHome({
      homeId: `FZ3-${String(1000 + at)}`,
      flatId: `QZFZ0000${String(1000 + at)}`,
      no: String(1000 + at),
      ...(at === WINNERS && { layout: "4-2-2" }),
    }),
  ),
});
const { schemeId } = scheme;

let line: Line;
let households: { person: DemoPerson; id: string }[];
let facts: SlipFacts;
/** In the order of the draw. */
let winners: typeof households;

beforeAll(async () => {
  line = await startLine();
  const { api } = line;
  const people = generated(HOUSEHOLDS);
  households = [];
  for (const person of people) {
    const id = await applied(await api.as(person.key), formOf(person.key));
    households.push({ person, id });
  }
  await reviewed(
    api,
    households.map(({ id }) => id),
  );
  await api.moveTo("2026-03-13T16:00:00.000Z");
  await putScheme(api, scheme);
});
afterAll(() => line.stop());

const as = ({ person }: { person: DemoPerson }) => line.api.as(person.key);
const intend = async (one: (typeof households)[number], key?: string): Promise<Answered> =>
  (await as(one)).post(
    `/api/schemes/${schemeId}/intents`,
    { applicationId: one.id, pools: ["A"] },
    key === undefined ? {} : { key },
  );
const first = () => {
  const [one] = households;
  if (!one) throw new Error("Nobody applied");
  return one;
};

describe("an intent", () => {
  it("is refused before the window, after it, for another's application and outside the scope", async () => {
    expect(await intend(first())).toMatchObject({
      status: 409,
      body: { type: "/problems/intent-not-open" },
    });
    await line.api.moveTo("2026-03-17T02:00:00.000Z");
    const [one, two] = households;
    if (!one || !two) throw new Error("Nobody applied");
    const stranger = await (
      await as(two)
    ).post(`/api/schemes/${schemeId}/intents`, { applicationId: one.id, pools: ["A"] });
    expect(stranger.status).toBe(404);
    const elsewhere = await (
      await as(one)
    ).post(`/api/schemes/${schemeId}/intents`, { applicationId: one.id, pools: ["B"] });
    expect(elsewhere).toMatchObject({ status: 422, body: { code: "V36" } });
  });

  it("is taken from all at once, each once", async () => {
    const answers = await Promise.all(households.map((one) => intend(one)));
    expect(answers.map(({ status }) => status)).toEqual(households.map(() => 201));
    expect(await intend(first())).toMatchObject({ status: 409, body: { state: "INTENT" } });
  });
});

describe("a void draw", () => {
  it("leaves its households free to opt into the next scheme", async () => {
    const next = aScheme({
      ...scheme,
      schemeId: "qz-2026-002",
      homes: [aHome({ flatId: "QZFZ00009999" })],
    });
    await putScheme(line.api, next);
    const one = households[HOUSEHOLDS - 2];
    if (!one) throw new Error("Nobody applied");
    const intend = async () =>
      (await as(one)).post("/api/schemes/qz-2026-002/intents", {
        ...{ applicationId: one.id, pools: ["A"] },
      });
    expect((await intend()).status).toBe(409);
    await changeScheme(line.api, schemeId, { state: "VOID" });
    expect(await progressOf(await as(one), one.id)).toMatchObject({ state: "WAITLISTED" });
    expect((await intend()).status).toBe(201);
    await changeScheme(line.api, schemeId, { state: "INTENT_OPEN" });
    households.splice(HOUSEHOLDS - 2, 1);
  });
});

describe("the recheck", () => {
  const recheck = async (officer: string, some: typeof households, outcome = "QUALIFIED") =>
    (await line.api.as(officer)).post(`/api/office/schemes/${schemeId}/rechecks`, {
      decisions: some.map(({ id }) => ({
        applicationId: id,
        outcome,
        ...(outcome === "NOT_QUALIFIED" && { reason: "收入已超过规定标准" }),
      })),
    });

  it("waits for the window to close, and belongs to the scheme's own district", async () => {
    const early = await recheck("reviewer-fengze", households.slice(0, 1));
    expect(early.body.outcomes).toMatchObject([{ problem: { status: 409 } }]);
    await line.api.moveTo("2026-03-27T10:00:01.000Z");
    await changeScheme(line.api, schemeId, { state: "RECHECKING" });
    expect((await intend(first())).body.code).toBe("V35");
    expect((await recheck("reviewer-jinjiang", households.slice(0, 1))).status).toBe(404);
  });

  it("puts who passes into the roster, and sends who fails back with a reason", async () => {
    const failing = households.slice(-1);
    expect((await recheck("reviewer-fengze", failing, "NOT_QUALIFIED")).body.outcomes).toEqual(
      failing.map(({ id }) => ({ applicationId: id, state: "WAITLISTED" })),
    );
    const others = households.slice(0, -1);
    for (let from = 0; from < others.length; from += 19) {
      const answer = await recheck("reviewer-fengze", others.slice(from, from + 19));
      expect(JSON.stringify(answer.body)).not.toContain("problem");
    }
    const officer = await line.api.as("draw-officer");
    const seen: z.infer<typeof Intents>["intents"] = [];
    let cursor: string | undefined = "";
    while (cursor !== undefined) {
      const after = cursor && `&cursor=${cursor}`;
      const path = `/api/office/schemes/${schemeId}/intents?limit=20${after}`;
      const page = Intents.parse((await officer.get(path)).body);
      seen.push(...page.intents);
      cursor = page.next;
    }
    // Every household has a number of its own from registration on; one failed, one went elsewhere.
    const passed = seen.filter(({ state }) => state === "PASSED");
    expect(passed).toHaveLength(HOUSEHOLDS - 2);
    const receipts = seen.flatMap(({ receipt }) => receipt ?? []);
    expect(seen).toHaveLength(HOUSEHOLDS);
    expect(new Set(receipts).size).toBe(HOUSEHOLDS);
    expect(JSON.stringify(seen)).not.toMatch(/350599|陈|林/u);
  });
});

describe("the slip", () => {
  const slipOf = async (one: (typeof households)[number]) => {
    const answer = await (await as(one)).get(`/api/applications/${one.id}/slip`);
    return SlipView.parse(answer.body);
  };

  it("proves the entry as soon as the roster is frozen", async () => {
    expect(await slipOf(first())).toMatchObject({ state: "REGISTERED" });
    facts = await freeze(line.api, scheme);
    const { state, slip } = await slipOf(first());
    expect(state).toBe("IN_ROSTER");
    if (!slip) throw new Error("No slip");
    expect(checkSlip(slip, facts)).toBeUndefined();
    expect(checkSlip({ ...slip, name: "陈小二" }, facts)).toMatchObject({ refused: "E_PRIVATE" });
  });

  it("proves the rank once there is a result", async () => {
    facts = await draw(line.api, scheme, facts);
    const ranked = await Promise.all(
      households.slice(0, -1).map(async (one) => ({ one, view: await slipOf(one) })),
    );
    for (const { view } of ranked) {
      expect(view.state).toBe("RANKED");
      if (!view.slip) throw new Error("No slip");
      expect(checkSlip(view.slip, facts)).toBeUndefined();
    }
    const place = (view: SlipView): number => Number(view.slip?.ranks[0]?.line.split(",")[1]);
    winners = ranked
      .toSorted((a, b) => place(a.view) - place(b.view))
      .slice(0, WINNERS)
      .map(({ one }) => one);
  });
});

describe("choosing a home", () => {
  const claim = async (one: (typeof households)[number], homeId: string, key?: string) =>
    (await as(one)).post(
      `/api/draws/${schemeId}/claims`,
      { applicationId: one.id, homeId },
      key === undefined ? {} : { key },
    );
  const turnOf = async (one: (typeof households)[number]) => {
    const path = `/api/draws/${schemeId}/selection?applicationId=${one.id}`;
    return TurnView.parse((await (await as(one)).get(path)).body);
  };
  const at = (place: number) => {
    const one = winners[place];
    if (!one) throw new Error("Nobody won that place");
    return one;
  };

  it("shows everyone how many come before", async () => {
    expect(await turnOf(at(0))).toMatchObject({
      ...{ turn: 1, places: WINNERS, state: "OPEN" },
      yours: { place: 1, ahead: 0, state: "YOUR_TURN" },
    });
    expect((await turnOf(at(7))).yours).toMatchObject({ place: 8, ahead: 7, state: "WAITING" });
    expect((await turnOf(at(0))).freeHomes).toHaveLength(WINNERS);
    const loser = households.slice(0, -1).find((one) => !winners.includes(one));
    if (!loser) throw new Error("Everyone won");
    expect((await (await as(loser)).get(`/api/applications/${loser.id}`)).body.state).toBe(
      "WAITLISTED",
    );
    expect((await claim(loser, "FZ3-1000")).status).toBe(403);
  });

  it("refuses a home that does not fit the household, and one that is not there", async () => {
    expect(await claim(at(0), "FZ3-1040")).toMatchObject({ status: 422, body: { code: "V38" } });
    expect((await claim(at(0), "FZ3-9999")).status).toBe(404);
  });

  it("gives a home to one of forty who claim it at once", async () => {
    const answers = await Promise.all(winners.map((one) => claim(one, "FZ3-1000")));
    const taken = answers.filter(({ status }) => status === 201);
    expect(taken).toHaveLength(1);
    expect(answers.filter(({ status }) => status !== 201 && status !== 409)).toEqual([]);
    expect((await turnOf(at(0))).yours?.state).toBe("CHOSEN");
    expect((await turnOf(at(1))).yours?.state).toBe("YOUR_TURN");
    expect(await claim(at(1), "FZ3-1000")).toMatchObject({ status: 409, body: { code: "V39" } });
    expect(await claim(at(0), "FZ3-1001")).toMatchObject({
      status: 409,
      body: { type: "/problems/already-housed" },
    });
  });

  it("has one effect when the same claim is sent again, at once and later", async () => {
    const key = "claim-of-the-second";
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => claim(at(1), "FZ3-1001", key)),
    );
    const later = await claim(at(1), "FZ3-1001", key);
    expect(answers.map(({ body }) => body)).toEqual(answers.map(() => later.body));
    expect(later.status).toBe(201);
    expect(await turnOf(at(2))).toMatchObject({ turn: 3 });
  });

  it("goes in the order of the draw, however all push", async () => {
    const pushing = winners.slice(2, 8);
    // Answers may overtake each other on their way; whoever chose before had chosen by then.
    const stateOfThoseBefore = await Promise.all(
      pushing.map(async (one, place) => {
        for (;;) {
          const answer = await claim(one, `FZ3-${String(1002 + place)}`);
          if (answer.status === 201) break;
          await new Promise((resolve) => setTimeout(resolve, 200));
        }
        const before = await Promise.all(pushing.slice(0, place).map(turnOf));
        return before.map(({ yours }) => yours?.state);
      }),
    );
    expect(stateOfThoseBefore).toEqual(
      pushing.map((_, place) => pushing.slice(0, place).map(() => "CHOSEN")),
    );
    expect((await turnOf(at(8))).yours?.state).toBe("YOUR_TURN");
  });

  it("ends in a lease signed by both and on record with a certificate", async () => {
    const one = at(0);
    const household = await as(one);
    const operator = await line.api.as("operator");
    const { allocationId: id = "" } = await progressOf(household, one.id);
    const list = await operator.get("/api/office/allocations?step=to-sign&jurisdiction=350503");
    expect(list.body.allocations).toHaveLength(8);

    const early = await operator.post(`/api/office/allocations/${id}/lease`, undefined);
    expect(early).toMatchObject({ status: 409, body: { type: "/problems/household-signs-first" } });
    const stranger = await as(at(1));
    expect((await stranger.post(`/api/allocations/${id}/signature`, undefined)).status).toBe(404);
    expect((await household.post(`/api/allocations/${id}/signature`, undefined)).status).toBe(200);
    const again = await household.post(`/api/allocations/${id}/signature`, undefined);
    expect(again).toMatchObject({ status: 409, body: { type: "/problems/already-signed" } });

    const let_ = await operator.post(`/api/office/allocations/${id}/lease`, undefined);
    expect(let_).toMatchObject({ status: 200, body: { state: "LEASED" } });
    const lease = LeaseProgress.parse((await household.get(`/api/allocations/${id}`)).body);
    expect(lease.state).toBe("OCCUPIED");
    expect(lease.certificateNo).toMatch(/^350503\d{13}$/);
    expect(await line.api.tick()).toMatchObject({ left: 0 });
  });
});
