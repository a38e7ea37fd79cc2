import { brotliDecompressSync } from "node:zlib";

/** Stands in for the package `brotli`, which carries its dictionary as JavaScript. */
export default (bytes: Uint8Array): Uint8Array => brotliDecompressSync(bytes);
