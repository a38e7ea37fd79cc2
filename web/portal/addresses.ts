/**
 * Which file a page's address is, where it is not its own: for CloudFront and the local server alike.
 * The address in a certificate's QR ends in a token, and all tokens have one page.
 */
export const pageAddress = (pathname: string): string =>
  pathname.replace(
    /^(\/en)?\/c\/[^/]+$/,
    (_, language: string | undefined) => `${language ?? ""}/c/`,
  );
