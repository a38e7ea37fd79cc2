import { randomBytes } from "node:crypto";
import { join } from "node:path";
import * as z from "zod";
import { readKept } from "../data-folder.ts";
import { writeDurably } from "../durable.ts";

/** A machine of a partner agency, as the issuer knows it. */
export type MachineClient = {
  /** What one names it by: `npm run token -- agency:police`. */
  readonly key: string;
  /** Its client and, in its tokens, its subject. */
  readonly clientId: string;
  readonly roles: readonly ("police" | "partner-agency")[];
  readonly jurisdiction: string;
};

const machine = (name: string, role: MachineClient["roles"][number], jurisdiction = "QZ") => ({
  key: `agency:${name}`,
  clientId: `client:${name}`,
  roles: [role],
  jurisdiction,
});

/** One of the police is of a single city: what it may ask ends at its border. */
export const MACHINES: readonly MachineClient[] = [
  machine("police", "police"),
  machine("police.350582", "police", "350582"),
  machine("education", "partner-agency"),
  machine("civil-affairs", "partner-agency"),
  machine("tax", "partner-agency"),
];

/** What a machine's token says of it, besides its subject. */
export const machineClaims = (clientId: string) => {
  const found = MACHINES.find((one) => one.clientId === clientId);
  return found && { roles: [...found.roles], jurisdiction: found.jurisdiction };
};

const Secrets = z.record(z.string(), z.string().min(32));

/**
 * The machines' secrets: `clients.json`, mode 600, made when missing and kept from then on.
 *
 * @param folder - the issuer's
 * @throws Refusal when the file is damaged
 */
export function machineSecrets(folder: string): Readonly<Record<string, string>> {
  const path = join(folder, "clients.json");
  const kept = readKept(path, (value) => Secrets.parse(value)) ?? {};
  const missing = MACHINES.filter(({ clientId }) => kept[clientId] === undefined);
  if (missing.length === 0) return kept;
  const made = missing.map(({ clientId }) => [clientId, randomBytes(32).toString("base64url")]);
  const secrets = { ...kept, ...Secrets.parse(Object.fromEntries(made)) };
  writeDurably(path, `${JSON.stringify(secrets, null, 2)}\n`);
  return secrets;
}

const TokenAnswer = z.object({ access_token: z.string() });

/**
 * A token for a machine of this installation, got as the agency itself would: client credentials,
 * HTTP Basic (RFC 6749 sections 2.3.1 and 4.4).
 *
 * @returns undefined when there is no such machine
 * @throws TypeError when nothing answers; Error when the issuer refuses
 */
export async function machineToken(
  origin: string,
  folder: string,
  key: string,
): Promise<string | undefined> {
  const client = MACHINES.find((one) => one.key === key);
  if (!client) return undefined;
  const secret = machineSecrets(folder)[client.clientId] ?? "";
  const pair = `${encodeURIComponent(client.clientId)}:${encodeURIComponent(secret)}`;
  const answer = await fetch(`${origin}/oidc/token`, {
    method: "POST",
    headers: { authorization: `Basic ${Buffer.from(pair).toString("base64")}` },
    body: new URLSearchParams({ grant_type: "client_credentials" }),
    signal: AbortSignal.timeout(10_000),
  });
  if (!answer.ok) throw new Error(`The issuer answered ${String(answer.status)}`);
  return TokenAnswer.parse(await answer.json()).access_token;
}
