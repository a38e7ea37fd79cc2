import { toHex, fromHex } from "../../shared/domain/draws/encoding.ts";
import { privateCommit } from "../../shared/domain/draws/private-commit.ts";
import type { RosterEntry } from "../../shared/domain/draws/roster.ts";
import { sha256Suite } from "../../shared/domain/draws/suites.ts";
import type { Applicant } from "../../shared/contract/application.ts";
import {
  findApplication,
  openApplicant,
  type StoredApplication,
} from "../../shared/store/applications.ts";
import type { StoredIntent } from "../../shared/store/intents.ts";
import { keys } from "../../shared/store/keys.ts";
import type { SaltOpener } from "../../shared/store/salts.ts";
import type { StoredScheme } from "../../shared/store/schemes.ts";
import type { Vault } from "../../shared/store/sealing.ts";
import type { Services } from "../http/services.ts";

/** An entry of the roster with its household, and whether the commitment is this household's. */
export type Opened = {
  readonly entry: Required<RosterEntry>;
  readonly intent?: StoredIntent;
  readonly application?: StoredApplication;
  readonly applicant?: Pick<Applicant, "name" | "idType" | "idNumber">;
  readonly salt?: string;
  readonly opens: boolean;
};

type Keys = { readonly vault: Vault; readonly opener: SaltOpener };

/** Opens entries of a page: the salts, the households, the commitments. */
export async function openEntries(
  services: Services,
  scheme: StoredScheme,
  {
    entries,
    intents,
  }: { entries: readonly Required<RosterEntry>[]; intents: readonly StoredIntent[] },
): Promise<Opened[]> {
  const byReceipt = new Map(intents.map((intent) => [intent.receipt, intent]));
  const [vault, opener] = await Promise.all([services.vault(), services.saltOpener()]);
  return Promise.all(
    entries.map(async (entry): Promise<Opened> => {
      const intent = byReceipt.get(entry.receipt);
      const application = intent && (await findApplication(services.table, intent.applicationId));
      if (!intent || !application) return { entry, opens: false, ...(intent && { intent }) };
      return {
        entry,
        intent,
        application,
        ...opened({ vault, opener }, scheme, { entry, intent, application }),
      };
    }),
  );
}

function opened(
  { vault, opener }: Keys,
  { drawId, schemeId }: StoredScheme,
  { entry, intent, application }: Required<Pick<Opened, "entry" | "intent" | "application">>,
): Pick<Opened, "applicant" | "salt" | "opens"> {
  const applicant = openApplicant(vault, application);
  const { saltSealed } = intent;
  if (saltSealed === undefined) return { applicant, opens: false };
  const salt = opener.open(saltSealed, keys.intent(schemeId, intent.applicationId));
  const { idType, idNumber, name } = applicant;
  const commit = privateCommit(
    sha256Suite,
    { drawId, receipt: entry.receipt, salt: fromHex(salt) },
    { applicationNo: application.receiptNo, idType, idNumber, name },
  );
  return { applicant, salt, opens: toHex(commit) === entry.commit };
}
