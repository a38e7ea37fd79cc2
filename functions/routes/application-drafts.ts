import * as z from "zod";
import { ApplicationState, Consent, DraftForm } from "../../shared/contract/application.ts";
import { ApplicationDraft, DraftState } from "../../shared/contract/application-process.ts";
import { DraftId } from "../../shared/contract/ids.ts";
import { checkIdNumber, personShape } from "../../shared/contract/identity.ts";
import { CivilDate, Hex64, Instant } from "../../shared/contract/values.ts";
import type { Capability } from "../capabilities.ts";
import { ApplicationReceipt, applyForHome } from "./applications.ts";
import { EXAMPLE, EXAMPLE_DIGEST, EXAMPLE_FORM } from "./examples.ts";
import { route } from "./route.ts";

const params = z.strictObject({ draftId: DraftId });

const READ = [
  "read-persons",
  "write-persons",
  "use-keyring",
  "read-drafts",
] as const satisfies readonly Capability[];
const WRITE = [...READ, "write-requests", "write-drafts"] as const satisfies readonly Capability[];
const SUBMIT = [
  ...WRITE,
  "read-applications",
  "write-applications",
  "read-policies",
  "write-outbox",
] as const satisfies readonly Capability[];

const fn = "drafts" as const;
const { consent: _consent, ...UNSIGNED } = EXAMPLE_FORM;

export const DraftStanding = z
  .strictObject({
    id: DraftId,
    state: DraftState,
    formDigest: Hex64.meta({ description: "Names exactly this text: said again when it is sent" }),
    keptUntil: CivilDate.meta({ description: "Deleted after that day" }),
  })
  .meta({ id: "DraftStanding" });

const Body = z.strictObject({ form: DraftForm }).meta({ id: "DraftBody" });

export const beginDraft = route({
  operationId: "beginDraft",
  ...{ fn, method: "POST", path: "/api/application-drafts", caller: "person", may: WRITE },
  body: Body,
  answer: { status: 201, schema: DraftStanding },
  problems: [],
  write: true,
  summary: { zh: "保存申请草稿（保留 90 天）", en: "Begin a draft; it is kept for 90 days" },
  example: { as: "tenant-wu", body: { form: UNSIGNED } },
});

export const saveDraft = route({
  operationId: "saveDraft",
  ...{ fn, method: "PUT", path: "/api/application-drafts/{draftId}", caller: "person" },
  may: WRITE,
  params,
  body: Body,
  answer: { status: 200, schema: DraftStanding },
  problems: ["draft-over"],
  write: true,
  summary: { zh: "更新申请草稿", en: "Save a draft as it is to be" },
  example: { as: "tenant-wu", params: { draftId: EXAMPLE.homeDraft }, body: { form: UNSIGNED } },
});

export const listDrafts = route({
  operationId: "listDrafts",
  ...{ fn, method: "GET", path: "/api/application-drafts", caller: "person", may: READ },
  answer: {
    status: 200,
    schema: z
      .strictObject({ drafts: z.array(ApplicationDraft).max(100) })
      .meta({ id: "OwnDrafts" }),
  },
  problems: [],
  summary: { zh: "我的申请草稿", en: "One's drafts, those others have entered for one too" },
  example: { as: "tenant-wu" },
});

export const submitDraft = route({
  operationId: "submitDraft",
  ...{ fn, method: "POST", path: "/api/application-drafts/{draftId}/submission" },
  caller: "person",
  may: SUBMIT,
  params,
  body: z
    .strictObject({
      formDigest: Hex64,
      consent: Consent.optional().meta({
        description: "One's own; needed unless the draft has it",
      }),
      declaration: z.literal(true),
    })
    .meta({ id: "DraftSubmission" }),
  answer: { status: 201, schema: ApplicationReceipt },
  problems: ["draft-over", "draft-changed", "draft-incomplete", ...applyForHome.problems],
  write: true,
  summary: { zh: "提交申请草稿", en: "Send a draft: it becomes one's application" },
  example: {
    as: "tenant-wu",
    params: { draftId: EXAMPLE.homeDraft },
    body: { formDigest: EXAMPLE_DIGEST, declaration: true },
  },
});

export const enterForStaff = route({
  operationId: "enterForStaff",
  ...{ fn, method: "POST", path: "/api/employer/application-drafts", caller: "person" },
  may: [...WRITE, "write-outbox"],
  body: z
    .strictObject({
      form: DraftForm.meta({ description: "With the applicant and the firm's code in `work`" }),
    })
    .meta({ id: "StaffDraft" }),
  answer: { status: 201, schema: DraftStanding },
  problems: ["not-an-employer", "applicant-missing", "not-own-staff", "consent-is-personal"],
  write: true,
  summary: {
    zh: "用人单位代职工填写申请",
    en: "An employer fills in an application for its staff, who check, consent and send it",
  },
  example: {
    as: "enterprise-anju",
    body: {
      form: {
        ...UNSIGNED,
        group: "NEW_WORKER",
        work: {
          ...{ employer: "泉州安居住房租赁有限公司", employerUscc: "91350599MA0AJ0018M" },
          ...{ employmentContract: true, diploma: true, pensionMonths: 12 },
        },
      },
    },
  },
});

export const listStaffApplications = route({
  operationId: "listStaffApplications",
  ...{ fn, method: "GET", path: "/api/employer/applications", caller: "person" },
  may: [...READ, "read-applications"],
  answer: {
    status: 200,
    schema: z
      .strictObject({
        staff: z
          .array(
            z.strictObject({
              id: DraftId,
              draft: DraftState,
              application: ApplicationState.optional(),
            }),
          )
          .max(100),
      })
      .meta({ id: "StaffApplications", description: "Where each stands, and nothing else" }),
  },
  problems: [],
  summary: { zh: "职工申请进度", en: "Where the staff's applications stand" },
  example: { as: "enterprise-anju" },
});

const desk = { fn, caller: { roles: ["clerk"] } } as const;

export const enterApplication = route({
  ...desk,
  operationId: "enterApplication",
  method: "POST",
  path: "/api/office/counter/application-drafts",
  may: WRITE,
  body: z
    .strictObject({
      person: z
        .strictObject(personShape)
        .check(checkIdNumber)
        .meta({ description: "Who stands at the counter; their paper was seen" }),
      form: DraftForm,
    })
    .meta({ id: "CounterApplication" }),
  answer: { status: 201, schema: DraftStanding },
  problems: ["other-district", "own-case", "applicant-missing", "name-differs"],
  write: true,
  summary: { zh: "窗口代录申请", en: "Enter an application for someone at the counter" },
  example: {
    as: "clerk-fengze",
    body: {
      person: { name: "吴志远", idType: "RESIDENT_ID", idNumber: "350599198801179115" },
      form: EXAMPLE_FORM,
    },
  },
});

export const getCounterDraft = route({
  ...desk,
  operationId: "getCounterDraft",
  method: "GET",
  path: "/api/office/counter/application-drafts/{draftId}",
  may: [...READ, "write-drafts"],
  params,
  answer: { status: 200, schema: ApplicationDraft },
  problems: [],
  summary: { zh: "查看代录的申请", en: "What this clerk has entered, to print and to show" },
  example: { as: "clerk-fengze", params: { draftId: EXAMPLE.homeDraft } },
});

export const sendDraftCode = route({
  ...desk,
  operationId: "sendDraftCode",
  method: "POST",
  path: "/api/office/counter/application-drafts/{draftId}/codes",
  may: [...WRITE, "write-outbox"],
  params,
  body: z.strictObject({}),
  answer: {
    status: 201,
    schema: z
      .strictObject({ id: DraftId, until: Instant.meta({ description: "Good until then" }) })
      .meta({ id: "DraftCodeSent" }),
  },
  problems: ["draft-over"],
  write: true,
  summary: { zh: "向申请人发送验证码", en: "Send a code to the person at the counter" },
  example: { as: "clerk-fengze", params: { draftId: EXAMPLE.homeDraft }, body: {} },
});

const text = { formDigest: Hex64.meta({ description: "Of the sheet they were shown" }) } as const;

export const confirmDraft = route({
  ...desk,
  operationId: "confirmDraft",
  method: "POST",
  path: "/api/office/counter/application-drafts/{draftId}/confirmation",
  may: SUBMIT,
  params,
  body: z
    .discriminatedUnion("how", [
      z.strictObject({ how: z.literal("SMS_CODE"), code: z.string().regex(/^\d{6}$/), ...text }),
      z.strictObject({
        how: z.literal("PAPER"),
        paperDigest: Hex64.meta({ description: "SHA-256 of the scanned sheet they signed" }),
        ...text,
      }),
    ])
    .meta({ id: "DraftCounterWord" }),
  answer: { status: 201, schema: ApplicationReceipt },
  problems: [
    ...(["draft-over", "draft-changed", "no-code-sent", "wrong-code"] as const),
    "draft-incomplete",
    ...applyForHome.problems,
  ],
  write: true,
  summary: { zh: "申请人确认并提交", en: "The person confirms; it becomes their application" },
  example: {
    as: "clerk-fengze",
    params: { draftId: EXAMPLE.homeDraft },
    body: { how: "PAPER", paperDigest: EXAMPLE_DIGEST, formDigest: EXAMPLE_DIGEST },
  },
});
