import { randomUUID } from "node:crypto";
import type { Movement } from "../../shared/contract/agency.ts";
import { addDays, daysBetween } from "../../shared/domain/calendar/days.ts";
import { chinaCalendar } from "../../shared/domain/calendar/working-days.ts";
import { agreementOf, type FieldAgreement } from "../../shared/domain/policy/agency-fields.ts";
import { movementsOf, reportStanding } from "../../shared/domain/residence/movements.ts";
import { agencyLogEntry } from "../../shared/store/agency-log.ts";
import { findFiling, type FilingRecord } from "../../shared/store/filings.ts";
import { listMoves, MovementPlace, type StoredMoves } from "../../shared/store/movements.ts";
import { identityHash } from "../../shared/store/persons.ts";
import type { Vault } from "../../shared/store/sealing.ts";
import type { Table } from "../../shared/store/table.ts";
import { transact } from "../../shared/store/transact.ts";
import { viewRows } from "../../shared/store/views.ts";
import { decideAgain, standing } from "../http/attempts.ts";
import { BAD_CURSOR, makeCursor, readCursor } from "../http/cursor.ts";
import { endpoint, ok } from "../http/endpoint.ts";
import { covers } from "../http/jurisdiction.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/agencies.ts";
import { agencyOf } from "./agency-of.ts";

const PURPOSE = "ARRIVAL_REPORT";
const MOST_DAYS = 31;
/** Filings a page tells of. */
const PAGE = 20;
/** Views written at once: a transaction has a hundred writes. */
const CHUNK = 80;

/** Arrivals and departures of a district by the day they are reported for. R812 37; FJ: 7 days. */
export const listArrivals = (services: Services) =>
  endpoint(routes.listArrivals, services, async (input) => {
    const { query, caller, today, refuse } = input;
    const { from, to, district } = query;
    const agency = agencyOf(caller);
    const agreement = agency && agreementOf(agency, PURPOSE, today);
    if (!agreement) return refuse("purpose-not-agreed");
    if (to < from || daysBetween(from, to) >= MOST_DAYS) return refuse("invalid-request", BAD_SPAN);
    const vault = await services.vault();
    const asked = { from, to, district };
    const scope = { caller: caller.sub, operation: "listArrivals", asked };
    const start = { day: from, after: "" };
    const place = query.cursor === undefined ? start : readCursor(vault, scope, query.cursor);
    if (!place) return refuse("invalid-request", BAD_CURSOR);
    if (!covers(caller, district)) return ok({ movements: [] });

    const { table } = services;
    // What is announced for days to come is not reported yet.
    const last = to < today ? to : today;
    const page = await rowsFrom(table, district, MovementPlace.parse(place), last);
    const lines = await linesOf(table, vault, page.rows);
    return decideAgain(async () => {
      const reason = `${PURPOSE} ${district} ${from} ${to}`;
      const act = input.act(`HANDED ${String(lines.length)}`, reason);
      const log = await agencyLogEntry(table, agreement.agency, act);
      const again = standing(await transact(table, log));
      if (again) return again;
      await showEach(table, lines, agreement, input.at);
      return ok({
        movements: lines.map(({ movement }) => movement),
        ...(page.next && { next: makeCursor(vault, scope, page.next) }),
      });
    });
  });

const BAD_SPAN = {
  errors: [
    {
      pointer: "/query/to",
      zh: "查询区间应为 1 至 31 天",
      en: "From one day to thirty-one",
    },
  ],
} as const;

/** The next rows of a district, day by day, up to a page of them. */
async function rowsFrom(
  table: Table,
  district: string,
  { day: first, after: begin }: MovementPlace,
  last: string,
): Promise<{ readonly rows: readonly StoredMoves[]; readonly next?: MovementPlace }> {
  const rows: StoredMoves[] = [];
  let after = begin;
  for (let day = first; day <= last; day = addDays(day, 1), after = "") {
    const page = await listMoves(table, {
      ...{ district, day, limit: PAGE - rows.length },
      ...(after !== "" && { after }),
    });
    rows.push(...page.rows);
    if (rows.length < PAGE) continue;
    const next = page.next === undefined ? { day: addDays(day, 1), after: "" } : undefined;
    const place = next ?? { day, after: page.next ?? "" };
    return { rows, ...(place.day <= last && { next: place }) };
  }
  return { rows };
}

type Line = { readonly movement: Movement; readonly hash: string; readonly filingId: string };

/** What the filings still say: a lease renewed meanwhile has no departure on its old last day. */
async function linesOf(table: Table, vault: Vault, rows: readonly StoredMoves[]): Promise<Line[]> {
  const ids = [...new Set(rows.map(({ filingId }) => filingId))];
  const found = await Promise.all(ids.map((id) => findFiling(table, vault, id)));
  const filings = new Map(found.flatMap((one) => (one ? [[one.filingId, one] as const] : [])));
  const told = new Set<string>();
  return rows.flatMap(({ filingId, reportedOn, moves }) => {
    const filing = filings.get(filingId);
    if (!filing) return [];
    const now = movementsOf(filing).map((one) => ({
      ...one,
      who: identityHash(vault, one.resident.idType, one.resident.idNumber),
    }));
    return moves.flatMap(({ kind, on, who }): Line[] => {
      const name = [filingId, kind, on, who].join(" ");
      const moved = now.find((one) => one.kind === kind && one.on === on && one.who === who);
      if (!moved || told.has(name)) return [];
      told.add(name);
      const movement = movementOf(filing, moved, reportedOn);
      return movement ? [{ movement, hash: who, filingId }] : [];
    });
  });
}

function movementOf(
  { draft, certificate }: FilingRecord,
  { kind, on, resident }: ReturnType<typeof movementsOf>[number],
  reportedOn: string,
): Movement | undefined {
  if (!certificate) return undefined;
  const { name, idType, idNumber, capacity, kinship } = resident;
  const { address, standardAddressCode } = draft.lease.unit;
  return {
    ...{ kind, on, reportedOn, ...reportStanding(on, reportedOn, chinaCalendar), capacity },
    person: { name, idType, idNumber },
    ...(kinship !== undefined && { kinship }),
    certificateNo: certificate.certificateNo,
    ...{ district: draft.jurisdiction, address, standardAddressCode },
  };
}

/** Each person sees that the police were told: on record before the page goes out. */
async function showEach(
  table: Table,
  lines: readonly Line[],
  { agency, fields }: FieldAgreement,
  at: string,
): Promise<void> {
  const viewId = randomUUID();
  const writes = new Map(
    lines.flatMap(({ movement: { certificateNo }, hash, filingId }) => {
      const view = { at, office: agency, purpose: PURPOSE, filingId, certificateNo } as const;
      const rows = viewRows([hash], { ...view, fields: [...fields] }, viewId);
      return Object.entries(rows).map(([name, write]) => [`${name} ${filingId}`, write] as const);
    }),
  );
  const all = [...writes];
  for (let from = 0; from < all.length; from += CHUNK)
    await transact(table, Object.fromEntries(all.slice(from, from + CHUNK)));
}
