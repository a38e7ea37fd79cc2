import { cosign, openCheckpoint, readCheckpoint } from "../../../shared/domain/draws/checkpoint.ts";
import type { Checkpoint } from "../../../shared/domain/draws/checkpoint.ts";
import { publicKeyOf, signerOf } from "../../../shared/domain/draws/ed25519.ts";
import { equalBytes, utf8 } from "../../../shared/domain/draws/encoding.ts";
import { GrowingTree } from "../../../shared/domain/draws/merkle.ts";
import { sha256Suite } from "../../../shared/domain/draws/suites.ts";
import {
  COSIGNER_KEY,
  NOTE_KEY,
  readVerifierKey,
  verifierKeyText,
} from "../../../shared/domain/draws/verifier-key.ts";
import type { VerifierKey } from "../../../shared/domain/draws/verifier-key.ts";
import { Refusal } from "../refusal.ts";
import { openBeacons, type Beacons, type DrandFacts } from "./beacons.ts";
import { isProofOfGrowth } from "./consistency.ts";
import { judge } from "./judge.ts";
import { openCosignerFolder } from "./memory.ts";
import type { Memory } from "./memory.ts";
import { Unreachable } from "./public-files.ts";
import type { PublicFiles } from "./public-files.ts";
import { readAddCheckpoint } from "./request.ts";

/** An answer of C2SP tlog-witness. */
export type Said = { status: number; body: string; contentType?: string };

export type CosignerFacts = {
  /** Name of its key, e.g. `notary.quanju.local/cosigner`. */
  name: string;
  folder: string;
  /** Verifier key of the log, type 0x01, and its origin. */
  logVkey: string;
  logOrigin: string;
  files: PublicFiles;
  /** The beacon's pinned chain and three relays or more; absent where none may be asked. */
  drand?: DrandFacts;
  /** Epoch ms; the installation's clock, which may be moved. */
  clock: () => Promise<number>;
};

const said = (status: number, sentence: string): Said => ({ status, body: `${sentence}\n` });

/**
 * An independent cosigner of the public log (C2SP tlog-witness, tlog-cosignature v1). It believes
 * nobody: it recomputes every head from the entries themselves, on top of what it has signed, and
 * looks into those that a draw depends on (see judge.ts).
 *
 * @throws Refusal when its folder is damaged or the keys it was given are none
 */
export function createCosigner(facts: CosignerFacts) {
  const folder = openCosignerFolder(facts.folder);
  const vkey = verifierKeyText(facts.name, COSIGNER_KEY, publicKeyOf(folder.seed));
  const key = readVerifierKey(vkey, COSIGNER_KEY);
  const log = readVerifierKey(facts.logVkey, NOTE_KEY);
  if (!key) throw new Refusal("NAME is not a key name.");
  if (log?.name !== facts.logOrigin) throw new Refusal("LOG_VKEY is not a key of LOG_ORIGIN.");

  const beacons = facts.drand && openBeacons(facts.folder, facts.drand);
  let memory = folder.memory;
  let before: Promise<unknown> = Promise.resolve();

  const answer = async (body: string): Promise<Said> => {
    const request = readAddCheckpoint(body);
    const read = request && readCheckpoint(request.checkpoint);
    if (!read) return said(400, "This is no add-checkpoint request.");
    if (read.origin !== facts.logOrigin) return said(404, "This log is not known here.");
    const checkpoint = openCheckpoint(request.checkpoint, log);
    if (!checkpoint) return said(403, "The log has not signed this.");
    if (request.old > checkpoint.size) return said(400, "A log does not shrink.");
    if (request.old !== memory.size || isFork(checkpoint, memory)) return otherSize(memory);
    if (!isProofOfGrowth(request.proof, memory, checkpoint)) {
      return said(422, "The proof does not show that the log only grew.");
    }
    const now = Math.floor((await facts.clock()) / 1000);
    const next = await follow(checkpoint, { memory, now, files: facts.files, beacons });
    if ("status" in next) return next;
    // On disk first: whatever becomes of the answer, this head is what it has signed.
    const time = Math.max(now, memory.time);
    folder.keep({ ...next, time });
    memory = { ...next, time };
    return signed(request.checkpoint, { key, time, seed: folder.seed });
  };

  return {
    vkey,
    /** The beacon it asks and is handed signatures of; undefined where there is none. */
    beacons,
    /** Where it stands; for tests and people. */
    head: () => ({ size: memory.size, root: memory.root, time: memory.time }),
    /** Answers one request after another: each stands on the head that the one before left. */
    async addCheckpoint(body: string): Promise<Said> {
      const turn = before.then(() => answer(body));
      before = turn.catch(() => undefined);
      try {
        return await turn;
      } catch (error) {
        if (error instanceof Unreachable) return said(503, error.message);
        throw error;
      }
    },
  };
}

export type Cosigner = ReturnType<typeof createCosigner>;

/** The size it signed already, with another root: somebody is shown another history. */
const isFork = (checkpoint: Checkpoint, memory: Memory): boolean =>
  checkpoint.size === memory.size && !equalBytes(checkpoint.root, memory.root);

const otherSize = ({ size }: Memory): Said => ({
  status: 409,
  body: `${size}\n`,
  contentType: "text/x.tlog.size",
});

/** Reads what is new up to a head, and recomputes the head from it. */
async function follow(
  checkpoint: Checkpoint,
  {
    memory,
    now,
    files,
    beacons,
  }: { memory: Memory; now: number; files: PublicFiles; beacons: Beacons | undefined },
): Promise<Memory | Said> {
  const entries = await files.entries(memory.size, checkpoint.size);
  const tree = new GrowingTree(sha256Suite, { count: memory.size, peaks: memory.peaks });
  for (const entry of entries) tree.append(utf8(entry));
  if (!equalBytes(tree.root(), checkpoint.root)) {
    return said(422, "The published entries do not give this root.");
  }
  const verdict = await judge(entries, { notices: memory.notices, now, files, beacons });
  if ("objection" in verdict) return said(422, verdict.objection);
  return {
    ...{ size: checkpoint.size, root: checkpoint.root, time: memory.time },
    ...{ peaks: tree.state.peaks, notices: verdict.notices },
  };
}

const signed = async (
  checkpoint: string,
  { key, time, seed }: { key: VerifierKey; time: number; seed: Uint8Array },
): Promise<Said> => ({
  status: 200,
  body: await cosign(checkpoint, key, { time, sign: signerOf(seed) }),
});
