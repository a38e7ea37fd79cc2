import type { FilingDraft } from "../../../shared/contract/filing.ts";
import type { Client } from "../../support/api.ts";
import { everything } from "../../support/emulator.ts";
import {
  chenAlone,
  drafted,
  filed,
  linToChen,
  sent,
  sign,
  startLine,
  type Line,
} from "../filings/line.ts";

export type Office = Awaited<ReturnType<typeof openOffice>>;

/** A line and the people who meet in a review. */
export async function openOffice() {
  const line = await startLine();
  const keys = [
    "landlord-lin",
    "tenant-chen",
    "tenant-wu",
    "tenant-huang",
    "reviewer-fengze",
    "approver-fengze",
    "reviewer-jinjiang",
  ] as const;
  const [lin, chen, wu, huang, fengze, approver, jinjiang] = await Promise.all(
    keys.map((key) => line.api.as(key)),
  );
  if (!lin || !chen || !wu || !huang || !fengze || !approver || !jinjiang)
    throw new Error("Somebody is missing");
  return { line, lin, chen, wu, huang, fengze, approver, jinjiang };
}

export const office = (id: string, act = "") => `/api/office/filings/${id}${act && `/${act}`}`;

/** Submits Chen's paper lease while the register disagrees: it waits for a reviewer. */
export async function underReview(
  { line, chen }: Pick<Office, "line" | "chen">,
  draft: FilingDraft = chenAlone(),
): Promise<{ readonly id: string; readonly draft: FilingDraft }> {
  await line.register.script({ key: titleOf(draft), as: "disagree" });
  const { id } = await drafted(chen, draft);
  const answer = await chen.post(`/api/filings/${id}/submit`, {});
  if (answer.status !== 202) throw new Error(JSON.stringify(answer.body));
  await line.register.clear();
  return { id, draft };
}

/** Lin's lease, signed here by both, which the register disagrees with. */
export async function signedUnderReview({
  line,
  lin,
  chen,
}: Pick<Office, "line" | "lin" | "chen">) {
  const draft = linToChen();
  await line.register.script({ key: titleOf(draft), as: "disagree" });
  const begun = await sent(lin, draft);
  await sign(chen, begun);
  await line.register.clear();
  return { id: begun.id, draft };
}

export const titleOf = ({ lease }: FilingDraft): string => lease.unit.titleCertNo ?? "";

export const ask = (client: Client, id: string, ...pointers: string[]) =>
  client.post(office(id, "decision"), {
    decision: "REQUEST_CORRECTION",
    gaps: pointers.map((pointer) => ({ pointer, reason: "请更正此项" })),
  });

export type Row = Readonly<Record<string, unknown>> & { readonly id: string };

/** What waits for this officer, over all pages. */
export async function queueOf(client: Client): Promise<Row[]> {
  const rows: Row[] = [];
  let cursor = "";
  do {
    const { body } = await client.get(`/api/office/filings${cursor && `?cursor=${cursor}`}`);
    rows.push(...(body.filings as Row[]));
    cursor = typeof body.next === "string" ? encodeURIComponent(body.next) : "";
  } while (cursor !== "");
  return rows;
}

/** The texts told of a filing, by kind. */
export async function toldOf({ line }: { line: Line }, id: string, kind: string) {
  const items = await everything(line.api.services.table);
  return items.filter((item) => String(item.cause).startsWith(`${kind}:${id}:`));
}

export { chenAlone, filed, linToChen };
