import { randomBytes } from "node:crypto";
import * as z from "zod";
import {
  EXAMPLE,
  EXAMPLE_DRAFT,
  EXAMPLE_SCHEME,
  exampleHome,
} from "../../functions/routes/examples.ts";
import { askVillageProof } from "../../functions/routes/village-proofs.ts";
import { addDays, addYears } from "../../shared/domain/calendar/days.ts";
import { civilDay } from "../../shared/domain/calendar/instants.ts";
import { DemoClient, DemoStopped } from "./demo/client.ts";
import { party } from "./demo/filing.ts";
import { formOf } from "./demo/households.ts";
import { clockOf } from "./demo/play.ts";
import { schemeOf, timetableFrom } from "./demo/scheme.ts";
import { personOfKey } from "./people.ts";

const PEOPLE = [
  ...["landlord-ou", "landlord-lin", "tenant-huang", "tenant-wu", "tenant-chen", "tenant-zheng"],
  ...["clerk-fengze", "reviewer-fengze", "officer-city-1", "officer-city-2"],
  "enterprise-anju",
];
/** The demo's generated people begin at 1000. */
const GENERATED = { from: 8, count: 2 };

const Standing = z.object({ id: z.string(), termsDigest: z.string() });
const Any = z.unknown();

/**
 * Fills a fresh installation with a few cases, through the API and as their people, so that every
 * example of the API has something to name. The Idempotency-Keys are fixed, and identifiers follow
 * from them: they are the same in every installation.
 *
 * A load that was cut short may be done again: what was made already stays as it is.
 *
 * @param origin - where the installation serves, such as `http://127.0.0.1:3000`
 * @throws DemoStopped when the platform refuses what is not there yet
 */
export async function loadDemoCity(origin: string): Promise<void> {
  const client = await DemoClient.connect(origin, "example-key");
  const [now] = await Promise.all([
    clockOf(client),
    client.signIn({ people: PEOPLE }),
    client.signIn({ generated: GENERATED }),
  ]);
  const today = civilDay(now);
  await Promise.all([
    filedLease(client, today),
    waitingLeases(client, today),
    batch(client),
    applications(client),
    publishedScheme(client, now),
    plannedScheme(client),
    villageProof(client),
  ]);
}

/** What the act answers; undefined when it is refused because an earlier load has been here. */
async function unlessDone<T>(act: Promise<T>): Promise<T | undefined> {
  try {
    return await act;
  } catch (error) {
    if (error instanceof DemoStopped && (error.cause === 409 || error.cause === 422))
      return undefined;
    throw error;
  }
}

type Terms = {
  readonly landlord: string;
  readonly tenant: string;
  readonly region: "350503" | "350582";
  readonly building: string;
  readonly no: string;
  readonly today: string;
};

const unitOf = ({ region, building, no }: Terms) => ({
  flatId: `${region}00100100${no}`,
  regionCode: region,
  standardAddressCode: `${region}001001005${no}0001`,
  building,
  address: `${building}${no}室`,
  realEstateUnitNo: `${region}001002GB00001F00030${no}`,
  titleCertNo: `闽(2023)泉州市不动产权第0000${no}号`,
  titleType: "REAL_ESTATE_CERT",
  landNature: "STATE",
  areaM2: 88.5,
  rooms: 3,
  layout: "3-1-1",
  wholeOrRoom: "WHOLE",
  spaceKind: "DWELLING",
});

/** A whole flat for a year from tomorrow. */
const draftOf = (terms: Terms) => ({
  jurisdiction: terms.region,
  filerRole: "LANDLORD",
  signing: "ONLINE",
  landlords: [party(terms.landlord)],
  tenants: [party(terms.tenant)],
  lease: {
    unit: unitOf(terms),
    use: "RESIDENTIAL",
    signedOn: terms.today,
    from: addDays(terms.today, 1),
    until: addYears(terms.today, 1),
    monthlyRentFen: 260_000,
    payCycle: "MONTHLY",
    occupants: [],
  },
});

type Drafting = { readonly as: string; readonly once: string; readonly body: unknown };

/** A new draft, or the one that an earlier load has made, on another day perhaps. */
async function drafted(client: DemoClient, filingId: string, drafting: Drafting) {
  const path = `/api/filings/${filingId}`;
  const standing =
    (await unlessDone(client.post("/api/filings", Standing, drafting))) ??
    (await client.get(path, Standing, { as: drafting.as }));
  return { path, termsDigest: standing.termsDigest };
}

const IN_FENGZE = { region: "350503", building: "泉州市丰泽区刺桐路18号3幢" } as const;
const IN_JINJIANG = { region: "350582", building: "晋江市梅岭街道世纪大道6号2幢" } as const;

/** Drafted, sent, signed by the tenant: checked and on record at once, with its certificate. */
async function filedLease(client: DemoClient, today: string): Promise<void> {
  const as = "landlord-ou";
  const parties = { landlord: as, tenant: "tenant-huang" };
  const body = draftOf({ ...parties, ...IN_JINJIANG, no: "301", today });
  const once = "draft of the lease on record";
  const { path, termsDigest } = await drafted(client, EXAMPLE.filed, { as, once, body });
  const sending = { as, once: `send ${path}`, body: { termsDigest, submitWhenSigned: true } };
  await unlessDone(client.post(`${path}/send`, Any, sending));
  const signing = { as: "tenant-huang", once: `sign ${path}`, body: { termsDigest } };
  await unlessDone(client.post(`${path}/signatures`, Any, signing));
}

/** One waits for its tenant, one for a reviewer, one for its landlord to go on. */
async function waitingLeases(client: DemoClient, today: string): Promise<void> {
  const as = "landlord-lin";
  const at = { ...IN_FENGZE, landlord: as, today };
  const toSign = await drafted(client, EXAMPLE.toSign, {
    ...{ as, once: "draft of the lease to sign" },
    body: draftOf({ ...at, tenant: "tenant-wu", no: "502" }),
  });
  const terms = { termsDigest: toSign.termsDigest, submitWhenSigned: true };
  const send = { as, once: `send ${toSign.path}`, body: terms };
  await unlessDone(client.post(`${toSign.path}/send`, Any, send));

  const toReview = await drafted(client, EXAMPLE.toReview, {
    ...{ as, once: "draft of the lease to review" },
    body: onPaper(draftOf({ ...at, tenant: "tenant-zheng", no: "503" })),
  });
  const submit = { as, once: `submit ${toReview.path}`, body: {} };
  await unlessDone(client.post(`${toReview.path}/submit`, Any, submit));

  await drafted(client, EXAMPLE.draft, {
    ...{ as, once: "draft that stays one" },
    body: draftOf({ ...at, tenant: "tenant-chen", no: "504" }),
  });
}

/** One lease, sent as a program of an enterprise would; its row says what became of it. */
async function batch(client: DemoClient): Promise<void> {
  const body = { leases: [{ externalId: "HT-2026-0001", filing: EXAMPLE_DRAFT }] };
  const sending = { as: "enterprise-anju", once: "batch of one lease", body };
  await unlessDone(client.post("/api/filing-batches/leases", Any, sending));
}

/** Signed on paper, for a house of a certificate that the unified register does not know. */
const onPaper = (draft: ReturnType<typeof draftOf>) => ({
  ...draft,
  signing: "PAPER",
  lease: {
    ...draft.lease,
    unit: {
      ...draft.lease.unit,
      titleType: "HOUSE_CERT",
      titleCertNo: "泉房权证丰泽区字第200800503号",
    },
    contractDigest: "5f".repeat(32),
  },
});

/** One just sent in, one taken in by the street, one before the reviewer, one before the approver. */
async function applications(client: DemoClient): Promise<void> {
  const post = (path: string, as: string, body: unknown) =>
    unlessDone(client.post(path, Any, { as, once: `${as} ${path}`, body }));
  const apply = async (as: string, at: number) => {
    const person = personOfKey(as);
    if (person) await post("/api/applications", as, formOf(person, at));
  };
  const office = (as: string, id: string, act: string, body: unknown) =>
    post(`/api/office/applications/${id}/${act}`, as, body);
  const takeIn = (id: string) => office("clerk-fengze", id, "accept", { decision: "ACCEPT" });
  const reviewed = async (as: string, at: number, id: string) => {
    await apply(as, at);
    await takeIn(id);
    const review = { recommendation: "QUALIFIED", note: "材料齐全" };
    await office("clerk-fengze", id, "first-review", review);
  };

  await apply("tenant-chen", 1);
  await apply("tenant-zheng", 2);
  await takeIn(EXAMPLE.accepted);
  await reviewed("generated-8", 3, EXAMPLE.reviewed);
  await reviewed("generated-9", 4, EXAMPLE.recommended);
  const opinion = { recommendation: "PUBLICISE", note: "符合条件" };
  await office("reviewer-fengze", EXAMPLE.recommended, "recommendation", opinion);
}

const WITNESSES = ["notary", "representative", "discipline"] as const;

/**
 * A scheme of a few homes, drafted by one officer and published by another. Nobody holds the keys
 * of its witnesses: they are made here and forgotten, so it can be read but never drawn, and ends
 * as a void draw when its freeze does not come.
 */
async function publishedScheme(client: DemoClient, now: number): Promise<void> {
  const witnesses = WITNESSES.map((role) => {
    const [seed, nonce] = [randomBytes(32).toString("hex"), randomBytes(32).toString("hex")];
    return { id: `w-${role}`, role, as: role, seed, nonce };
  });
  const plan = schemeOf({ run: 0, households: 40, witnesses }, timetableFrom(now));
  const body = {
    ...plan,
    schemeId: EXAMPLE.scheme,
    title: "丰泽区城东公租房（示例批次）",
    titleEn: "Fengze East public rental, example batch",
  };
  const path = "/api/office/schemes";
  await unlessDone(
    client.post(path, Any, { as: "officer-city-1", once: "draft of the scheme", body }),
  );
  const approval = { as: "officer-city-2", once: "approval of the scheme" };
  await unlessDone(client.post(`${path}/${EXAMPLE.scheme}/approval`, Any, approval));
}

/** A plan that waits for the second officer. */
async function plannedScheme(client: DemoClient): Promise<void> {
  const homes = [exampleHome("0601"), exampleHome("0602")];
  const body = { ...EXAMPLE_SCHEME, schemeId: EXAMPLE.plan, homes };
  const drafting = { as: "officer-city-1", once: "draft of the plan", body };
  await unlessDone(client.post("/api/office/schemes", Any, drafting));
}

/** A home on village land whose holder asks for the village's proof; the committee has yet to answer. */
async function villageProof(client: DemoClient): Promise<void> {
  const { body } = askVillageProof.example;
  const asking = { as: "landlord-lin", once: "village proof", body };
  await unlessDone(client.post("/api/village-proofs", Any, asking));
}
