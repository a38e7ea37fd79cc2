import { endpoints as paperEndpoints } from "../../../functions/certificates/index.ts";
import { endpoints as filingEndpoints } from "../../../functions/filings/index.ts";
import { checkCertificate } from "../../../functions/public/check-certificate.ts";
import { readCertificateToken } from "../../../functions/public/read-certificate-token.ts";
import type { FilingDraft } from "../../../shared/contract/filing.ts";
import { startApi, type Api, type Client } from "../../support/api.ts";
import { startEmulator, type Emulator } from "../../support/emulator.ts";
import { startSimulator } from "../../support/simulator.ts";
import { drafted, filingOf, START } from "../filings/line.ts";

/** Everything a document meets: real handlers, table, issuer, keys and title register. */
export type Desk = { readonly api: Api; readonly emulator: Emulator; stop(): Promise<void> };

export async function startDesk(): Promise<Desk> {
  const [emulator, register] = await Promise.all([
    startEmulator(),
    startSimulator("title-register"),
  ]);
  const makers = [...filingEndpoints, ...paperEndpoints, checkCertificate, readCertificateToken];
  const api = await startApi(makers, {
    table: await emulator.newTable(),
    now: START,
    config: { TITLE_REGISTER_URL: register.url },
  });
  return {
    api,
    emulator,
    stop: async () => {
      await Promise.all([api.stop(), register.stop(), emulator.stop()]);
    },
  };
}

export type OnRecord = {
  readonly id: string;
  readonly certificateNo: string;
  readonly code: string;
  readonly token: string;
};

/** Files a lease signed on paper, by its filer alone: it is on record at once. */
export async function onRecord(client: Client, draft: FilingDraft): Promise<OnRecord> {
  const { id } = await drafted(client, draft);
  const answer = await client.post(`/api/filings/${id}/submit`, {});
  if (answer.status !== 202) throw new Error(JSON.stringify(answer.body));
  const {
    certificateNo = "",
    code = "",
    token = "",
  } = (await filingOf(client, id)).certificate ?? {};
  return { id, certificateNo, code, token };
}
