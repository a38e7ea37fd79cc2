/**
 * Which file a page's address is, where it is not its own: for CloudFront and the local server alike.
 * The address in a certificate's QR ends in a token, that of a draw in its name; each kind has one page.
 */
const ADDRESSES: readonly (readonly [RegExp, string])[] = [
  [/^(\/en)?\/c\/[^/]+$/, "/c/"],
  [/^(\/en)?\/draws\/[a-z0-9-]{3,40}\/results\/?$/, "/draw-results/"],
  [/^(\/en)?\/draws\/[a-z0-9-]{3,40}\/?$/, "/draws/"],
  [/^(\/en)?\/witness\/[a-z0-9-]{3,40}\/?$/, "/witness/"],
];

export function pageAddress(pathname: string): string {
  for (const [pattern, page] of ADDRESSES) {
    const found = pattern.exec(pathname);
    if (found) return (found[1] ?? "") + page;
  }
  return pathname;
}

/** The draw that an address names: `/draws/{id}`, `/draws/{id}/results`, `/witness/{id}`. */
export const drawInAddress = (pathname: string): string | undefined =>
  /^(?:\/en)?\/(?:draws|witness)\/([a-z0-9-]{3,40})(?:\/(?:results\/?)?)?$/.exec(pathname)?.[1];
