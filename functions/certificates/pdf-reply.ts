import type { Reply } from "../http/problem.ts";

/** A document as API Gateway carries bytes. @param name - of the file, ASCII, with no person in it */
export const pdfReply = (bytes: Buffer, name: string): Reply => ({
  statusCode: 200,
  headers: {
    "content-type": "application/pdf",
    "content-disposition": `inline; filename="${name}.pdf"`,
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
  },
  body: bytes.toString("base64"),
  isBase64Encoded: true,
});

/** Where numbers are typed in, as it stands on paper. */
export const checkPageOf = (origin: string): string =>
  `${origin.replace(/^https?:\/\//, "")}/certificates`;
