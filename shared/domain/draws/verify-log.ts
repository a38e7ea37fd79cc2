/** Step 2 of verification: checkpoints, roots, inclusion, cosignatures, order (section 6). */
import type { AmendDocument } from "../../contract/draw.ts";
import { bytesOf, type OpenBundle, type TextList } from "./bundle.ts";
import { type Checkpoint, cosignatureTimes, openCheckpoint } from "./checkpoint.ts";
import { equalBytes } from "./encoding.ts";
import { GrowingTree } from "./merkle.ts";
import type { OpenPolicy } from "./policy.ts";
import { isRefusal, type Refusal, refuse } from "./refusal.ts";
import { sha256Suite } from "./suites.ts";
import type { CoreDocuments, DrawDocuments, Placed } from "./verify-documents.ts";

type Published = Pick<OpenBundle, "log" | "checkpoints">;

/** τ(doc), Unix seconds; undefined when the policy's threshold is 0. */
export type Tau = number | undefined;

export type CoreTimes = { freeze: Tau; reveals: Tau };
export type DrawTimes = CoreTimes & { failure: Tau; result: Tau };

/** The newest checkpoint of the log itself, beside those that were published for documents. */
const NEWEST = " newest";

/** What a log says of itself now: how many entries, and when enough cosigners saw that. */
export type NewestHead = {
  readonly size: number;
  /** Unix seconds; null where the policy asks for no cosigner. */
  readonly cosignedAt: number | null;
};

/**
 * The bundle with the log as it stands now: the longer of the two lists of entries, and the log's
 * newest checkpoint. If one is not the beginning of the other, a checkpoint's root will not fit.
 */
export function withWholeLog(
  bundle: OpenBundle,
  { checkpoint, entries }: { checkpoint: string; entries: TextList },
): OpenBundle {
  const { checkpoints } = bundle;
  return {
    ...bundle,
    log: entries.length > bundle.log.length ? entries : bundle.log,
    checkpoints: {
      names: () => checkpoints.names(),
      get: (name) => (name === NEWEST ? checkpoint : checkpoints.get(name)),
    },
  };
}

/** The roots of the log's prefixes that the checkpoints speak of, in one pass. */
function rootsAt(log: TextList, sizes: ReadonlySet<number>): Map<number, Uint8Array> {
  const tree = new GrowingTree(sha256Suite);
  const roots = new Map<number, Uint8Array>();
  const last = Math.min(log.length, Math.max(0, ...sizes));
  for (let size = 0; ; size++) {
    if (sizes.has(size)) roots.set(size, tree.root());
    if (size >= last) return roots;
    tree.append(bytesOf(log.at(size) ?? ""));
  }
}

type Head = { tau: Tau };

/** The checks of some of a bundle's checkpoints against its log; each is checked once. */
class LogCheck {
  readonly #bundle: Published;
  readonly #policy: OpenPolicy;
  readonly #names: readonly string[];
  readonly #open = new Map<string, Checkpoint | undefined>();
  readonly #heads = new Map<string, Head | Refusal>();
  #roots: Map<number, Uint8Array> | undefined;

  constructor(bundle: Published, policy: OpenPolicy, names: readonly string[]) {
    this.#bundle = bundle;
    this.#policy = policy;
    this.#names = names;
  }

  /** τ of a document, by the checkpoint published for it. @param at - its place in the log */
  tau(name: string, { index }: Pick<Placed, "index">): { tau: Tau } | Refusal {
    if (this.#bundle.checkpoints.get(name) === undefined) return refuse("E_FILE");
    const checkpoint = this.#checkpoint(name);
    if (!checkpoint) return refuse("E_CKPT");
    const root = this.#rootAt(checkpoint.size);
    if (!root || !equalBytes(root, checkpoint.root)) return refuse("E_LOG_ROOT");
    if (index >= checkpoint.size) return refuse("E_LOG_INCLUSION");
    const head = this.#heads.get(name) ?? this.#head(checkpoint);
    this.#heads.set(name, head);
    return head;
  }

  /** The newest checkpoint: as any other, but for no document. */
  newest(): NewestHead | Refusal {
    const read = this.tau(NEWEST, { index: -1 });
    if (isRefusal(read)) return read;
    return { size: this.#checkpoint(NEWEST)?.size ?? 0, cosignedAt: read.tau ?? null };
  }

  #head({ note }: Checkpoint): Head | Refusal {
    const { cosigners, threshold } = this.#policy;
    const times = cosignatureTimes(note, cosigners);
    if (!times || times.length < threshold) return refuse("E_COSIGN");
    return { tau: times[threshold - 1] };
  }

  #checkpoint(name: string): Checkpoint | undefined {
    if (!this.#open.has(name)) {
      const text = this.#bundle.checkpoints.get(name) ?? "";
      this.#open.set(name, openCheckpoint(text, this.#policy.log));
    }
    return this.#open.get(name);
  }

  #rootAt(size: number): Uint8Array | undefined {
    if (!this.#roots) {
      const sizes = this.#names.flatMap((name) => this.#checkpoint(name)?.size ?? []);
      this.#roots = rootsAt(this.#bundle.log, new Set(sizes));
    }
    return this.#roots.get(size);
  }
}

const areAscending = (documents: readonly Placed[]): boolean =>
  documents.every(({ index }, i) => i === 0 || index > (documents[i - 1]?.index ?? -1));

/** Checks the log as far as notice, freeze and reveals need it. */
export function checkCoreLog(
  bundle: Published,
  policy: OpenPolicy,
  { notice, firstFreeze, freeze, reveals }: CoreDocuments,
): CoreTimes | Refusal {
  const check = new LogCheck(bundle, policy, ["notice", "freeze", "reveals"]);
  const ofNotice = check.tau("notice", notice);
  if (isRefusal(ofNotice)) return ofNotice;
  const ofFreeze = check.tau("freeze", freeze);
  if (isRefusal(ofFreeze)) return ofFreeze;
  const ofReveals = check.tau("reveals", reveals);
  if (isRefusal(ofReveals)) return ofReveals;
  const ordered = areAscending([notice, firstFreeze]) && areAscending([freeze, reveals]);
  return ordered ? { freeze: ofFreeze.tau, reveals: ofReveals.tau } : refuse("E_LOG_ORDER");
}

/** Makes a check of failure records against the log; all share the one checkpoint. */
export function failureCheck(
  bundle: Published,
  policy: OpenPolicy,
): (failure: Placed) => { tau: Tau } | Refusal {
  const check = new LogCheck(bundle, policy, ["failure"]);
  return (failure) => check.tau("failure", failure);
}

/**
 * Amendments are published in their order; one out of sequence is for the replay to refuse. One
 * that is too new to stand in the bundle is covered by the log's newest checkpoint.
 */
function amendName({ checkpoints }: Published, { document }: Placed<AmendDocument>, i: number) {
  const inOrder = `amend-${i + 1}`;
  if (checkpoints.get(inOrder) !== undefined) return inOrder;
  const bySequence = `amend-${document.seq}`;
  const isThere = checkpoints.get(bySequence) !== undefined;
  return isThere || checkpoints.get(NEWEST) === undefined ? bySequence : NEWEST;
}

/**
 * Whether a checkpoint was published for a failure or an amendment that the log does not show. The
 * last entry is covered by its own checkpoint only: spoiled, it would else just go unseen.
 */
function isDocumentMissing({ checkpoints }: Published, found: ReadonlySet<string>): boolean {
  for (const name of checkpoints.names()) {
    if (/^(failure|amend-[0-9]+)$/.test(name) && !found.has(name)) return true;
  }
  return false;
}

/**
 * Checks the log for all documents of a draw that has a result, and its newest checkpoint where it
 * was read (`withWholeLog`).
 */
export function checkLog(
  bundle: Published,
  policy: OpenPolicy,
  documents: DrawDocuments,
): (DrawTimes & { newest: NewestHead | null }) | Refusal {
  const { notice, firstFreeze, freeze, reveals, failure, result, amends } = documents;
  const named: [string, Placed][] = [
    ["notice", notice],
    ["freeze", freeze],
    ["reveals", reveals],
    ...(failure ? [["failure", failure] satisfies [string, Placed]] : []),
    ["result", result],
    ...amends.map((amend, i): [string, Placed] => [amendName(bundle, amend, i), amend]),
  ];
  const check = new LogCheck(bundle, policy, [...named.map(([name]) => name), NEWEST]);
  const taus = new Map<string, Tau>();
  for (const [name, document] of named) {
    const read = check.tau(name, document);
    if (isRefusal(read)) return read;
    taus.set(name, read.tau);
  }
  if (isDocumentMissing(bundle, new Set(taus.keys()))) return refuse("E_FILE");
  const isRead = bundle.checkpoints.get(NEWEST) !== undefined;
  const newest = isRead ? check.newest() : null;
  if (isRefusal(newest)) return newest;
  const ordered = areAscending([notice, firstFreeze]) && areAscending([freeze, reveals, result]);
  if (!ordered) return refuse("E_LOG_ORDER");
  return {
    newest,
    freeze: taus.get("freeze"),
    reveals: taus.get("reveals"),
    failure: taus.get("failure"),
    result: taus.get("result"),
  };
}
