import { describe, expect, it } from "vitest";
import * as z from "zod";
import * as allotment from "../../shared/contract/allotment.ts";
import * as application from "../../shared/contract/application.ts";
import * as filing from "../../shared/contract/filing.ts";
import * as identity from "../../shared/contract/identity.ts";
import * as ids from "../../shared/contract/ids.ts";
import * as lease from "../../shared/contract/lease.ts";
import * as problem from "../../shared/contract/problem.ts";
import * as scheme from "../../shared/contract/scheme.ts";
import * as values from "../../shared/contract/values.ts";
import { messageKinds, messageTemplate, messageText } from "../../shared/contract/messages.ts";
import { anApplicationForm } from "../support/builders/application.ts";
import { aDraft, aLease, aUnit } from "../support/builders/lease.ts";
import { aFirm, anIdNumber, aPerson } from "../support/builders/people.ts";
import { aScheme } from "../support/builders/scheme.ts";

const modules = { allotment, application, filing, identity, ids, lease, problem, scheme, values };
const schemas = Object.entries(modules).flatMap(([file, module]) =>
  Object.entries(module as Record<string, unknown>).flatMap(([name, value]) =>
    value instanceof z.ZodType ? [{ name: `${file}.${name}`, schema: value }] : [],
  ),
);

describe("every shape of the contract", () => {
  it.each(schemas)("$name can be written as JSON Schema", ({ schema }) => {
    expect(() => z.toJSONSchema(schema, { io: "input" })).not.toThrow();
  });

  it("that is a component has a name of its own", () => {
    const named = schemas.flatMap(({ schema }) => {
      const id = schema.meta()?.id;
      return typeof id === "string" ? [{ id, schema }] : [];
    });
    const owners = new Map<string, Set<z.ZodType>>();
    for (const { id, schema } of named)
      owners.set(id, (owners.get(id) ?? new Set<z.ZodType>()).add(schema));
    expect([...owners].filter(([, held]) => held.size > 1).map(([id]) => id)).toEqual([]);
  });

  it("stays as it is when it is parsed again", () => {
    const draft = aDraft();
    expect(filing.FilingDraft.parse(draft)).toEqual(draft);
    const form = anApplicationForm();
    expect(application.ApplicationForm.parse(form)).toEqual(form);
    const plan = aScheme();
    expect(scheme.SchemeDraft.parse(plan)).toEqual(plan);
  });
});

const issuesOf = (schema: z.ZodType, value: unknown): string[] =>
  (schema.safeParse(value).error?.issues ?? []).map(
    ({ path, message, code }) => `/${path.join("/")} ${/^V\d\d$/.test(message) ? message : code}`,
  );

describe("a draft", () => {
  it("that ends before it begins is refused with V20", () => {
    const wrong = { ...aLease(), from: "2026-03-01", until: "2026-03-01" };
    expect(issuesOf(lease.Lease, wrong)).toEqual(["/until V20"]);
  });

  it("of a room names the room, of a whole flat none", () => {
    expect(issuesOf(lease.Unit, { ...aUnit(), roomId: "A" })).toEqual(["/roomId custom"]);
    expect(issuesOf(lease.Unit, { ...aUnit(), wholeOrRoom: "ROOM" })).toEqual(["/roomId custom"]);
  });

  it("with a title certificate gives its number, in Fujian's form", () => {
    expect(issuesOf(lease.Unit, { ...aUnit(), titleCertNo: undefined })).toEqual([
      "/titleCertNo custom",
    ]);
    expect(issuesOf(lease.Unit, { ...aUnit(), titleCertNo: "房权证丰字第1号" })).toEqual([
      "/titleCertNo custom",
    ]);
    expect(
      issuesOf(lease.Unit, { ...aUnit(), titleType: "HOUSE_CERT", titleCertNo: "房权证丰字第1号" }),
    ).toEqual([]);
  });

  it("of a contract on paper holds its digest", () => {
    expect(issuesOf(filing.FilingDraft, { ...aDraft(), signing: "PAPER" })).toEqual([
      "/lease/contractDigest custom",
    ]);
  });

  it("does not let a person rent from themselves", () => {
    expect(issuesOf(filing.FilingDraft, { ...aDraft(), tenants: [aPerson()] })).toEqual([
      "/tenants custom",
    ]);
  });

  it("is refused with a member that nobody knows", () => {
    expect(issuesOf(filing.FilingDraft, { ...aDraft(), state: "FILED" })).toEqual([
      "/ unrecognized_keys",
    ]);
  });

  it("of a firm may not carry a person's number", () => {
    const firm = { ...aFirm(), idNumber: anIdNumber() };
    expect(issuesOf(identity.Party, firm)).toEqual(["/idNumber V04"]);
  });
});

describe("an application form", () => {
  it("that names one person twice is refused with V30", () => {
    const form = anApplicationForm();
    const { name, idType, idNumber } = form.applicant;
    const twice = { ...form, members: [{ name, idType, idNumber, kinship: "SPOUSE" }] };
    expect(issuesOf(application.ApplicationForm, twice)).toEqual(["/members V30"]);
  });
});

describe("a message", () => {
  it.each(messageKinds)("%s uses exactly the facts it names, in both languages", (kind) => {
    const { facts, zh, en } = messageTemplate(kind);
    for (const words of [zh, en]) {
      const used = [...words.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect(new Set(used)).toEqual(new Set(facts));
    }
  });

  it("is put into words", () => {
    const facts = { receiptNo: "7Q2K4M9X1B3D", waitingNo: "12" };
    expect(messageText("application-waitlisted", facts, "zh")).toBe(
      "住房保障申请（7Q2K4M9X1B3D）已进入轮候，轮候号 12。",
    );
  });
});
