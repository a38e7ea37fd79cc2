import type { Reply } from "../http/problem.ts";
import { XLSX } from "../routes/batches.ts";

/** A file to be kept. @param name - of the file, ASCII, with no person in it */
const fileReply = (bytes: Buffer, name: string, type: string): Reply => ({
  statusCode: 200,
  headers: {
    "content-type": type,
    "content-disposition": `attachment; filename="${name}"`,
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
  },
  body: bytes.toString("base64"),
  isBase64Encoded: true,
});

export const csvReply = (text: string, name: string): Reply =>
  fileReply(Buffer.from(text, "utf8"), `${name}.csv`, "text/csv; charset=utf-8");

export const xlsxReply = (bytes: Buffer, name: string): Reply =>
  fileReply(bytes, `${name}.xlsx`, XLSX);
