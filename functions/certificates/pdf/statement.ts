import type { IdType } from "../../../shared/contract/identity.ts";
import type {
  ResidenceHome,
  ResidenceStatement,
} from "../../../shared/contract/residence-statement.ts";
import { chineseDate, idTypeText, statusText } from "../../../shared/domain/certificates/words.ts";
import { drawTable, note } from "./contract.ts";
import { MARGIN, MM, newPaper, REPLACED_NOTE, WIDTH, type Paper, type Structure } from "./paper.ts";
import { drawQr } from "./qr.ts";

export type StatementPaper = {
  readonly statement: ResidenceStatement;
  readonly issuer: string;
  /** What the QR holds. */
  readonly link: string;
  readonly checkPage: string;
};

const QR_SIDE = 42 * MM;
const CAPACITY = { TENANT: "承租人", OCCUPANT: "同住人" } as const;

/** 居住登记证明材料: A4; all homes a person has on record, the latest first. */
export async function statementPdf(given: StatementPaper): Promise<Buffer> {
  const { statement, issuer } = given;
  const { certificateNo, issuedOn, homes } = statement;
  const paper = newPaper({
    title: `居住登记证明材料 ${certificateNo}`,
    subject: "居住登记证明材料",
    dated: issuedOn,
    author: issuer,
  });
  const { doc } = paper;
  const root = doc.struct("Document");
  doc.addStructure(root);
  drawHead(paper, root, statement);
  drawTable(paper, root, {
    kind: "table",
    head: ["备案证明编号", "房屋坐落", "身份", "租赁期限", "备案日期", "状态"],
    rows: homes.map(rowOf),
  });
  drawFoot(paper, root, given);
  if (paper.hasReplaced()) note(paper, root, REPLACED_NOTE);
  root.end();
  return paper.finish();
}

const rowOf = (home: ResidenceHome): string[] => [
  home.certificateNo,
  home.address,
  CAPACITY[home.capacity],
  home.until === undefined ? `${home.from} 起，不定期` : `${home.from} 至 ${home.until}`,
  home.filedOn,
  statusText[home.status],
];

function drawHead(
  { doc, bold, regular, shown }: Paper,
  root: Structure,
  statement: ResidenceStatement,
) {
  const { certificateNo, code, issuedOn, holder, continuousDays } = statement;
  const centred = { width: WIDTH, align: "center", structParent: root } as const;
  bold(20).text("居住登记证明材料", MARGIN, MARGIN, { ...centred, structType: "H1" });
  regular(10.5).text(`编号 ${certificateNo}    验证码 ${code}`, MARGIN, doc.y + 8, centred);
  const kind = idTypeText[holder.idType as IdType];
  const who =
    `${holder.name}（${kind} ${holder.idNumber}）截至${chineseDate(issuedOn)}，` +
    "在本市租赁合同登记备案的居住情况如下：";
  regular(11).text(shown(who), MARGIN, doc.y + 14, {
    width: WIDTH,
    structParent: root,
    lineGap: 3,
  });
  bold(11).text(`连续登记居住天数：${continuousDays} 天`, MARGIN, doc.y + 4, {
    width: WIDTH,
    structParent: root,
  });
  doc.y += 6;
}

function drawFoot(
  { doc, bold, regular }: Paper,
  root: Structure,
  { statement, issuer, link, checkPage }: StatementPaper,
): void {
  if (doc.y + QR_SIDE + 20 > 841.89 - MARGIN) doc.addPage();
  const top = doc.y + 8;
  root.add(
    doc.struct("Figure", { alt: `查验二维码，编号 ${statement.certificateNo}` }, () => {
      drawQr({ doc }, link, { x: MARGIN, y: top, side: QR_SIDE });
    }),
  );
  const [x, width] = [MARGIN + QR_SIDE + 14, WIDTH - QR_SIDE - 14];
  bold(10).text("查验方法", x, top + 8, { width, structParent: root });
  const how =
    `扫描二维码，或在 ${checkPage} 输入编号和验证码，查询各项备案的现时状态。` +
    "二维码内含电子签名（Ed25519），不联网也可核验出具的内容。相邻两次备案间隔不超过十五日的，天数连续计算。";
  regular(8.5).text(how, x, doc.y + 3, { width, structParent: root, lineGap: 1.5 });
  const right = { width, align: "right", structParent: root } as const;
  regular(11).text(issuer, x, Math.max(doc.y + 10, top + QR_SIDE - 40), right);
  regular(11).text(chineseDate(statement.issuedOn), x, doc.y + 2, right);
  doc.y = Math.max(doc.y, top + QR_SIDE);
}
