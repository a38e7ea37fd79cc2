/** The pinned policy with its keys read. */
import type { DrandChain, DrawPolicy } from "../../contract/draw.ts";
import { toHex } from "./encoding.ts";
import { COSIGNER_KEY, NOTE_KEY, readVerifierKey, type VerifierKey } from "./verifier-key.ts";

export type OpenPolicy = {
  log: VerifierKey;
  cosigners: VerifierKey[];
  threshold: number;
  chain: DrandChain | undefined;
};

/** Reads the keys of a policy; undefined when one is malformed or a cosigner's key stands twice. */
export function openPolicy(policy: DrawPolicy): OpenPolicy | undefined {
  const log = readVerifierKey(policy.log, NOTE_KEY);
  const cosigners = policy.cosigners.flatMap((text) => readVerifierKey(text, COSIGNER_KEY) ?? []);
  const keys = new Set(cosigners.map(({ publicKey }) => toHex(publicKey)));
  const names = new Set(cosigners.map(({ name }) => name));
  if (!log || cosigners.length !== policy.cosigners.length) return undefined;
  if (keys.size !== cosigners.length || names.size !== cosigners.length) return undefined;
  return { log, cosigners, threshold: policy.threshold, chain: policy.drand ?? undefined };
}
