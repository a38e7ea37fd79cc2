/** Base64url without padding (RFC 4648 section 5). */
import { readBase64, toBase64 } from "../draws/encoding.ts";

export const toBase64Url = (bytes: Uint8Array): string =>
  toBase64(bytes).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

/** Strict: no padding, no other alphabet, no stray bits; undefined for anything else. */
export function readBase64Url(text: string): Uint8Array | undefined {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) return undefined;
  const standard = text.replaceAll("-", "+").replaceAll("_", "/");
  return readBase64(standard.padEnd(Math.ceil(text.length / 4) * 4, "="));
}
