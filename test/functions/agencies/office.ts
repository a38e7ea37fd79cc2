import { endpoints as agencyEndpoints } from "../../../functions/agencies/index.ts";
import { endpoints as paperEndpoints } from "../../../functions/certificates/index.ts";
import { endpoints as filingEndpoints } from "../../../functions/filings/index.ts";
import { View } from "../../../shared/contract/agency.ts";
import type { FilingDraft } from "../../../shared/contract/filing.ts";
import type { Occupant } from "../../../shared/contract/lease.ts";
import { personOfKey } from "../../../infra/local/people.ts";
import { startApi, type Answered, type Api, type Client, type Extra } from "../../support/api.ts";
import { aLease, aUnit } from "../../support/builders/lease.ts";
import { startEmulator, type Emulator } from "../../support/emulator.ts";
import { startSimulator } from "../../support/simulator.ts";
import { onRecord, type OnRecord } from "../certificates/desk.ts";
import { aFlat, chenAlone, START } from "../filings/line.ts";

/** What agencies meet: real handlers, table, issuer with machine clients, title register. */
export type Office = { readonly api: Api; readonly emulator: Emulator; stop(): Promise<void> };

export async function startOffice(): Promise<Office> {
  const [emulator, register] = await Promise.all([
    startEmulator(),
    startSimulator("title-register"),
  ]);
  const api = await startApi([...agencyEndpoints, ...filingEndpoints, ...paperEndpoints], {
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

/** A member of a demo person's household, as occupant. */
export function occupantOf(key: string, index: number, but: Partial<Occupant> = {}): Occupant {
  const member = personOfKey(key)?.members?.[index];
  if (!member) throw new Error(`${key} has no member ${String(index)}`);
  return { ...member, from: "2026-07-01", ...but };
}

/** The spouse and child of tenant-chen. */
export const chensFamily = (): Occupant[] => [
  occupantOf("tenant-chen", 0),
  occupantOf("tenant-chen", 1),
];

/** Chen's lease with his family; on record when he submits it. */
export const chensDraft = (but: Partial<FilingDraft["lease"]> = {}): FilingDraft => {
  const draft = chenAlone();
  const lease = aLease({
    ...draft.lease,
    unit: aUnit(aFlat()),
    occupants: chensFamily(),
    ...but,
  });
  return { ...draft, lease };
};

export const filedByChen = (
  chen: Client,
  but: Partial<FilingDraft["lease"]> = {},
): Promise<OnRecord> => onRecord(chen, chensDraft(but));

/** A machine sends no Idempotency-Key with a question. */
export const ask = (client: Client, path: string, body: object, extra: Extra = {}) =>
  client.post(`/api/agencies/${path}`, body, { key: null, ...extra });

export const heldOf = ({ certificateNo, code }: OnRecord) => ({ certificateNo, code });

export const numberOf = (key: string) => {
  const person = personOfKey(key);
  if (!person) throw new Error(`There is no ${key}`);
  return { idType: person.idType, idNumber: person.idNumber };
};

export const viewsOf = async (client: Client): Promise<View[]> =>
  View.array().parse((await client.get("/api/me/views")).body.views);

export const problemOf = ({ status, body }: Answered): string =>
  `${String(status)} ${String(body.type)}`;
