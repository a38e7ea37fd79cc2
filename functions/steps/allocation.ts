import { Mobile } from "../../shared/contract/identity.ts";
import { leaseDraftOf } from "../../shared/domain/selections/lease-of.ts";
import { civilDay, epochMsOf, instantText } from "../../shared/domain/calendar/instants.ts";
import { describeError, log } from "../../shared/platform/log.ts";
import {
  allocationWrites,
  findAllocation,
  type AllocationRecord,
} from "../../shared/store/allocations.ts";
import { findApplication, openForm } from "../../shared/store/applications.ts";
import type { Act } from "../../shared/store/audit.ts";
import { findPerson, realName, type Person } from "../../shared/store/persons.ts";
import { findScheme } from "../../shared/store/schemes.ts";
import { transact } from "../../shared/store/transact.ts";
import type { Services } from "../http/services.ts";
import { fileLease } from "./file-lease.ts";
import type { Step } from "./step.ts";

/** A filing that a reviewer has before them is looked at again after so long. */
const AGAIN_MS = 3_600_000;

/**
 * Files the lease of a home that household and operator have signed, and has the household move in
 * once it is on record. The filing is found again by the allocation, so that doing this twice files
 * once.
 */
async function letHome(services: Services, allocationId: string, now: number): Promise<void> {
  const { table } = services;
  const seen = await findAllocation(table, allocationId);
  if (seen?.state !== "LEASED") return;
  const [scheme, application] = await Promise.all([
    findScheme(table, seen.schemeId),
    findApplication(table, seen.applicationId),
  ]);
  if (!scheme || !application) throw new Error("A lease without scheme or household");

  const signedOn = civilDay(epochMsOf(seen.leasedAt ?? instantText(now)));
  const form = openForm(await services.vault(), application);
  const agent = seen.leasedBy === undefined ? undefined : await findPerson(table, seen.leasedBy);
  const phone = agent && (await agentPhone(services, agent));
  if (phone === undefined) throw new Error("A lease that nobody signed for the operator");
  const days = { signedOn, from: signedOn, agentPhone: phone };
  const draft = leaseDraftOf(scheme.terms, seen.home, form, days);
  const origin = { allocationId, schemeId: seen.schemeId };
  const filed = await fileLease(services, { origin, draft, now });

  const onRecord = filed.certificateNo !== undefined;
  const act: Act = {
    ...{ actor: "system", role: "system", action: "file-lease", at: instantText(now) },
    ...{ outcome: onRecord ? "OCCUPIED" : "LEASED", reason: "O11-18" },
  };
  const { version: _, auditHead: __, ...record } = seen;
  const next: AllocationRecord = { ...record, ...filed, state: onRecord ? "OCCUPIED" : "LEASED" };
  // A failed condition means that another run of this step got as far.
  await transact(
    table,
    allocationWrites(next, seen, {
      act,
      ...(!onRecord && { dueAt: instantText(now + AGAIN_MS) }),
    }),
  );
}

/** The mobile number of who acts for the operator; undefined when none that counts is on record. */
export async function agentPhone(services: Services, person: Person): Promise<string | undefined> {
  const { phone } = realName(await services.vault(), person);
  return Mobile.safeParse(phone).data;
}

export const allocationStep: Step = (services, key, now) =>
  letHome(services, key.pk.slice("ALLOCATION#".length), now);

/** Files the lease just signed; what is left over is the clock's to repair. */
export async function letAfterAct(
  services: Services,
  allocationId: string,
  now: number,
): Promise<void> {
  try {
    await letHome(services, allocationId, now);
  } catch (error) {
    log("warn", "left-to-the-clock", { step: "ALLOCATION", ...describeError(error) });
  }
}
