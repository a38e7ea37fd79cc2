import * as z from "zod";
import { endpoints as applicationEndpoints } from "../../../functions/applications/index.ts";
import { endpoints as reviewEndpoints } from "../../../functions/application-review/index.ts";
import { endpoints as draftEndpoints } from "../../../functions/drafts/index.ts";
import { endpoints as inspectionEndpoints } from "../../../functions/inspection/index.ts";
import { endpoints as leaseEndpoints } from "../../../functions/leases/index.ts";
import { generatedPerson, personOfKey, type DemoPerson } from "../../../infra/local/people.ts";
import { ApplicationForm } from "../../../shared/contract/application.ts";
import { ApplicationProgress } from "../../../functions/routes/applications.ts";
import { startApi, type Api, type Client } from "../../support/api.ts";
import { startEmulator, type Emulator } from "../../support/emulator.ts";
import { startSimulator, type Simulator } from "../../support/simulator.ts";

/** Everything an application meets: real handlers, table, issuer and agencies. */
export type Line = {
  readonly api: Api;
  readonly agencies: Simulator;
  readonly emulator: Emulator;
  stop(): Promise<void>;
};

/** The endpoints of the three Lambdas under test. */
export const endpoints = [
  ...draftEndpoints,
  ...inspectionEndpoints,
  ...applicationEndpoints,
  ...reviewEndpoints,
  ...leaseEndpoints,
];

/** A Wednesday, ten in the morning in Quanzhou. */
export const START = "2026-03-04T02:00:00.000Z";

/** @param more - endpoints of further Lambdas */
export async function startLine(
  now = START,
  more: Parameters<typeof startApi>[0] = [],
): Promise<Line> {
  const [emulator, agencies, register] = await Promise.all([
    startEmulator(),
    startSimulator("agencies"),
    startSimulator("title-register"),
  ]);
  const api = await startApi([...endpoints, ...more], {
    table: await emulator.newTable(),
    now,
    config: { AGENCIES_URL: agencies.url, TITLE_REGISTER_URL: register.url },
  });
  return {
    api,
    agencies,
    emulator,
    stop: async () => {
      await Promise.all([api.stop(), agencies.stop(), register.stop(), emulator.stop()]);
    },
  };
}

/** A household of public rental in Fengze by its applicant's key; say only what the test is about. */
export function formOf(key: string, but: Partial<ApplicationForm> = {}): ApplicationForm {
  const person = personOfKey(key);
  if (!person) throw new Error(`There is no ${key}`);
  const { name, idType, idNumber, phone, members = [] } = person;
  return ApplicationForm.parse({
    programme: "PRH",
    jurisdiction: "350503",
    group: "LOCAL_FAMILY",
    wants: "HOME",
    applicant: { name, idType, idNumber, phone, marital: "SINGLE", hukou: "350503" },
    members,
    ownedHomes: [],
    residencePermit: false,
    incomeFenPerYear: 3_000_000,
    assetsFen: 10_000_000,
    priorityEvidence: [],
    consent: { textVersion: "2026-01", agreedForAllAdults: true },
    declaration: true,
    ...but,
  });
}

export const generated = (count: number): DemoPerson[] =>
  Array.from({ length: count }, (_, n) => generatedPerson(n));

/** Applies and gives the application's id. */
export async function applied(client: Client, form: ApplicationForm): Promise<string> {
  const answer = await client.post("/api/applications", form);
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return String(answer.body.applicationId);
}

/** The application as this client reads it, held to the published shape. */
export async function progressOf(client: Client, id: string, office = false) {
  const answer = await client.get(`/api/${office ? "office/" : ""}applications/${id}`);
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  return ApplicationProgress.parse(answer.body);
}

const STEPS = [
  ["clerk-fengze", "application-acceptances", {}],
  ["clerk-fengze", "application-first-reviews", { note: "材料齐全" }],
  ["reviewer-fengze", "application-recommendations", { note: "符合条件" }],
  ["approver-fengze", "application-decisions", {}],
] as const;

const Mine = z.object({ applications: z.array(z.object({ applicationId: z.string() })) });

/** The id of the caller's only application. */
export async function onlyOne(client: Client): Promise<string> {
  const { applications } = Mine.parse((await client.get("/api/applications")).body);
  const [one] = applications;
  if (!one || applications.length > 1) throw new Error("Not exactly one application");
  return one.applicationId;
}

const Row = z.looseObject({ name: z.string().optional(), receiptNo: z.string() });
const Notice = z.looseObject({
  from: z.string(),
  until: z.string(),
  digest: z.string(),
  rows: z.array(Row),
});

/** A published notice of Fengze. */
export async function noticeOf({ services }: Api, day: string): Promise<z.infer<typeof Notice>> {
  const bytes = await services.publicFiles.read(`files/notices/350503-${day}.json`);
  return Notice.parse(JSON.parse(Buffer.from(bytes ?? []).toString("utf8")));
}

/** Takes applications through every review up to publicity, 20 at a time. */
export async function reviewed(api: Api, ids: readonly string[]): Promise<void> {
  for (let from = 0; from < ids.length; from += 20) {
    const applicationIds = ids.slice(from, from + 20);
    for (const [officer, step, body] of STEPS) {
      const client = await api.as(officer);
      const answer = await client.post(`/api/office/${step}`, { applicationIds, ...body });
      const refused = JSON.stringify(answer.body).includes("problem");
      if (answer.status !== 200 || refused) throw new Error(JSON.stringify(answer.body));
    }
  }
}
