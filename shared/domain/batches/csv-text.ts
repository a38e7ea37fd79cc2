/** CSV that a spreadsheet opens as text: with a byte order mark, and no cell it would compute. */

const BOM = "\ufeff";

/** A cell that begins like a formula gets a `'` before it; RFC 4180 quotes where they are needed. */
function csvCell(value: string): string {
  const safe = /^[=+\-@\t\r\n＝＋－＠]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** @returns lines ended by CRLF, as RFC 4180 has them */
export const csvText = (rows: readonly (readonly string[])[]): string =>
  BOM + rows.map((row) => `${row.map(csvCell).join(",")}\r\n`).join("");
