import type { Key } from "./table.ts";

const head = (pk: string): Key => ({ pk, sk: "HEAD" });

/** The only place where keys are made. No key holds a person's data: identities are keyed hashes. */
export const keys = {
  person: (sub: string) => head(`PERSON#${sub}`),
  session: (idHash: string) => head(`SESSION#${idHash}`),
  signIn: (state: string) => head(`SIGNIN#${state}`),
  /** One caller's key for one operation. */
  request: ({ caller, operation, key }: { caller: string; operation: string; key: string }) =>
    head(`REQUEST#${caller}#${operation}#${key}`),
  dataKey: (name: string): Key => ({ pk: "KEYRING", sk: name }),
  /** Keys that seal the salts of commitments: the private ones only the inspection unwraps. */
  saltKey: (name: string): Key => ({ pk: "SALTKEYS", sk: name }),

  /** The flat and all its rooms share this lock: whole or room, they exclude each other. */
  flat: (flatId: string) => head(`FLAT#${flatId}`),
  term: (flatId: string, filingId: string): Key => ({
    pk: `FLAT#${flatId}`,
    sk: `TERM#${filingId}`,
  }),
  /** What is known of a home's title; its history behind it. */
  unit: (flatId: string): Key => ({ pk: `FLAT#${flatId}`, sk: "UNIT" }),
  unitEvent: (flatId: string, version: number): Key => ({
    pk: `FLAT#${flatId}`,
    sk: `UNIT#${String(version).padStart(8, "0")}`,
  }),
  /** A flat is on offer in one scheme at a time. */
  homeLock: (flatId: string): Key => ({ pk: `FLAT#${flatId}`, sk: "SCHEME" }),
  /** The same by standard address; no flat's code has a hyphen. */
  addressLock: (code: string): Key => ({ pk: `FLAT#AT-${code}`, sk: "SCHEME" }),
  filing: (filingId: string) => head(`FILING#${filingId}`),
  /** What a certificate said when it was given: its lease as it was then. */
  filedPaper: (filingId: string, certificateNo: string): Key => ({
    pk: `FILING#${filingId}`,
    sk: `PAPER#${certificateNo}`,
  }),
  /** A village's proof of a home on collective land. */
  villageProof: (proofId: string) => head(`PROOF#${proofId}`),
  partyProof: (identityHash: string, proofId: string): Key => ({
    pk: `PARTY#${identityHash}`,
    sk: `PROOF#${proofId}`,
  }),
  partyFiling: (identityHash: string, filingId: string): Key => ({
    pk: `PARTY#${identityHash}`,
    sk: `FILING#${filingId}`,
  }),
  /** What someone may do in another's name; before both of them stands a row of it. */
  mandate: (mandateId: string) => head(`MANDATE#${mandateId}`),
  partyMandate: (identityHash: string, mandateId: string): Key => ({
    pk: `PARTY#${identityHash}`,
    sk: `MANDATE#${mandateId}`,
  }),
  /** An objection its author finds again, whoever's the filing is. */
  partyObjection: (identityHash: string, objectionId: string): Key => ({
    pk: `PARTY#${identityHash}`,
    sk: `OBJECTION#${objectionId}`,
  }),
  /** Many leases sent at once; its rows by their place, from 0. */
  batch: (batchId: string) => head(`BATCH#${batchId}`),
  batchRow: (batchId: string, place: number): Key => ({
    pk: `BATCH#${batchId}`,
    sk: `ROW#${String(place).padStart(5, "0")}`,
  }),
  /** From a filer's own number of a lease, by its keyed hash, to the filing. */
  externalId: (hash: string) => head(`EXTERNAL#${hash}`),
  certificate: (certificateNo: string) => head(`CERTIFICATE#${certificateNo}`),
  /** From the token in a QR, by its keyed hash, to the certificate. */
  certificateToken: (tokenHash: string) => head(`CERTIFICATETOKEN#${tokenHash}`),
  certificateKeys: () => head("CERTIFICATEKEYS"),
  /** Wrong guesses from one address, by its keyed hash. */
  tries: (addressHash: string) => head(`TRIES#${addressHash}`),
  /** A residence statement by its number; `SHEET` holds what only its owner may read. */
  statement: (statementNo: string) => head(`STATEMENT#${statementNo}`),
  /** Who came or left, on the day it is reported for; one act of one filing. */
  movement: (district: string, day: string, filingId: string, version: number): Key => ({
    pk: `MOVES#${district}#${day}`,
    sk: `${filingId}#${String(version).padStart(8, "0")}`,
  }),
  /** That an office looked at what is on record of a person. */
  view: (identityHash: string, at: string, filingId: string, viewId: string): Key => ({
    pk: `PARTY#${identityHash}`,
    sk: `VIEW#${at}#${filingId}#${viewId}`,
  }),
  /** What an agency was handed in bulk. */
  agency: (agency: string) => head(`AGENCY#${agency}`),
  serial: (region: string, day: string) => head(`SERIAL#${region}#${day.replaceAll("-", "")}`),

  /** One version of a policy or a points table. */
  policy: (version: string) => head(`POLICY#${version}`),
  /** Every version there is, for the office's list. */
  policyListed: (version: string): Key => ({ pk: "POLICIES", sk: version }),
  /** The versions put in force of one subject; `HEAD` is the lock that orders them. */
  policiesOf: (subject: string) => head(`POLICIES#${subject}`),
  policyInForce: (subject: string, from: string, version: string): Key => ({
    pk: `POLICIES#${subject}`,
    sk: `FROM#${from}#${version}`,
  }),
  /** A person's points account: consents, what was confirmed. */
  points: (identityHash: string) => head(`POINTS#${identityHash}`),

  application: (applicationId: string) => head(`APPLICATION#${applicationId}`),
  partyApplication: (identityHash: string, applicationId: string): Key => ({
    pk: `PARTY#${identityHash}`,
    sk: `APPLICATION#${applicationId}`,
  }),
  /** An objection to a household in publicity, and the way back to it for who made it. */
  publicityObjection: (applicationId: string, objectionId: string): Key => ({
    pk: `APPLICATION#${applicationId}`,
    sk: `OBJECTION#${objectionId}`,
  }),
  partyPublicityObjection: (identityHash: string, objectionId: string): Key => ({
    pk: `PARTY#${identityHash}`,
    sk: `PUBLICITYOBJECTION#${objectionId}`,
  }),
  /** An application that has not been sent yet, and the drafts of a person, by their keyed hash. */
  draft: (draftId: string) => head(`DRAFT#${draftId}`),
  draftOf: (ownerHash: string, draftId: string): Key => ({
    pk: `DRAFTS#${ownerHash}`,
    sk: `DRAFT#${draftId}`,
  }),
  /** What an employer has applied for, by the keyed hash of its credit code. */
  employerCase: (firmHash: string, draftId: string): Key => ({
    pk: `DRAFTS#${firmHash}`,
    sk: `STAFF#${draftId}`,
  }),
  /** One live application per person, across households. */
  member: (identityHash: string) => head(`MEMBER#${identityHash}`),
  /** A list by its name: `350503#PRH#ORDINARY`. */
  waitlist: (list: string) => head(`WAITLIST#${list}`),
  waitlistListed: (list: string): Key => ({ pk: "WAITLISTS", sk: list }),
  /** A number and the household it was given to. */
  waitlistPlace: (list: string, waitingNo: number): Key => ({
    pk: `WAITLIST#${list}`,
    sk: `PLACE#${String(waitingNo).padStart(8, "0")}`,
  }),
  /** A thousand numbers: whose households are away. */
  waitlistBlock: (list: string, block: number): Key => ({
    pk: `WAITLIST#${list}`,
    sk: `BLOCK#${String(block).padStart(5, "0")}`,
  }),
  /** What a list's public files show. */
  waitlistFiles: (list: string): Key => ({ pk: `WAITLIST#${list}`, sk: "FILES" }),
  /** An entry of a list's history. */
  waitlistMove: (list: string, seq: number): Key => ({
    pk: `WAITLIST#${list}`,
    sk: `MOVE#${String(seq).padStart(8, "0")}`,
  }),
  /** A household's step off a list or back, until the list has taken it in. */
  waitlistChange: (list: string, applicationId: string, version: number): Key => ({
    pk: `WAITCHANGE#${list}`,
    sk: `${applicationId}#${String(version).padStart(8, "0")}`,
  }),
  /** Where a household's subsidy goes; the months it was paid; the runs that spoke of it. */
  subsidy: (applicationId: string) => head(`SUBSIDY#${applicationId}`),
  subsidyMonth: (applicationId: string, month: string): Key => ({
    pk: `SUBSIDY#${applicationId}`,
    sk: `MONTH#${month}`,
  }),
  subsidyOutcome: (applicationId: string, at: string, runId: string): Key => ({
    pk: `SUBSIDY#${applicationId}`,
    sk: `RUN#${at}#${runId}`,
  }),
  subsidyPayee: (jurisdiction: string, applicationId: string): Key => ({
    pk: `SUBSIDIES#${jurisdiction}`,
    sk: applicationId,
  }),
  /** A month's run of subsidies, its lines, and the runs of an area; `HEAD` locks the area. */
  subsidyRun: (runId: string) => head(`SUBSIDYRUN#${runId}`),
  subsidyLine: (runId: string, applicationId: string): Key => ({
    pk: `SUBSIDYRUN#${runId}`,
    sk: `LINE#${applicationId}`,
  }),
  subsidyRuns: (jurisdiction: string) => head(`SUBSIDYRUNS#${jurisdiction}`),
  subsidyRunListed: (jurisdiction: string, month: string, runId: string): Key => ({
    pk: `SUBSIDYRUNS#${jurisdiction}`,
    sk: `RUN#${month}#${runId}`,
  }),
  notice: (jurisdiction: string, day: string) => head(`NOTICE#${jurisdiction}#${day}`),
  noticeRow: (jurisdiction: string, day: string, applicationId: string): Key => ({
    pk: `NOTICE#${jurisdiction}#${day}`,
    sk: `ROW#${applicationId}`,
  }),

  schemeListed: (schemeId: string): Key => ({ pk: "SCHEMES", sk: schemeId }),
  scheme: (schemeId: string) => head(`SCHEME#${schemeId}`),
  home: (schemeId: string, homeId: string): Key => ({
    pk: `SCHEME#${schemeId}`,
    sk: `HOME#${homeId}`,
  }),
  intent: (schemeId: string, applicationId: string): Key => ({
    pk: `SCHEME#${schemeId}`,
    sk: `INTENT#${applicationId}`,
  }),
  /** From a roster's number back to the household. */
  receipt: (schemeId: string, receipt: string): Key => ({
    pk: `SCHEME#${schemeId}`,
    sk: `RECEIPT#${receipt}`,
  }),

  draw: (drawId: string) => head(`DRAW#${drawId}`),
  drawDocument: (drawId: string, name: string): Key => ({
    pk: `DRAW#${drawId}`,
    sk: `DOC#${name}`,
  }),
  commit: (drawId: string, source: string): Key => ({
    pk: `DRAW#${drawId}`,
    sk: `COMMIT#${source}`,
  }),
  reveal: (drawId: string, source: string): Key => ({
    pk: `DRAW#${drawId}`,
    sk: `REVEAL#${source}`,
  }),
  reading: (drawId: string, source: string, reader: string): Key => ({
    pk: `DRAW#${drawId}`,
    sk: `READING#${source}#${reader}`,
  }),
  objection: (drawId: string, objectionId: string): Key => ({
    pk: `DRAW#${drawId}`,
    sk: `OBJECTION#${objectionId}`,
  }),
  /** That commitments of a draw were to be opened: who asked, who agreed, every look. */
  opening: (drawId: string, openingId: string): Key => ({
    pk: `INSPECTION#${drawId}`,
    sk: `OPENING#${openingId}`,
  }),
  turn: (drawId: string, pool: string) => head(`TURN#${drawId}#${pool}`),
  allocation: (allocationId: string) => head(`ALLOCATION#${allocationId}`),

  log: () => head("LOG"),
  logEntry: (index: number): Key => ({ pk: "LOG", sk: `ENTRY#${String(index).padStart(10, "0")}` }),
  logCheckpoint: (size: number): Key => ({
    pk: "LOG",
    sk: `CHECKPOINT#${String(size).padStart(10, "0")}`,
  }),
  outbox: (messageId: string) => head(`OUTBOX#${messageId}`),
} as const;

const SHARDS = 8;

/** The fixed partitions of the `due` index. */
export const DUE_SHARDS = Array.from({ length: SHARDS }, (_, shard) => `DUE#${shard}`);

/**
 * The attributes that put an item before the clock.
 *
 * @param id - spreads items over the shards
 * @param dueAt - UTC instant, ISO 8601 with milliseconds
 */
export function due(
  id: string,
  dueAt: string,
): { readonly dueShard: string; readonly dueAt: string } {
  let sum = 0;
  for (const char of id) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) % 65_536;
  return { dueShard: `DUE#${sum % SHARDS}`, dueAt };
}
