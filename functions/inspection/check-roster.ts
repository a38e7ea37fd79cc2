import {
  findingTexts,
  type FindingKind,
  type RosterCheck,
} from "../../shared/contract/inspection.ts";
import { inspectEntry, sharedPeople } from "../../shared/domain/schemes/inspect-roster.ts";
import { poolsFor } from "../../shared/domain/schemes/decide-intent.ts";
import { withRosterScores } from "../../shared/domain/schemes/ranking-rules.ts";
import { openForm } from "../../shared/store/applications.ts";
import { isInRoster, listIntents, type StoredIntent } from "../../shared/store/intents.ts";
import { identityHash } from "../../shared/store/persons.ts";
import type { StoredScheme } from "../../shared/store/schemes.ts";
import type { Vault } from "../../shared/store/sealing.ts";
import { scoreDue } from "../applications/roster-entry.ts";
import { endpoint, ok } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/inspection.ts";
import { openEntries, type Opened } from "./behind.ts";
import { onRecord } from "./look.ts";
import { BAD_CURSOR, cursorAt, placeIn, rosterPage, type RosterPage } from "./page.ts";

type Finding = RosterCheck["findings"][number];

/**
 * The inspectors' tool: every entry of a page against its household's own record, every person
 * against the whole roster, and on the last page who should stand there and does not.
 */
export const checkRoster = (services: Services) =>
  endpoint(routes.checkRoster, services, async (input) => {
    const { params, query, caller, refuse } = input;
    const vault = await services.vault();
    const { operationId } = routes.checkRoster;
    const scope = { caller: caller.sub, operation: operationId, asked: params };
    const from = placeIn(scope, vault, query.cursor);
    if (from === undefined) return refuse("invalid-request", BAD_CURSOR);
    const looked = await onRecord(services, input, `check from ${from}`);
    if ("reply" in looked) return looked.reply;

    const { scheme } = looked;
    const freeze = scheme.freezes.at(-1);
    if (!freeze) return refuse("no-roster-yet");
    const page = await rosterPage(services, scheme, from);
    const intents = await listIntents(services.table, scheme.schemeId);
    const opened = await openEntries(services, scheme, { entries: page.entries, intents });
    const check: RosterCheck = {
      drawId: scheme.drawId,
      ...{ version: freeze.version, count: freeze.count, root: freeze.root },
      rootMatches: page.root === freeze.root,
      checked: page.entries.length,
      findings: findingsOf(vault, scheme, { page, intents, opened }),
      ...cursorAt(scope, vault, page.next),
    };
    return ok(check);
  });

type Seen = {
  readonly page: RosterPage;
  readonly intents: readonly StoredIntent[];
  readonly opened: readonly Opened[];
};

const finding = (receipt: string, kind: FindingKind, other?: string): Finding => ({
  ...{ receipt, kind },
  ...(other !== undefined && { other }),
  ...findingTexts[kind],
});

function findingsOf(
  vault: Vault,
  scheme: StoredScheme,
  { page, intents, opened }: Seen,
): Finding[] {
  const scores = new Map(
    withRosterScores(
      scheme.terms.ranking,
      intents.map((intent) => ({ ...intent, score: 0 })),
    ).map(({ receipt, score }) => [receipt, score]),
  );
  const inRoster = intents.filter(
    ({ receipt }) => receipt !== undefined && page.receipts.has(receipt),
  );
  const shared = sharedPeople(
    inRoster.map(({ receipt = "", people = [] }) => ({ receipt, people })),
  );
  const leftOut = page.next === undefined ? missing(intents, page) : [];
  return [
    ...opened.flatMap((one) => {
      const { receipt } = one.entry;
      const other = shared.get(receipt);
      const inspected = { ...one.entry, ...behindOf(vault, scheme, one, scores.get(receipt) ?? 0) };
      return [
        ...inspectEntry(inspected, scheme.state).map((kind) => finding(receipt, kind)),
        ...(other === undefined ? [] : [finding(receipt, "PERSON_TWICE", other)]),
      ];
    }),
    ...leftOut.map((receipt) => finding(receipt, "LEFT_OUT")),
  ];
}

/** Entries on record that the public roster does not have. */
const missing = (intents: readonly StoredIntent[], { receipts }: RosterPage): string[] =>
  intents.flatMap((intent) => {
    const { receipt } = intent;
    return isInRoster(intent) && receipt !== undefined && !receipts.has(receipt) ? [receipt] : [];
  });

function behindOf(
  vault: Vault,
  scheme: StoredScheme,
  { intent, application, opens }: Opened,
  byInstant: number,
) {
  if (!intent) return {};
  if (!application) {
    const nothing = { registered: [], household: [], openPools: [], due: 0 };
    return { behind: { opens, ...nothing } };
  }
  const { applicant, members } = openForm(vault, application);
  const people = [applicant, ...members];
  const { queueOf, householdSize, state, schemeId } = application;
  const own = schemeId === scheme.schemeId || state === "WAITLISTED";
  return {
    behind: {
      opens,
      ...(own && { application: state }),
      registered: intent.people ?? [],
      household: people.map(({ idType, idNumber }) => identityHash(vault, idType, idNumber)),
      openPools: poolsFor(scheme.terms, { queue: queueOf, householdSize }),
      due: scheme.terms.ranking === "FIFO" ? byInstant : scoreDue(vault, scheme, application),
    },
  };
}
