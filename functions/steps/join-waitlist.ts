import { instantText } from "../../shared/domain/calendar/instants.ts";
import type { WaitlistKey } from "../../shared/contract/waiting.ts";
import {
  applicationWrites,
  findApplication,
  messageToApplicant,
  type StoredApplication,
} from "../../shared/store/applications.ts";
import { withoutChain, type Act } from "../../shared/store/audit.ts";
import { pause, TableBusy, transact, type Write } from "../../shared/store/transact.ts";
import { joinWrites, readWaitlist } from "../../shared/store/waitlists.ts";
import type { Services } from "../http/services.ts";
import { listAfterAct } from "./waiting-list.ts";

/** Households of one transaction: four writes each, the list's own four within 100. */
const AT_ONCE = 23;
const ROUNDS = 6;

export type Joining = {
  /** Applications in the order in which they are to be numbered. */
  readonly ids: readonly string[];
  /** Day of the notice whose publicity they passed. */
  readonly noticeDay: string;
  readonly now: number;
  /** Whether a case as it stands is to be numbered now. */
  readonly isDue: (seen: StoredApplication, now: number) => boolean;
};

/**
 * Puts households on a waiting list behind everyone who is there: each batch takes its numbers and
 * moves its cases in one transaction, so that none is given twice or left out, and an interrupted
 * run goes on with those still to be numbered.
 *
 * @throws TableBusy when others get in between again and again
 */
export async function joinWaitlist(
  services: Services,
  key: WaitlistKey,
  joining: Joining,
): Promise<void> {
  for (let from = 0; from < joining.ids.length; from += AT_ONCE)
    await joinBatch(services, key, { ...joining, ids: joining.ids.slice(from, from + AT_ONCE) });
  await listAfterAct(services, key, joining.now);
}

async function joinBatch(services: Services, key: WaitlistKey, batch: Joining): Promise<void> {
  const { table } = services;
  for (let round = 1; round <= ROUNDS; round++) {
    // The list first: whoever joins behind this reading makes the transaction fail.
    const waitlist = await readWaitlist(table, key);
    const found = await Promise.all(batch.ids.map((id) => findApplication(table, id)));
    const joining = found.flatMap((one) => (one && batch.isDue(one, batch.now) ? [one] : []));
    if (joining.length === 0) return;
    const act: Act = {
      ...{ actor: "system", role: "system", action: "end-publicity" },
      ...{ at: instantText(batch.now), outcome: "WAITLISTED", reason: "O11-9" },
    };
    const cases = await Promise.all(
      joining.map((one, at) => waitlisted(services, one, { no: waitlist.given + at + 1, act })),
    );
    const failed = await transact(table, {
      ...joinWrites(waitlist, joining, { act, noticeDay: batch.noticeDay }),
      ...(Object.assign({}, ...cases) as Record<string, Write>),
    });
    if (failed.size === 0) return;
    await pause(round);
  }
  throw new TableBusy();
}

async function waitlisted(
  services: Services,
  seen: StoredApplication,
  { no, act }: { no: number; act: Act },
): Promise<Record<string, Write>> {
  const vault = await services.vault();
  const { dueOn: _, ...record } = withoutChain(seen);
  const entry = { event: "end-publicity", outcome: "WAITLISTED", by: "system", at: act.at };
  const decisions = [...seen.decisions, entry];
  const { head, audit } = applicationWrites(
    { ...record, state: "WAITLISTED", waitingNo: no, decisions },
    seen,
    { act },
  );
  const { applicationId: id, receiptNo } = seen;
  return {
    [`head ${id}`]: head,
    [`audit ${id}`]: audit,
    [`message ${id}`]: messageToApplicant(vault, seen, {
      kind: "application-waitlisted",
      cause: `${id} waitlisted ${String(no)}`,
      facts: { receiptNo, waitingNo: String(no) },
      at: act.at,
    }),
  };
}
