import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ApplicationForm } from "../../../shared/contract/application.ts";
import { applyForHome } from "../../../functions/routes/applications.ts";
import type { Client } from "../../support/api.ts";
import { everything } from "../../support/emulator.ts";
import { formOf, startLine, type Line } from "./line.ts";

let line: Line;
let wu: Client;

beforeAll(async () => {
  line = await startLine();
  wu = await line.api.as("tenant-wu");
  await wu.get("/api/applications");
});
afterAll(() => line.stop());

type Change = (form: ApplicationForm) => unknown;
const applicant = (but: Record<string, unknown>) => (form: ApplicationForm) => ({
  ...form,
  applicant: { ...form.applicant, ...but },
});

describe("a form that breaks the agreed shape", () => {
  it.each<[string, Change, string, string | undefined]>([
    ["the city as district", (f) => ({ ...f, jurisdiction: "QZ" }), "/jurisdiction", undefined],
    ["a member nobody knows", (f) => ({ ...f, state: "WAITLISTED" }), "/state", undefined],
    [
      "an income that is a text",
      (f) => ({ ...f, incomeFenPerYear: "1" }),
      "/incomeFenPerYear",
      undefined,
    ],
    ["a negative fortune", (f) => ({ ...f, assetsFen: -1 }), "/assetsFen", undefined],
    [
      "the same member twice",
      (f) => ({ ...f, members: [...f.members, ...f.members] }),
      "/members",
      "V30",
    ],
    [
      "a wrong check digit",
      applicant({ idNumber: "350599198801179110" }),
      "/applicant/idNumber",
      "V01",
    ],
    [
      "a birth date that is none",
      applicant({ idNumber: "350599198802309110" }),
      "/applicant/idNumber",
      undefined,
    ],
    ["a phone of another country", applicant({ phone: "0044207946" }), "/applicant/phone", "V05"],
    ["no declaration", (f) => ({ ...f, declaration: false }), "/declaration", undefined],
    [
      "sixteen members",
      (f) => ({ ...f, members: Array.from({ length: 16 }, () => f.members[0]) }),
      "/members",
      undefined,
    ],
  ])("is refused (400) for %s, at the member", async (_, change, pointer, code) => {
    const answer = await wu.post("/api/applications", change(formOf("tenant-wu")));
    expect(answer).toMatchObject({ status: 400, body: { type: "/problems/invalid-request" } });
    const errors = answer.body.errors as { pointer: string; code?: string }[];
    expect(errors.map((error) => error.pointer)).toContain(pointer);
    if (code !== undefined)
      expect(errors).toContainEqual(expect.objectContaining({ pointer, code }));
    expect(JSON.stringify(answer.body)).not.toMatch(/350599|0044/);
  });

  it("writes nothing", async () => {
    const items = await everything(line.api.services.table);
    expect(
      items.filter(({ pk }) => /^(APPLICATION|MEMBER|PARTY|REQUEST)#/.test(String(pk))),
    ).toEqual([]);
  });
});

describe("the edge of these routes", () => {
  it("asks for a key, a token, a role, and ids that can be ids", async () => {
    const form = formOf("tenant-wu");
    expect((await wu.post("/api/applications", form, { key: null })).status).toBe(400);
    const nobody = await line.api.as();
    expect((await nobody.get("/api/applications")).status).toBe(401);
    expect((await wu.get("/api/office/applications?step=accept")).status).toBe(403);
    expect((await wu.get("/api/applications/1%20OR%201")).status).toBe(404);
    const clerk = await line.api.as("clerk-fengze");
    expect((await clerk.get("/api/office/applications?step=all")).status).toBe(400);
    expect((await clerk.get("/api/office/applications?step=accept&limit=0x10")).status).toBe(400);
    const forged = "e30." + "0".repeat(64);
    const path = `/api/office/applications?step=accept&cursor=${forged}`;
    expect(await clerk.get(path)).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: "/query/cursor" }] },
    });
    const twice = Array.from({ length: 2 }, () => "A0000000000000000000A");
    const batch = await clerk.post("/api/office/application-acceptances", {
      applicationIds: twice,
    });
    expect(batch.status).toBe(400);
    const unknown = await clerk.post("/api/office/application-acceptances", {
      applicationIds: twice.slice(1),
    });
    expect(unknown.body.outcomes).toMatchObject([{ problem: { status: 404 } }]);
  });

  it("shows an example that works", async () => {
    const { as, body } = applyForHome.example;
    const client = await line.api.as(as);
    expect((await client.post("/api/applications", ApplicationForm.parse(body))).status).toBe(201);
  });
});
