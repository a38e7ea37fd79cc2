/**
 * Headers of the portal's files, for CloudFront and the local server alike. Scripts and styles come
 * from this origin only, none inline; nothing of ours is framed.
 */

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** Every page (`.html`). */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  "content-security-policy": policy,
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=()",
  // Pages name files by their digest: an old page would ask for files that are gone.
  "cache-control": "no-cache",
};

/** Over https only: a browser ignores it elsewhere, and a laptop must not be held to it. */
export const TRANSPORT_HEADERS: Readonly<Record<string, string>> = {
  "strict-transport-security": "max-age=63072000; includeSubDomains",
};

/**
 * Files under `/assets/` carry a digest of their content in their name. A worker's policy is that of
 * its own file: the verifier may read this site's files and compile its hashing, nothing else, so
 * that a slip opened in it can go nowhere.
 */
export const ASSET_HEADERS: Readonly<Record<string, string>> = {
  "content-security-policy":
    "default-src 'none'; connect-src 'self'; script-src 'self' 'wasm-unsafe-eval'",
  "cache-control": "public, max-age=31536000, immutable",
  "x-content-type-options": "nosniff",
};
