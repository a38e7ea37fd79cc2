import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { freePort } from "../../infra/local/free-port.ts";
import { problemRow } from "../../functions/http/problem.ts";
import { problemsOf } from "../../functions/http/openapi.ts";
import type { Route } from "../../functions/routes/route.ts";
import { routes } from "../../functions/routes.ts";
import { launch, type Running } from "../support/running.ts";

/** An operation as a stranger reads it who has `openapi.json` and nothing else. */
const Operation = z.object({
  operationId: z.string(),
  "x-example-caller": z.string().optional(),
  security: z.array(z.unknown()),
  parameters: z.array(
    z.object({
      name: z.string(),
      in: z.string(),
      required: z.boolean(),
      example: z.unknown().optional(),
    }),
  ),
  requestBody: z
    .object({ content: z.record(z.string(), z.object({ example: z.unknown().optional() })) })
    .optional(),
});
type Operation = z.infer<typeof Operation>;
const Document = z.object({
  paths: z.record(z.string(), z.record(z.string(), Operation)),
});
const Tokens = z.object({
  tokens: z.array(z.object({ key: z.string(), accessToken: z.string() })),
});

/**
 * What can only be after weeks of the city's time, or names what is random in each installation.
 * These are refused, as they say.
 */
const REFUSED: Readonly<Record<string, number>> = {
  // Keyed digests and codes differ from one installation to the next.
  sendFiling: 409,
  signFiling: 409,
  checkCertificate: 404,
  readCertificateToken: 404,
  checkLease: 404,
  checkHukou: 404,
  // Its number stands on the statement that this person is given; here it is nobody's.
  getResidenceStatement: 404,
  getResidenceStatementPdf: 404,
  // The village has yet to answer; no certificate has been replaced.
  checkVillageProof: 404,
  getFormerCertificatePdf: 404,
  // The draft is signed by nobody yet.
  submitFiling: 409,
  // It names no other owners; its tenant is none.
  askCoOwners: 409,
  consentAsCoOwner: 403,
  // There is no mandate of that number, and no lease that a clerk has entered.
  acceptMandate: 404,
  declineMandate: 404,
  revokeMandate: 404,
  resignMandate: 404,
  getCounterFiling: 404,
  sendCounterCode: 404,
  confirmAtCounter: 404,
  resubmitAtCounter: 404,
  // One change at a time: the first is an end that both sides are to agree on.
  doubtChange: 409,
  confirmChange: 409,
  decideFilingChange: 409,
  proposeChange: 409,
  proposeRenewal: 409,
  proposeLandlordTransfer: 409,
  withdrawChange: 403,
  objectToEnd: 409,
  // The term is not over; the lease begins tomorrow.
  declareHoldingOver: 409,
  changeOccupants: 422,
  // It waits for a reviewer: nothing is to be corrected, revoked or objected to yet.
  resubmitFiling: 409,
  stateAtHearing: 409,
  objectByCertificate: 404,
  decideFilingObjection: 404,
  decideRevocation: 409,
  // Decided by then, and nobody's.
  releaseFiling: 409,
  // All agencies have answered.
  enterFinding: 409,
  // Intent opens in an hour, and nobody is on the waiting list.
  registerIntent: 409,
  // Nobody is in publicity or on the waiting list; nothing was refused, listed as missing, or proposed.
  answerPublicityObjection: 404,
  objectToPublicity: 404,
  answerReconsideration: 409,
  askReconsideration: 409,
  answerReview: 409,
  passReview: 409,
  resubmitApplication: 409,
  decideMeasure: 409,
  stateCase: 409,
  // There is no draft of that number.
  confirmDraft: 404,
  getCounterDraft: 404,
  saveDraft: 404,
  sendDraftCode: 404,
  submitDraft: 404,
  // Chen asks for a home, and is not on the waiting list; no run of subsidies has that number.
  getWaitingPosition: 409,
  setPayeeAccount: 409,
  getSubsidyRun: 404,
  strikeSubsidyLine: 404,
  releaseSubsidyRun: 404,
  cancelSubsidyRun: 404,
  getPaymentFile: 404,
  returnSubsidy: 404,
  // Operations go by name: the draft is made after it is to be compared, and so not compared then.
  comparePolicy: 404,
  putPolicyInForce: 409,
  // Consent comes after the question.
  checkPoints: 403,
  // Its landlord is a person, not a park.
  proveParkResidence: 409,
  // Nothing of the draw has begun.
  getSlip: 404,
  getSelection: 404,
  claimHome: 404,
  getAllocation: 404,
  signAllocation: 404,
  leaseAllocation: 404,
  // No roster is frozen: there is nothing to open, to check or to void.
  checkRoster: 404,
  readCommitments: 404,
  requestOpening: 409,
  approveOpening: 404,
  proposeVoid: 409,
  confirmVoid: 409,
  commitNonce: 422,
  revealNonce: 409,
  proposeFreeze: 409,
  confirmFreeze: 409,
  objectToRoster: 409,
  decideObjection: 404,
  readBulletin: 409,
  enterReading: 409,
  // Its source is a public number.
  enterBeacon: 422,
  performDraw: 409,
  removeReceipt: 409,
};

const folder = mkdtempSync(join(tmpdir(), "quanju-examples-"));
let running: Running | undefined;
let origin = "";
let operations: { method: string; path: string; operation: Operation }[] = [];
const tokens = new Map<string, string>();

const start = async (): Promise<void> => {
  running = launch({ QUANJU_DATA: folder, PORT: String(await freePort()) });
  origin = await running.ready;
};
const stop = async (): Promise<void> => {
  running?.child.kill("SIGTERM");
  await running?.exited;
};

beforeAll(async () => {
  await start();
  const { paths } = Document.parse(await (await fetch(`${origin}/api/openapi.json`)).json());
  operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      ...{ method: method.toUpperCase(), path, operation },
    })),
  );
  const people = operations.flatMap(({ operation }) => operation["x-example-caller"] ?? []);
  const answer = await fetch(`${origin}/oidc/tokens`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ people: [...new Set(people)] }),
  });
  for (const { key, accessToken } of Tokens.parse(await answer.json()).tokens)
    tokens.set(key, accessToken);
}, 240_000);

afterAll(async () => {
  await stop();
  rmSync(folder, { recursive: true });
}, 60_000);

/** Sends the example of an operation as its caller, from the document alone. */
async function send({ method, path, operation }: (typeof operations)[number]): Promise<Response> {
  const given = (place: string): [string, string][] =>
    operation.parameters.flatMap(({ name, in: where, example }) =>
      where === place && typeof example === "string" ? [[name, example]] : [],
    );
  const at = given("path").reduce((text, [name, value]) => text.replace(`{${name}}`, value), path);
  const query = new URLSearchParams(given("query")).toString();
  const caller = operation["x-example-caller"];
  const body = operation.requestBody?.content["application/json"]?.example;
  return fetch(`${origin}${at}${query && `?${query}`}`, {
    method,
    redirect: "manual",
    headers: {
      ...Object.fromEntries(given("header")),
      ...(caller !== undefined && { authorization: `Bearer ${tokens.get(caller) ?? ""}` }),
      ...(body !== undefined && { "content-type": "application/json" }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

const Refusal = z.object({ type: z.string(), title: z.string(), status: z.number() });

/** What was answered is what the row declares: its own answer, or one of its problems. */
async function expectDeclared(route: Route, answer: Response): Promise<void> {
  const said = `${route.operationId}: ${answer.status}`;
  if (answer.status === route.answer.status) {
    if (answer.status === 303) return;
    const type = route.answer.type ?? "application/json";
    expect([said, answer.headers.get("content-type")?.split(";")[0]]).toEqual([said, type]);
    const body: unknown = route.answer.type ? await answer.text() : await answer.json();
    expect([said, route.answer.schema.safeParse(body).error]).toEqual([said, undefined]);
    return;
  }
  expect([said, answer.headers.get("content-type")]).toEqual([said, "application/problem+json"]);
  const { type, status } = Refusal.parse(await answer.json());
  const declared = problemsOf(route).map((kind) => [`/problems/${kind}`, problemRow(kind).status]);
  expect(declared).toContainEqual([type, status]);
  expect(status).toBe(answer.status);
}

describe("the examples of the API, in a fresh installation", () => {
  it("stand in every operation, whole", () => {
    expect(operations.map(({ operation }) => operation.operationId).sort()).toEqual(
      routes.map(({ operationId }) => operationId).sort(),
    );
    for (const { operation } of operations) {
      const { operationId, security, parameters, requestBody } = operation;
      const missing = parameters.filter((one) => one.required && one.example === undefined);
      expect([operationId, missing]).toEqual([operationId, []]);
      if (security.length > 0) expect(operation["x-example-caller"]).toBeDefined();
      if (requestBody) expect(requestBody.content["application/json"]?.example).toBeDefined();
    }
  });

  // What reads comes first: every example is for the installation as it begins.
  for (const isRead of [true, false])
    it(isRead ? "are answered, those that read" : "are answered, those that change", async () => {
      const unexpected: string[] = [];
      for (const one of operations) {
        if ((one.method === "GET") !== isRead) continue;
        const { operationId } = one.operation;
        const row = routes.find((route) => route.operationId === operationId);
        if (!row) throw new Error(`No row of ${operationId}`);
        const answer = await send(one);
        const expected = REFUSED[operationId] ?? row.answer.status;
        if (answer.status !== expected)
          unexpected.push(`${operationId}: ${answer.status}, not ${expected}`);
        await expectDeclared(row, answer);
      }
      expect(unexpected).toEqual([]);
    });

  it("are loaded once: a second start leaves everything as it is", async () => {
    const mine = async () => {
      const headers = { authorization: `Bearer ${tokens.get("landlord-lin") ?? ""}` };
      return (await fetch(`${origin}/api/filings`, { headers })).json() as Promise<unknown>;
    };
    const before = await mine();
    const loaded = statSync(join(folder, "city.json")).mtimeMs;
    await stop();
    await start();
    const answer = await fetch(`${origin}/oidc/tokens`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ people: ["landlord-lin"] }),
    });
    for (const { key, accessToken } of Tokens.parse(await answer.json()).tokens)
      tokens.set(key, accessToken);
    expect(await mine()).toEqual(before);
    expect(statSync(join(folder, "city.json")).mtimeMs).toBe(loaded);
  }, 120_000);
});
