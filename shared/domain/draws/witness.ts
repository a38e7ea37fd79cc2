/**
 * What a witness's own device does (section 3): it reads the draw from the log, never from what the
 * office says; makes nonce, commit and sealed copy; and says whether the nonce may be revealed.
 */
import type { DrawPolicy, FreezeDocument, NoticeDocument } from "../../contract/draw.ts";
import { cosignatureTimes, openCheckpoint } from "./checkpoint.ts";
import { commitment, openCommit } from "./commit-note.ts";
import { digestOf, readEntry } from "./documents.ts";
import { concat, equalBytes, readHex, toHex, utf8 } from "./encoding.ts";
import { leafHash, merkleTree } from "./merkle.ts";
import { witnessesOf } from "./notice-rules.ts";
import { openPolicy } from "./policy.ts";
import { type Suite, sha256Suite, suiteNamed } from "./suites.ts";
import { NOTE_KEY, readVerifierKey, type VerifierKey } from "./verifier-key.ts";

/** A draw as its witness reads it in the log. */
export type WitnessedDraw = {
  readonly notice: NoticeDocument;
  /** Digest of the notice, hex. */
  readonly digest: string;
  readonly suite: Suite;
  /** The last freeze, with τ of its checkpoint (Unix seconds), once it is cosigned. */
  readonly freeze?: { readonly document: FreezeDocument; readonly tau: number };
  readonly revealsLogged: boolean;
};

/** Why a log is not believed, or holds no such draw. */
export type WitnessTrouble = "bad-policy" | "bad-log" | "no-such-draw" | "two-notices";

type LogFiles = {
  readonly entries: readonly string[];
  /** The newest checkpoint of the log. */
  readonly checkpoint: string;
  /** The checkpoints published for the draw's documents, by their names in a bundle. */
  readonly checkpoints: Readonly<Record<string, string>>;
};

/**
 * Reads a draw from a log whose head is signed and cosigned as the policy says.
 *
 * @param policy - pinned on this device; never from beside the log
 */
export function witnessedDraw(
  drawId: string,
  { entries, checkpoint, checkpoints }: LogFiles,
  policy: DrawPolicy,
): WitnessedDraw | WitnessTrouble {
  const open = openPolicy(policy);
  if (!open) return "bad-policy";
  const leaves = concat(...entries.map((entry) => leafHash(sha256Suite, utf8(entry))));
  /** The t-th smallest cosignature time of a head that these entries give; else undefined. */
  const timeOf = (text: string | undefined): { size: number; tau: number } | undefined => {
    const head = text === undefined ? undefined : openCheckpoint(text, open.log);
    const times = head && cosignatureTimes(head.note, open.cosigners);
    if (!head || !times || times.length < open.threshold || head.size > entries.length)
      return undefined;
    const { root } = merkleTree(sha256Suite, leaves.subarray(0, head.size * 32));
    const tau = open.threshold === 0 ? 0 : (times[open.threshold - 1] ?? 0);
    return equalBytes(root, head.root) ? { size: head.size, tau } : undefined;
  };
  if (timeOf(checkpoint)?.size !== entries.length) return "bad-log";

  const documents = entries.flatMap((entry, index) => {
    const read = readEntry(entry, drawId);
    return read.kind === "document" ? [{ index, entry, document: read.document }] : [];
  });
  const notices = documents.filter(({ document }) => document.type === "pvl1/notice");
  const [notice] = notices;
  if (notice?.document.type !== "pvl1/notice") return "no-such-draw";
  const suite = suiteNamed(notice.document.suite);
  if (notices.length > 1 || !suite) return "two-notices";
  const last = documents.filter(({ document }) => document.type === "pvl1/freeze").at(-1);
  const at = timeOf(checkpoints.freeze) ?? timeOf(checkpoint);
  const freeze =
    last?.document.type === "pvl1/freeze" && at && last.index < at.size
      ? { document: last.document, tau: at.tau }
      : undefined;
  return {
    notice: notice.document,
    digest: digestOf(suite, notice.entry),
    suite,
    ...(freeze && { freeze }),
    revealsLogged: documents.some(({ document }) => document.type === "pvl1/reveals"),
  };
}

/** The source that stands for a key in the notice; undefined when it is no witness of this draw. */
export const sourceOfKey = (
  { notice }: WitnessedDraw,
  vkey: string,
): { readonly id: string; readonly role: string } | undefined =>
  witnessesOf(notice).find((source) => source.vkey === vkey);

/** What a witness keeps of one draw on its device. */
export type KeptCommit = {
  readonly drawId: string;
  readonly source: string;
  /** Digest of the notice, hex. */
  readonly notice: string;
  /** 32 bytes, hex: secret until it is revealed. */
  readonly nonce: string;
  /** The signed note, as handed in. */
  readonly note: string;
};

/** Why a nonce must not be revealed now, in the order in which it is looked at. */
export type RevealHold =
  | "other-notice"
  | "not-frozen"
  | "commit-not-in-freeze"
  | "frozen-too-late"
  | "before-freeze-by"
  | "after-reveal-by"
  | "reveals-logged"
  | "publicity-too-short";

/** Objections to the last roster need three days at least, unless the notary certified its change. */
const OBJECTION_SECONDS = 3 * 86_400;

/**
 * Whether a witness may reveal: the freeze is cosigned, freezeBy is past, the last freeze holds its
 * own commit and stood the objection days.
 *
 * @param facts - `now`: Unix seconds; `certified`: the notary certified the change of the roster
 * @returns the first reason to wait or to refuse; undefined when the nonce may be revealed
 */
export function revealHold(
  draw: WitnessedDraw,
  kept: KeptCommit,
  { now, certified }: { readonly now: number; readonly certified: boolean },
): RevealHold | undefined {
  const { notice, freeze } = draw;
  if (kept.notice !== draw.digest || kept.drawId !== notice.drawId) return "other-notice";
  if (!freeze) return now > notice.revealBy ? "after-reveal-by" : "not-frozen";
  const place = witnessesOf(notice).findIndex(({ id }) => id === kept.source);
  if (place < 0 || freeze.document.commits[place] !== kept.note) return "commit-not-in-freeze";
  if (freeze.document.notice !== draw.digest) return "commit-not-in-freeze";
  if (freeze.tau > notice.freezeBy) return "frozen-too-late";
  if (now <= notice.freezeBy) return "before-freeze-by";
  if (draw.revealsLogged) return "reveals-logged";
  if (now > notice.revealBy) return "after-reveal-by";
  const stood = notice.freezeBy - freeze.tau;
  return stood < OBJECTION_SECONDS && !certified ? "publicity-too-short" : undefined;
}

const HEAD = "pvl1/envelope";

/**
 * The sealed copy: goes in an envelope to another witness, and may stand in before revealBy. Lines:
 * what it is, drawId, source, notice digest, nonce.
 */
export const envelopeText = ({ drawId, source, notice, nonce }: KeptCommit): string =>
  `${HEAD}\n${drawId}\n${source}\n${notice}\n${nonce}\n`;

/** Reads a sealed copy, as typed or scanned; undefined when it is none. */
export function readEnvelope(text: string): Omit<KeptCommit, "note"> | undefined {
  const lines = text.replaceAll("\r", "").trim().split("\n");
  const [head, drawId = "", source = "", notice = "", nonce = "", ...rest] = lines.map((line) =>
    line.trim(),
  );
  const isGood = head === HEAD && readHex(notice, 32) && readHex(nonce, 32) && rest.length === 0;
  return isGood ? { drawId, source, notice, nonce } : undefined;
}

/** Whether a nonce opens the commitment in a note of this draw. @param nonce - hex */
export function opensNote(
  draw: WitnessedDraw,
  { source, nonce, note }: Pick<KeptCommit, "source" | "nonce" | "note">,
): boolean {
  const witness = witnessesOf(draw.notice).find(({ id }) => id === source);
  const key: VerifierKey | undefined = witness && readVerifierKey(witness.vkey, NOTE_KEY);
  const terms = { drawId: draw.notice.drawId, witness: source, notice: draw.digest };
  const bytes = readHex(nonce, 32);
  if (!key || !bytes) return false;
  return openCommit(note, terms, key) === toHex(commitment(draw.suite, terms, bytes));
}
