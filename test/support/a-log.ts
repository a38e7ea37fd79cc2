import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { signCheckpoint } from "../../shared/domain/draws/checkpoint.ts";
import { consistencyProof } from "../../shared/domain/draws/consistency.ts";
import { publicKeyOf, signerOf } from "../../shared/domain/draws/ed25519.ts";
import { concat, toBase64, utf8 } from "../../shared/domain/draws/encoding.ts";
import { leafHash, merkleTree } from "../../shared/domain/draws/merkle.ts";
import { sha256Suite } from "../../shared/domain/draws/suites.ts";
import { appendToLog, emptyLog } from "../../shared/domain/draws/tiles.ts";
import {
  NOTE_KEY,
  readVerifierKey,
  verifierKeyText,
} from "../../shared/domain/draws/verifier-key.ts";

export const LOG_ORIGIN = "log.example/quanju";
const seed = new Uint8Array(32).fill(7);
export const logVkey = verifierKeyText(LOG_ORIGIN, NOTE_KEY, publicKeyOf(seed));
const key = readVerifierKey(logVkey, NOTE_KEY);
if (!key) throw new Error("no log key");
const logKey = key;

const leavesOf = (entries: readonly string[]): Uint8Array =>
  concat(...entries.map((entry) => leafHash(sha256Suite, utf8(entry))));

/** The signed head of a log with these entries; `by`: another key's seed makes it a forgery. */
export const headOf = (entries: readonly string[], by: Uint8Array = seed): Promise<string> =>
  signCheckpoint(
    { size: entries.length, root: merkleTree(sha256Suite, leavesOf(entries)).root },
    logKey,
    signerOf(by),
  );

/** What a log sends to a cosigner that it believes to stand at `old` (C2SP tlog-witness). */
export async function growthOf(entries: readonly string[], old: number): Promise<string> {
  // Nothing proves that a log has shrunk.
  const from = Math.min(old, entries.length);
  const proof = consistencyProof(leavesOf(entries), from).map((hash) => `${toBase64(hash)}\n`);
  return `old ${String(old)}\n${proof.join("")}\n${await headOf(entries)}`;
}

/** The public files of an installation as anyone sees them over HTTP; a test changes them at will. */
export type Site = {
  readonly url: string;
  readonly files: Map<string, Uint8Array | string>;
  /** Puts the tiles of these entries there, and their head with these cosignatures on it. */
  publish(entries: readonly string[], cosignatures?: string): Promise<void>;
  stop(): Promise<void>;
};

export async function startSite(): Promise<Site> {
  const files = new Map<string, Uint8Array | string>();
  const server: Server = createServer((request, response) => {
    const file = files.get(request.url ?? "");
    response.writeHead(file === undefined ? 404 : 200).end(file);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    files,
    async publish(entries, cosignatures = "") {
      for (const { path, bytes } of appendToLog(emptyLog, entries).tiles)
        files.set(`/log/${path}`, bytes);
      files.set("/log/checkpoint", (await headOf(entries)) + cosignatures);
    },
    stop: () =>
      new Promise((done) => {
        server.close(() => {
          done();
        });
        server.closeAllConnections();
      }),
  };
}
