/** The SM3 core of sm-crypto; its entry module would bring SM2, SM4 and a random generator along. */
declare module "sm-crypto/src/sm2/sm3.js" {
  /** SM3 of bytes, as 32 numbers 0–255. */
  export function sm3(bytes: ArrayLike<number> & Iterable<number>): number[];
}
