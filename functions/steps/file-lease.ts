import type { FilingDraft } from "../../shared/contract/filing.ts";
import { contractMark } from "../../shared/domain/certificates/contract-text.ts";
import { civilDay, instantText } from "../../shared/domain/calendar/instants.ts";
import { filerOf } from "../../shared/domain/filings/filer.ts";
import { isLate, leaseRefusal } from "../../shared/domain/filings/lease-rules.ts";
import type { Act } from "../../shared/store/audit.ts";
import {
  findFiling,
  moveFiling,
  partyHashes,
  partyRows,
  termsDigest,
  type NextFiling,
} from "../../shared/store/filings.ts";
import type { Vault } from "../../shared/store/sealing.ts";
import { transact, type Write } from "../../shared/store/transact.ts";
import { groundOn } from "../filings/acting.ts";
import type { Services } from "../http/services.ts";
import { checkFiling } from "./check-filing.ts";

/** A lease that operator and household have signed, and the allocation it comes from. */
export type SignedLease = {
  readonly origin: { readonly allocationId: string; readonly schemeId: string };
  /** `filerRole` OPERATOR, `signing` ONLINE. */
  readonly draft: FilingDraft;
  /** Instant at which both had signed, or later; ms since 1970. */
  readonly now: number;
};

/** What became of it; without `certificateNo` a reviewer has it, or the clock will check it again. */
export type FiledLease = { readonly filingId: string; readonly certificateNo?: string };

/** One allocation, one filing: `F` and the allocation's own characters. */
export const filingOfAllocation = (allocationId: string): string => `F${allocationId.slice(1)}`;

/**
 * The writes that take the lease in for filing (SUBMITTED), to be joined to the transaction in which
 * the operator signs. `leaseFiling` fails when it was taken in before.
 *
 * @throws Error when the lease breaks a rule that no reviewer can mend: a fault of who made it
 */
export function leaseFilingWrites(
  vault: Vault,
  { origin, draft, now }: SignedLease,
  act: Act,
): Record<string, Write> {
  const [at, today] = [instantText(now), civilDay(now)];
  const ground = groundOn(today);
  const refusal = leaseRefusal(draft, ground)?.kind;
  // What is crowded or no dwelling the checks find too, and a reviewer sees it.
  if (refusal !== undefined && refusal !== "occupancy-exceeded" && refusal !== "space-not-lettable")
    throw new Error(`A lease that cannot be filed: ${refusal}`);
  const hashes = partyHashes(vault, draft);
  const next: NextFiling = {
    filingId: filingOfAllocation(origin.allocationId),
    state: "SUBMITTED",
    draft,
    parties: { drafter: hashes.landlords[0] ?? "", ...hashes },
    legalBasis: "O11-18-OPERATOR",
    filer: filerOf(draft, { capacity: "FIRM" }),
    termsDigest: termsDigest(vault, draft),
    contractText: contractMark(draft),
    signatures: [
      ...draft.landlords.map((_, index) => ({ side: "LANDLORD" as const, index, signedAt: at })),
      ...draft.tenants.map((_, index) => ({ side: "TENANT" as const, index, signedAt: at })),
    ],
    createdAt: at,
    submittedAt: at,
    late: isLate(draft, ground),
    origin,
  };
  const { filing, filingAudit } = moveFiling(vault, next, undefined, act);
  return {
    leaseFiling: filing,
    leaseFilingAudit: filingAudit,
    ...partyRows(next.parties, next.filingId, at),
  };
}

/**
 * Files a lease that operator and household have signed (O11 18: within 30 days; here at once). The
 * home is one of a published scheme, which stands for its title; all other checks are as for any
 * lease. Done again, it files nothing again.
 *
 * @throws TableBusy when others keep getting in between
 */
export async function fileLease(services: Services, lease: SignedLease): Promise<FiledLease> {
  const { table } = services;
  const vault = await services.vault();
  const filingId = filingOfAllocation(lease.origin.allocationId);
  const act: Act = {
    ...{ actor: "system", role: "system", action: "fileLease", at: instantText(lease.now) },
    ...{ outcome: "SUBMITTED", reason: "O11-18" },
  };
  if (!(await findFiling(table, vault, filingId)))
    await transact(table, leaseFilingWrites(vault, lease, act));
  await checkFiling(services, filingId, lease.now);
  const filed = await findFiling(table, vault, filingId);
  const certificateNo = filed?.certificate?.certificateNo;
  return { filingId, ...(certificateNo !== undefined && { certificateNo }) };
}
