import { randomBytes } from "node:crypto";

const CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** `length` characters of Crockford base 32 from the system's generator: 5 bits each. */
export function randomCode(length: number): string {
  let code = "";
  for (const byte of randomBytes(length)) code += CROCKFORD[byte & 31] ?? "";
  return code;
}

/** A new identifier of 100 random bits behind a letter that says of what: `F7Q2…`. */
export const newId = (prefix: string): string => prefix + randomCode(20);

/** Random bytes from the system's generator. */
export const freshBytes = (length: number): Uint8Array => new Uint8Array(randomBytes(length));
