import { endpoints as filingEndpoints } from "../../../functions/filings/index.ts";
import { endpoints as reviewEndpoints } from "../../../functions/filing-review/index.ts";
import { checkCertificate } from "../../../functions/public/check-certificate.ts";
import { Filing } from "../../../shared/contract/filing.ts";
import type { FilingDraft } from "../../../shared/contract/filing.ts";
import { readFlat } from "../../../shared/store/flats.ts";
import { startApi, type Answered, type Api, type Client } from "../../support/api.ts";
import { partyOf } from "../../support/builders/demo-people.ts";
import { aDraft, aLease, aUnit } from "../../support/builders/lease.ts";
import { startEmulator, type Emulator } from "../../support/emulator.ts";
import { startSimulator, type Simulator } from "../../support/simulator.ts";

/** Everything a filing meets: real handlers, table, issuer and title register. */
export type Line = {
  readonly api: Api;
  readonly register: Simulator;
  readonly emulator: Emulator;
  stop(): Promise<void>;
};

export const START = "2026-07-01T02:00:00.000Z";

export async function startLine(): Promise<Line> {
  const [emulator, register] = await Promise.all([
    startEmulator(),
    startSimulator("title-register"),
  ]);
  const api = await startApi([...filingEndpoints, ...reviewEndpoints, checkCertificate], {
    table: await emulator.newTable(),
    now: START,
    config: { TITLE_REGISTER_URL: register.url },
  });
  return {
    api,
    register,
    emulator,
    stop: async () => {
      await Promise.all([api.stop(), register.stop(), emulator.stop()]);
    },
  };
}

let flats = 0;
/** A flat that no other test has, and its certificate number. */
export const aFlat = () => {
  const n = String(++flats).padStart(7, "0");
  return { flatId: `QZFZ${n}`, titleCertNo: `闽(2023)泉州市不动产权第${n}号` };
};

/** Lin's flat let to Chen for a year from July 2026. */
export const linToChen = (but: Partial<FilingDraft> = {}): FilingDraft =>
  aDraft({
    landlords: [partyOf("landlord-lin")],
    tenants: [partyOf("tenant-chen")],
    lease: aLease({
      unit: aUnit(aFlat()),
      signedOn: "2026-06-28",
      from: "2026-07-01",
      until: "2027-06-30",
    }),
    ...but,
  });

/** The same on paper, filed by the tenant alone. */
export const chenAlone = (but: Partial<FilingDraft> = {}): FilingDraft => {
  const draft = linToChen();
  return {
    ...draft,
    filerRole: "TENANT",
    signing: "PAPER",
    lease: { ...draft.lease, contractDigest: "ab".repeat(32) },
    ...but,
  };
};

export type Begun = { readonly id: string; readonly termsDigest: string };

/** Drafts it and gives its id and digest. */
export async function drafted(client: Client, draft: FilingDraft): Promise<Begun> {
  const answer = await client.post("/api/filings", draft);
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return { id: String(answer.body.id), termsDigest: String(answer.body.termsDigest) };
}

/** Drafts it and sends it, to be submitted when signed. */
export async function sent(client: Client, draft: FilingDraft): Promise<Begun> {
  const begun = await drafted(client, draft);
  const { termsDigest } = begun;
  const answer = await client.post(`/api/filings/${begun.id}/send`, {
    termsDigest,
    submitWhenSigned: true,
  });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  return begun;
}

export const sign = (client: Client, { id, termsDigest }: Begun): Promise<Answered> =>
  client.post(`/api/filings/${id}/signatures`, { termsDigest });

/** The filing as this client reads it, held to the published shape. */
export async function filingOf(client: Client, id: string, office = false): Promise<Filing> {
  const answer = await client.get(`/api/${office ? "office/" : ""}filings/${id}`);
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  return Filing.parse(answer.body);
}

/** A lease of Lin's to Chen on record: signed by both, checked, its certificate given. */
export async function filed(
  { lin, chen }: { readonly lin: Client; readonly chen: Client },
  but: Partial<FilingDraft> = {},
): Promise<Filing> {
  const begun = await sent(lin, linToChen(but));
  const signed = await sign(chen, begun);
  if (signed.status !== 201) throw new Error(JSON.stringify(signed.body));
  const filing = await filingOf(lin, begun.id);
  if (filing.state !== "FILED") throw new Error(JSON.stringify(filing));
  return filing;
}

/** Confirms what is proposed for a filing, as this client reads it. */
export async function confirm(client: Client, id: string): Promise<Answered> {
  const { pendingChange } = await filingOf(client, id);
  const termsDigest = pendingChange?.termsDigest ?? "0".repeat(64);
  return client.post(`/api/filings/${id}/pending-change/confirmations`, { termsDigest });
}

let askers = 0;
/** What the public check says now of the certificate that a filing had when it was read. */
export async function publicCheck(
  line: Line,
  { certificate }: Filing,
): Promise<Readonly<Record<string, unknown>>> {
  const anyone = await line.api.as();
  const check = { certificateNo: certificate?.certificateNo, code: certificate?.code };
  const extra = { key: null, address: `198.51.100.${String(++askers % 250)}` };
  return (await anyone.post("/api/certificate-checks", check, extra)).body;
}

/** The terms on record of a flat, by filing. */
export async function termsOf(line: Line, flatId: string) {
  return (await readFlat(line.api.services.table, flatId)).terms;
}
