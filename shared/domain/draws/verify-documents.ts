/** Step 1 of verification: the documents of one draw among the log's entries (section 6). */
import type {
  AmendDocument,
  DrawDocument,
  FailureDocument,
  FreezeDocument,
  NoticeDocument,
  ResultDocument,
  RevealsDocument,
} from "../../contract/draw.ts";
import type { TextList } from "./bundle.ts";
import { digestOf, readEntry } from "./documents.ts";
import { type Refusal, refuse } from "./refusal.ts";
import { type Suite, suiteNamed } from "./suites.ts";

type Found<D extends DrawDocument> = {
  document: D;
  entry: string;
  /** Index of the log entry. */
  index: number;
};

/** A document with its place in the log and its digest (hex). */
export type Placed<D extends DrawDocument = DrawDocument> = Found<D> & { digest: string };

/** What fixes the outcome. */
export type CoreDocuments = {
  suite: Suite;
  notice: Placed<NoticeDocument>;
  /** The first version; its place shows that the notice came before. */
  firstFreeze: Placed<FreezeDocument>;
  /** The last version: the one that counts. */
  freeze: Placed<FreezeDocument>;
  reveals: Placed<RevealsDocument>;
};

/** All documents of a draw that has a result. */
export type DrawDocuments = CoreDocuments & {
  failure: Placed<FailureDocument> | undefined;
  result: Placed<ResultDocument>;
  amends: Placed<AmendDocument>[];
};

/** The draw's documents by type, each in the log's order. */
type Shelf = {
  notices: Found<NoticeDocument>[];
  freezes: Found<FreezeDocument>[];
  reveals: Found<RevealsDocument>[];
  failures: Found<FailureDocument>[];
  results: Found<ResultDocument>[];
  amends: Found<AmendDocument>[];
};

function shelve(shelf: Shelf, document: DrawDocument, at: { entry: string; index: number }): void {
  switch (document.type) {
    case "pvl1/notice":
      shelf.notices.push({ document, ...at });
      break;
    case "pvl1/freeze":
      shelf.freezes.push({ document, ...at });
      break;
    case "pvl1/reveals":
      shelf.reveals.push({ document, ...at });
      break;
    case "pvl1/failure":
      shelf.failures.push({ document, ...at });
      break;
    case "pvl1/result":
      shelf.results.push({ document, ...at });
      break;
    case "pvl1/amend":
      shelf.amends.push({ document, ...at });
      break;
  }
}

function readShelf(
  log: TextList,
  drawId: string,
  isWanted: (type: string) => boolean,
): Shelf | Refusal {
  const shelf: Shelf = {
    notices: [],
    freezes: [],
    reveals: [],
    failures: [],
    results: [],
    amends: [],
  };
  for (let index = 0; index < log.length; index++) {
    const entry = log.at(index) ?? "";
    const read = readEntry(entry, drawId);
    if (read.kind === "bad" && isWanted(read.type)) {
      return refuse("E_DOC", { entry: index, ...(read.byte !== undefined && { byte: read.byte }) });
    }
    if (read.kind !== "document" || typeof entry !== "string") continue;
    if (!isWanted(read.document.type)) continue;
    shelve(shelf, read.document, { entry, index });
  }
  return shelf;
}

const place = <D extends DrawDocument>(suite: Suite, found: Found<D>): Placed<D> => ({
  ...found,
  digest: digestOf(suite, found.entry),
});

function coreOf({ notices, freezes, reveals }: Shelf): CoreDocuments | Refusal {
  const [notice] = notices;
  const [firstFreeze] = freezes;
  const freeze = freezes.at(-1);
  const [reveal] = reveals;
  if (!notice || !firstFreeze || !freeze || !reveal) return refuse("E_FILE");
  if (freezes.some(({ document }, i) => document.version !== i + 1)) return refuse("E_LOG_DUP");
  const suite = suiteNamed(notice.document.suite);
  if (!suite) return refuse("E_SUITE");
  return {
    suite,
    notice: place(suite, notice),
    firstFreeze: place(suite, firstFreeze),
    freeze: place(suite, freeze),
    reveals: place(suite, reveal),
  };
}

const isTwice = (...lists: unknown[][]): boolean => lists.some((list) => list.length > 1);

/** All documents of the draw: `E_DOC`, `E_LOG_DUP`, `E_FILE`, `E_SUITE`. */
export function findDocuments(log: TextList, drawId: string): DrawDocuments | Refusal {
  const shelf = readShelf(log, drawId, () => true);
  if ("refused" in shelf) return shelf;
  const { notices, reveals, failures, results, amends } = shelf;
  if (isTwice(notices, reveals, failures, results)) return refuse("E_LOG_DUP");
  const [failure] = failures;
  const [result] = results;
  if (!result) return refuse("E_FILE");
  const core = coreOf(shelf);
  if ("refused" in core) return core;
  return {
    ...core,
    failure: failure && place(core.suite, failure),
    result: place(core.suite, result),
    amends: amends.map((amend) => place(core.suite, amend)),
  };
}

const CORE_TYPES = ["pvl1/notice", "pvl1/freeze", "pvl1/reveals"];

/** Notice, freezes and reveals only: whatever else was logged, these fix the outcome. */
export function findCoreDocuments(log: TextList, drawId: string): CoreDocuments | Refusal {
  const shelf = readShelf(log, drawId, (type) => CORE_TYPES.includes(type));
  if ("refused" in shelf) return shelf;
  return isTwice(shelf.notices, shelf.reveals) ? refuse("E_LOG_DUP") : coreOf(shelf);
}

/** The sound documents among results and failures, for the values that they hold. */
export function findSpoiledDocuments(
  log: TextList,
  { drawId, suite }: { drawId: string; suite: Suite },
): { results: ResultDocument[]; failures: Placed<FailureDocument>[] } {
  const results: ResultDocument[] = [];
  const failures: Placed<FailureDocument>[] = [];
  for (let index = 0; index < log.length; index++) {
    const entry = log.at(index) ?? "";
    const read = readEntry(entry, drawId);
    if (read.kind !== "document" || typeof entry !== "string") continue;
    const { document } = read;
    if (document.type === "pvl1/result") results.push(document);
    if (document.type === "pvl1/failure") failures.push(place(suite, { document, entry, index }));
  }
  return { results, failures };
}
