/** The link in a certificate's QR: `{origin}/c/{token}#{signed facts}`. */

/**
 * What stands behind `#` is never sent: the page checks it in the reader's browser, even when no
 * server answers.
 */
export const certificateLink = (origin: string, token: string, signed: string): string =>
  `${origin}/c/${token}#${signed}`;

export type ReadLink = { readonly token: string; readonly signed: string };

/** Token and signed facts of a link, from whatever host; undefined when it is none. */
export function readCertificateLink(link: string): ReadLink | undefined {
  const found = /^https?:\/\/[^/?#]+\/c\/([0-9A-Z]{24})#([A-Za-z0-9_-]+)$/.exec(link);
  const [, token, signed] = found ?? [];
  return token === undefined || signed === undefined ? undefined : { token, signed };
}
