/** Receipts and links: random, new for each draw, never derived from a person (section 2). */

/** Digits and capitals without I, L, O, U: they are read aloud and typed (Crockford base 32). */
const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/**
 * The receipt for 16 random bytes: 16 characters, 80 bits.
 *
 * @param random - 16 bytes of a cryptographic generator
 * @throws RangeError for another length
 */
export function receiptOf(random: Uint8Array): string {
  if (random.length !== 16) throw new RangeError("a receipt takes 16 random bytes");
  return Array.from(random, (byte) => LETTERS[byte & 31]).join("");
}
