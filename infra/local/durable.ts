import {
  chmodSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";

/**
 * Replaces a file so that a kill at any moment leaves the old text or the new one, never a part:
 * written beside it, flushed to the disk, then renamed over it, and the folder flushed too.
 *
 * @param mode - of the new file; 0600 by default, since most of what is kept here is secret
 * @throws the file system's own error (`EACCES`, `ENOSPC`, …); the old file then still stands
 */
export function writeDurably(path: string, text: string | Uint8Array, mode = 0o600): void {
  const folder = dirname(path);
  mkdirSync(folder, { recursive: true });
  const beside = `${path}.new`;
  const file = openSync(beside, "w", mode);
  try {
    const bytes = typeof text === "string" ? Buffer.from(text) : text;
    for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  chmodSync(beside, mode); // `mode` above counts only when the file is new, and minus the umask
  renameSync(beside, path);
  const directory = openSync(folder, "r");
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}
