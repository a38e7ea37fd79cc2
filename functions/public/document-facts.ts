import { OPEN_END } from "../../shared/contract/filing-life.ts";
import type { CertificateFacts } from "../../shared/contract/filing.ts";
import { isStatementNo, type ResidenceFacts } from "../../shared/contract/residence-statement.ts";
import { statusOn } from "../../shared/domain/filings/certificate.ts";
import { findCertificate } from "../../shared/store/certificates.ts";
import { findStatement } from "../../shared/store/statements.ts";
import type { Services } from "../http/services.ts";

type When = { readonly today: string; readonly at: string };

/** What anyone may be told of a document on record, once they have shown that they hold it. */
export type PublicDocument = {
  readonly codeHash: string;
  readonly facts: (when: When) => Promise<CertificateFacts | ResidenceFacts>;
};

/** A certificate or a statement by its number: one read, whether there is one or not. */
export async function findDocument(
  services: Services,
  no: string,
): Promise<PublicDocument | undefined> {
  return isStatementNo(no) ? statement(services, no) : certificate(services, no);
}

async function certificate({ table }: Services, no: string): Promise<PublicDocument | undefined> {
  const found = await findCertificate(table, no);
  if (!found) return undefined;
  const { facts, status, codeHash, endsOn } = found;
  return {
    codeHash,
    facts: ({ today, at }) =>
      Promise.resolve({
        ...facts,
        status: statusOn(status, facts.until, today, endsOn),
        checkedAt: at,
      }),
  };
}

async function statement({ table }: Services, no: string): Promise<PublicDocument | undefined> {
  const found = await findStatement(table, no);
  if (!found) return undefined;
  const { facts, homes, codeHash } = found;
  return {
    codeHash,
    async facts({ today, at }) {
      // What was filed then may have ended since: each home is looked up again.
      const now = await Promise.all(
        homes.map(async ({ certificateNo, filingId: _, ...home }) => {
          const standing = await findCertificate(table, certificateNo);
          const status = standing?.status ?? home.status;
          const until = home.until ?? OPEN_END;
          return {
            ...home,
            status: statusOn(status, until, today, standing?.endsOn),
          };
        }),
      );
      return { ...facts, homes: now, checkedAt: at };
    },
  };
}
