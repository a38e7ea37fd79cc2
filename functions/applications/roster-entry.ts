import { bornOn } from "../../shared/domain/identity/id-facts.ts";
import { civilDay, epochMsOf } from "../../shared/domain/calendar/instants.ts";
import { toHex } from "../../shared/domain/draws/encoding.ts";
import { privateCommit } from "../../shared/domain/draws/private-commit.ts";
import { receiptOf } from "../../shared/domain/draws/receipt.ts";
import { sha256Suite } from "../../shared/domain/draws/suites.ts";
import { scoreOf, type ScoreFacts } from "../../shared/domain/schemes/ranking-rules.ts";
import { sealEntry, slipVerifierKey } from "../../shared/domain/schemes/slip-seal.ts";
import { freshBytes } from "../../shared/platform/ids.ts";
import { openForm, type StoredApplication } from "../../shared/store/applications.ts";
import { keys } from "../../shared/store/keys.ts";
import type { Vault } from "../../shared/store/sealing.ts";
import type { StoredScheme } from "../../shared/store/schemes.ts";
import type { Services } from "../http/services.ts";

/** What an intent holds from its registration on, so that the household has its slip at once. */
export type RosterEntry = {
  readonly receipt: string;
  readonly commit: string;
  readonly saltSealed: string;
  readonly seal: string;
  readonly score: number;
  readonly people: string[];
};

/** The key with which this installation's slips are checked. */
export const slipKeyOf = async ({ keys, config }: Services): Promise<string> =>
  slipVerifierKey(config.LOG_ORIGIN, await keys.slipPublicKey());

/**
 * Makes a household's entry: a new random number, the commitment that ties it to the person, the
 * salt sealed for the inspectors, the bureau's seal over it all.
 */
export async function newEntry(
  services: Services,
  vault: Vault,
  { scheme, application, pools, registeredAt }: Registering,
): Promise<RosterEntry> {
  const { drawId, schemeId } = scheme;
  const receipt = receiptOf(freshBytes(16));
  const salt = freshBytes(32);
  const { applicant } = openForm(vault, application);
  const { idType, idNumber, name } = applicant;
  const commit = toHex(
    privateCommit(
      sha256Suite,
      { drawId, receipt, salt },
      { applicationNo: application.receiptNo, idType, idNumber, name },
    ),
  );
  const score = scoreDue(vault, scheme, application);
  const sealer = await services.saltSealer();
  const entry = { drawId, receipt, pools, score, commit, registeredAt };
  return {
    ...{ receipt, commit, score },
    saltSealed: sealer.seal(toHex(salt), keys.intent(schemeId, application.applicationId)),
    seal: await sealEntry(entry, await slipKeyOf(services), (text) => services.keys.signSlip(text)),
    people: [application.applicant, ...application.members].map(({ hash }) => hash),
  };
}

export type Registering = {
  readonly scheme: StoredScheme;
  readonly application: StoredApplication;
  readonly pools: readonly string[];
  readonly registeredAt: string;
};

/** The score that the scheme's rules give a household, on the day its intent closes. */
export function scoreDue(
  vault: Vault,
  { terms }: Pick<StoredScheme, "terms">,
  application: StoredApplication,
): number {
  const { applicant, members } = openForm(vault, application);
  const births = [applicant, ...members].map((one) => bornOn(one));
  const closes = civilDay(epochMsOf(terms.intent.closesAt) - 1);
  return scoreOf(terms, factsOf(application, births), closes);
}

/** The household as the table of points sees it: it waits from the end of its publicity. */
function factsOf(
  { decisions, queueOf, waitingNo }: StoredApplication,
  births: ScoreFacts["births"],
): ScoreFacts {
  const listed = decisions.find(({ event }) => event === "end-publicity");
  return {
    births,
    queue: queueOf,
    ...(listed && { waitsSince: civilDay(epochMsOf(listed.at)) }),
    ...(waitingNo !== undefined && { waitingNo }),
  };
}
