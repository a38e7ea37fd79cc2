import { createHash, randomBytes, randomInt } from "node:crypto";

const CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** One character of Crockford base 32 for each byte: its lower 5 bits. */
function crockford(bytes: Uint8Array): string {
  let code = "";
  for (const byte of bytes) code += CROCKFORD[byte & 31] ?? "";
  return code;
}

/** `length` characters of Crockford base 32 from the system's generator: 5 bits each. */
export const randomCode = (length: number): string => crockford(randomBytes(length));

/**
 * The identifier of what a request makes, behind a letter that says of what: `F7Q2…`. It is 100
 * bits of SHA-256 over caller, operation and key, so that a request sent again makes the same
 * thing. It is no secret: who knows the key may know it, and rights are checked wherever it is used.
 */
export function idOf(
  prefix: string,
  { caller, operation, key }: { caller: string; operation: string; key: string },
): string {
  const text = JSON.stringify([caller, operation, key]);
  return prefix + crockford(createHash("sha256").update(text).digest().subarray(0, 20));
}

/** `length` decimal digits from the system's generator, each as likely as the others. */
export const randomDigits = (length: number): string =>
  Array.from({ length }, () => String(randomInt(10))).join("");

/** Random bytes from the system's generator. */
export const freshBytes = (length: number): Uint8Array => new Uint8Array(randomBytes(length));
