import type { IdType } from "../../../shared/contract/identity.ts";
import type { Sheet } from "../../../shared/domain/certificates/sheet.ts";
import {
  areaText,
  chineseDate,
  idTypeText,
  landText,
  statusText,
  useText,
  yuan,
} from "../../../shared/domain/certificates/words.ts";
import {
  FAINT,
  INK,
  MARGIN,
  MM,
  newPaper,
  REPLACED_NOTE,
  WIDTH,
  type Paper,
  type Structure,
} from "./paper.ts";
import { drawQr } from "./qr.ts";
import { drawRows, rowsHeight, type Row } from "./rows.ts";

/** The QR with its white border; the code itself is wider than 25 mm at any size of its content. */
const QR_SIDE = 42 * MM;
const LABEL = 82;
/** What stands below the table: clause, QR, issuer, notes. */
const FOOT = 212;
const PAGE_END = 841.89 - MARGIN;
/** From full size and full names down; the last fits whatever comes. */
const FITS = [
  ...[12.5, 11, 10, 9, 8, 7].map((size) => ({ size, name: 100 })),
  ...[40, 20, 8, 3].map((name) => ({ size: 7, name })),
];

export type CertificatePaper = {
  readonly sheet: Sheet;
  /** What the QR holds. */
  readonly link: string;
  /** Where number and code are typed in. */
  readonly checkPage: string;
  /** A landlord's copy shows the tenants' numbers in part. */
  readonly isPartlyMasked: boolean;
};

/** The certificate: A4, one page, the same bytes for the same facts. @see O6 17 */
export async function certificatePdf(given: CertificatePaper): Promise<Buffer> {
  const { sheet } = given;
  const title = `房屋租赁登记备案证明 ${sheet.certificateNo}`;
  const paper = newPaper({
    title,
    subject: "房屋租赁登记备案证明",
    dated: sheet.issuedOn,
    author: sheet.issuer,
  });
  const root = paper.doc.struct("Document");
  paper.doc.addStructure(root);
  const top = drawHead(paper, root, sheet);
  const { rows, size, isShortened } = fitting(paper, sheet, PAGE_END - FOOT - top);
  const end = drawRows(paper, rows, { y: top, size, label: LABEL, parent: root });
  drawFoot(paper, root, end + 12, { ...given, isShortened });
  root.end();
  return paper.finish();
}

function drawHead({ doc, bold, regular }: Paper, root: Structure, sheet: Sheet): number {
  const centred = { width: WIDTH, align: "center" } as const;
  bold(21).text("房屋租赁登记备案证明", MARGIN, MARGIN, {
    ...centred,
    characterSpacing: 2,
    structParent: root,
    structType: "H1",
  });
  const under = MARGIN + 40;
  const ids = `证明编号 ${sheet.certificateNo}    验证码 ${sheet.code}    第 ${sheet.version} 版`;
  regular(10.5).text(ids, MARGIN, under, { ...centred, structParent: root });
  const state = `状态：${statusText[sheet.status]}（${chineseDate(sheet.issuedOn)}出具时）`;
  bold(10.5)
    .fillColor(sheet.status === "IN_FORCE" ? "#14532d" : "#991b1b")
    .text(state, MARGIN, under + 17, { ...centred, structParent: root });
  doc.fillColor(INK);
  return under + 42;
}

function fitting(paper: Paper, sheet: Sheet, room: number) {
  for (const { size, name } of FITS) {
    const rows = rowsOf(paper, sheet, name);
    const isLast = name === FITS.at(-1)?.name;
    if (isLast || rowsHeight(paper, rows, { size, label: LABEL }) <= room)
      return { rows, size, isShortened: name < 100 };
  }
  throw new Error("No size is the last");
}

const cut = (text: string, most: number): string => {
  const characters = Array.from(text);
  return characters.length <= most ? text : `${characters.slice(0, most).join("")}…`;
};

function rowsOf({ shown }: Paper, sheet: Sheet, name: number): Row[] {
  const tenantLine = (tenant: { name: string; idType: IdType; idNumber: string }) =>
    `${cut(tenant.name, name)}\u3000${idTypeText[tenant.idType]} ${tenant.idNumber}`;
  const { from, until, roomId } = sheet;
  const rows: Row[] = [
    ["出租人", sheet.landlords.map((one) => cut(one, name)).join("、")],
    ["承租人", sheet.tenants.map(tenantLine).join("\n")],
    ["房屋坐落", sheet.address],
    ["出租范围", sheet.wholeOrRoom === "WHOLE" ? "整套" : `单间（房间 ${roomId ?? ""}）`],
    ["租赁用途", useText[sheet.use]],
    ["土地性质", landText[sheet.landNature]],
    ["租赁面积", areaText(sheet.areaM2)],
    ["租金", `每月人民币 ${yuan(sheet.monthlyRentFen)} 元`],
    [
      "租赁期限",
      until === undefined
        ? `自 ${chineseDate(from)} 起，不定期`
        : `自 ${chineseDate(from)} 至 ${chineseDate(until)}（含当日）`,
    ],
    ["备案日期", chineseDate(sheet.filedOn)],
  ];
  return rows.map(([label, value]) => [label, shown(value)]);
}

const CLAUSE =
  "上述房屋租赁合同已依照《住房租赁条例》第八条、《商品房屋租赁管理办法》第十四条至第十九条登记备案，特此证明。";
/** R812 2 and 49: collective land is the province's to rule on; the city files it all the same. */
const CLAUSE_COLLECTIVE =
  "上述集体土地上房屋的租赁合同已参照《商品房屋租赁管理办法》第十四条至第十九条登记备案，特此证明。";

function drawFoot(
  paper: Paper,
  root: Structure,
  y: number,
  {
    sheet,
    link,
    checkPage,
    isPartlyMasked,
    isShortened,
  }: CertificatePaper & { isShortened: boolean },
): void {
  const { doc, regular, bold, hasReplaced } = paper;
  const say = (text: string, size: number, at: number, x = MARGIN, width = WIDTH) => {
    regular(size).text(text, x, at, { width, structParent: root, lineGap: 1.5 });
    return doc.y;
  };
  const clause = sheet.landNature === "COLLECTIVE" ? CLAUSE_COLLECTIVE : CLAUSE;
  const under = say(clause, 10, y) + 10;
  root.add(
    doc.struct("Figure", { alt: `查验二维码，证明编号 ${sheet.certificateNo}` }, () => {
      drawQr(paper, link, { x: MARGIN, y: under, side: QR_SIDE });
    }),
  );
  const x = MARGIN + QR_SIDE + 14;
  const width = WIDTH - QR_SIDE - 14;
  bold(10).text("查验方法", x, under + 8, { width, structParent: root });
  const how = [
    `1. 扫描二维码，或在 ${checkPage} 输入证明编号和验证码，查询现时状态。`,
    "2. 二维码内含本证明事实的电子签名（Ed25519），不联网也可核验签发的内容；" +
      "变更、注销、到期、撤销等现时状态，以联网查询为准。",
  ];
  const read = say(how.join("\n"), 8.5, doc.y + 3, x, width);
  const seal = Math.max(read + 10, under + QR_SIDE - 40);
  const right = { width, align: "right", structParent: root } as const;
  regular(11).text(sheet.issuer, x, seal, right);
  regular(11).text(chineseDate(sheet.issuedOn), x, doc.y + 2, right);
  const notes = [
    ...(isPartlyMasked ? ["注：本件由出租人一方出具，承租人证件号码未全部显示。"] : []),
    ...(isShortened ? ["注：当事人名称过长，已节略；全文以备案记录为准。"] : []),
    ...(hasReplaced() ? [REPLACED_NOTE] : []),
  ];
  doc.fillColor(FAINT);
  if (notes.length > 0) say(notes.join("\n"), 8, under + QR_SIDE + 8);
  doc.fillColor(INK);
}
