/** The file a bank pays from: RFC 4180, one line a household, and a line of totals. */

/** What is paid to one account. */
export type Payment = {
  readonly receiptNo: string;
  readonly accountName: string;
  readonly accountNo: string;
  readonly bank: string;
  readonly fen: number;
  readonly months: readonly string[];
};

/** 123456 → `1234.56`. */
export const yuanOf = (fen: number): string =>
  `${String(Math.floor(fen / 100))}.${String(fen % 100).padStart(2, "0")}`;

const HEADER = ["序号", "收款人", "账号", "开户行", "金额（元）", "用途", "备注"];

/** Quoted where RFC 4180 asks; what a spreadsheet would take for a formula is led by an apostrophe. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/**
 * The file of a run.
 *
 * @returns the text, the same for the same payments in any order, and what it sums up to
 */
export function paymentFile(payments: readonly Payment[]): {
  readonly text: string;
  readonly households: number;
  readonly fen: number;
} {
  const ordered = payments.toSorted((a, b) => (a.receiptNo < b.receiptNo ? -1 : 1));
  const fen = ordered.reduce((sum, one) => sum + one.fen, 0);
  const rows = ordered.map((one, at) => [
    ...[String(at + 1), one.accountName, one.accountNo, one.bank, yuanOf(one.fen)],
    ...["住房租赁补贴", `${one.receiptNo} ${one.months.join(" ")}`],
  ]);
  const total = ["合计", String(ordered.length), "", "", yuanOf(fen), "", ""];
  const text = [HEADER, ...rows, total].map((row) => `${row.map(cell).join(",")}\r\n`).join("");
  return { text, households: ordered.length, fen };
}
