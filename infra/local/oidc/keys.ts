import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK } from "jose";
import * as z from "zod";
import { readKept } from "../data-folder.ts";
import { writeDurably } from "../durable.ts";

const Rsa = z.strictObject({
  ...{ kty: z.literal("RSA"), use: z.literal("sig"), alg: z.literal("RS256"), kid: z.string() },
  ...{ n: z.string(), e: z.string(), d: z.string(), p: z.string(), q: z.string() },
  ...{ dp: z.string(), dq: z.string(), qi: z.string() },
});

const Stored = z.strictObject({ signing: Rsa, cookies: z.array(z.string().min(32)).min(1) });

/** What the issuer signs with: tokens with an RSA key (private JWK), cookies with random strings. */
export type IssuerKeys = {
  jwk: z.infer<typeof Rsa>;
  signWith: CryptoKey;
  verifyWith: CryptoKey;
  cookies: string[];
};

const asKey = async (jwk: object): Promise<CryptoKey> => {
  const key = await importJWK(jwk, "RS256");
  if (key instanceof Uint8Array) throw new Error("An RSA key was expected.");
  return key;
};

/**
 * Reads the issuer's keys, and makes them when the folder has none: `keys.json`, mode 600. They are
 * kept, so that tokens and sessions outlive a restart.
 *
 * @throws Refusal when the file is damaged: a new key would quietly end every session
 */
export async function issuerKeys(folder: string): Promise<IssuerKeys> {
  const path = join(folder, "keys.json");
  const stored = readKept(path, (value) => Stored.parse(value)) ?? (await make(path));
  const { kty, n, e } = stored.signing;
  return {
    jwk: stored.signing,
    signWith: await asKey(stored.signing),
    verifyWith: await asKey({ kty, n, e }),
    cookies: stored.cookies,
  };
}

async function make(path: string): Promise<z.infer<typeof Stored>> {
  const { privateKey } = await generateKeyPair("RS256", { modulusLength: 2048, extractable: true });
  const jwk = await exportJWK(privateKey);
  const kid = await calculateJwkThumbprint(jwk);
  const { kty, n, e, d, p, q, dp, dq, qi } = jwk;
  const signing = { kty, use: "sig", alg: "RS256", kid, n, e, d, p, q, dp, dq, qi };
  const stored = Stored.parse({ signing, cookies: [randomBytes(32).toString("base64url")] });
  writeDurably(path, `${JSON.stringify(stored, null, 2)}\n`);
  return stored;
}
