import { instantText } from "../../shared/domain/calendar/instants.ts";
import {
  applicationWrites,
  findApplication,
  withDecision,
} from "../../shared/store/applications.ts";
import { withoutChain, type Act } from "../../shared/store/audit.ts";
import { unlockHomes } from "../../shared/store/home-locks.ts";
import { listIntents } from "../../shared/store/intents.ts";
import { listHomes, type StoredScheme } from "../../shared/store/schemes.ts";
import { pause, TableBusy, transact } from "../../shared/store/transact.ts";
import type { Services } from "../http/services.ts";

const ROUNDS = 6;

/**
 * What a void draw held is free again: its households wait as before, with their numbers, and its
 * homes may be offered in a new scheme from a notice of its own (draw protocol 1, 3). The void
 * scheme's own record stays for ever. Done again it changes nothing.
 */
export async function letGo(services: Services, scheme: StoredScheme, now: number): Promise<void> {
  const waiting = await listIntents(services.table, scheme.schemeId);
  const worker = async () => {
    for (let intent = waiting.pop(); intent; intent = waiting.pop())
      await backToWaiting(services, scheme, { applicationId: intent.applicationId, now });
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  const homes = (await listHomes(services.table, scheme.schemeId)).map(({ home }) => home);
  await unlockHomes(services.table, scheme.schemeId, homes);
}

const HELD: readonly string[] = ["INTENT", "RECHECK", "IN_ROSTER"];

async function backToWaiting(
  { table, vault }: Services,
  { schemeId }: StoredScheme,
  { applicationId, now }: { readonly applicationId: string; readonly now: number },
): Promise<void> {
  const act: Act = {
    ...{ actor: "system", role: "system", action: "draw-void", at: instantText(now) },
    outcome: "WAITLISTED",
  };
  for (let round = 1; round <= ROUNDS; round++) {
    const seen = await findApplication(table, applicationId);
    if (seen?.schemeId !== schemeId || !HELD.includes(seen.state)) return;
    const { schemeId: _schemeId, drawId: _drawId, receipt: _receipt, ...kept } = withoutChain(seen);
    const entry = { event: "draw-void", outcome: "WAITLISTED", by: "system", at: act.at };
    const decisions = withDecision(await vault(), seen, entry);
    const next = { ...kept, state: "WAITLISTED", decisions } as const;
    if ((await transact(table, applicationWrites(next, seen, { act }))).size === 0) return;
    await pause(round);
  }
  throw new TableBusy();
}
