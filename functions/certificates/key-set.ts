import { CERTIFICATE_KEYS_PATH } from "../../shared/contract/certificate.ts";
import { keyIdOf, signFacts, withKey } from "../../shared/domain/certificates/sign-facts.ts";
import type { CertifiedFacts } from "../../shared/domain/certificates/certified-facts.ts";
import { readKeySet, writeKeySet } from "../../shared/store/certificate-keys.ts";
import { TableBusy } from "../../shared/store/transact.ts";
import type { Services } from "../http/services.ts";

/** Signs certified facts, once the key that does it is published. */
export type Signer = (facts: CertifiedFacts, today: string) => Promise<string>;

const ROUNDS = 5;

/** The signer of a container: it looks at the key set once. */
export function signerOf(services: Services): Signer {
  let published: Promise<string> | undefined;
  return async (facts, today) => {
    published ??= publishKey(services, today).catch((error: unknown) => {
      published = undefined;
      throw error;
    });
    return signFacts(facts, await published, (bytes) => services.keys.signCertificate(bytes));
  };
}

/**
 * Puts the key that KMS signs with into the set and the set where everyone reads it. The table holds
 * the set; the file is made from it, and made again by each container, so that a lost one comes back.
 *
 * @returns the key's name
 * @throws TableBusy when others keep changing the set
 */
export async function publishKey(services: Services, today: string): Promise<string> {
  const publicKey = await services.keys.certificatePublicKey();
  for (let round = 1; round <= ROUNDS; round++) {
    const seen = await readKeySet(services.table);
    const next = withKey(seen.keySet, publicKey, today);
    const isWritten =
      next === seen.keySet || (await writeKeySet(services.table, next, seen.version));
    if (!isWritten) continue;
    const kid = keyIdOf(publicKey);
    const key = next.keys.find((one) => one.kid === kid);
    // What it signs now would be refused by everyone who checks.
    if (!key || key.withdrawnOn !== undefined || (key.validUntil ?? today) < today)
      throw new Error("The key of certificates was replaced or withdrawn and must not sign again");
    const body = `${JSON.stringify(next, null, 1)}\n`;
    await services.publicFiles.write(
      CERTIFICATE_KEYS_PATH,
      body,
      "application/json; charset=utf-8",
    );
    return kid;
  }
  throw new TableBusy();
}
