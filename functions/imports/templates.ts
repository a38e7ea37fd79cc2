import { MOST_ROWS } from "../../shared/contract/batch.ts";
import { columns, type Column } from "../../shared/domain/batches/columns.ts";
import { csvText } from "../../shared/domain/batches/csv-text.ts";
import { endpoint } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/batches.ts";
import { csvReply, xlsxReply } from "./file-reply.ts";
import { writeXlsx } from "./write-xlsx.ts";

const titleOf = ({ header, required }: Column): string => (required ? `${header}*` : header);

/** The header alone. */
export const getCsvTemplate = (services: Services) =>
  endpoint(routes.getCsvTemplate, services, () =>
    Promise.resolve(csvReply(csvText([columns.map(titleOf)]), "filing-template")),
  );

/** The header over columns formatted as text, and a sheet that says how to fill them in. */
export const getXlsxTemplate = (services: Services) =>
  endpoint(routes.getXlsxTemplate, services, () =>
    Promise.resolve(xlsxReply(xlsxTemplate(), "filing-template")),
  );

export const xlsxTemplate = (): Buffer =>
  writeXlsx([
    { name: "备案数据", rows: [columns.map(titleOf)] },
    {
      name: "填写说明",
      rows: [...GENERAL, ["列", "是否必填", "怎样填写", "示例"], ...columns.map(lineOf)],
    },
  ]);

const GENERAL: readonly (readonly string[])[] = [
  [
    `一行一份合同，每个文件最多 ${MOST_ROWS} 行；表头请勿改动，列的顺序不限，不用的选填列可以删去。`,
  ],
  ["外部编号由贵单位自定，每份合同一个：同一编号、同一内容再次上传，不会重复备案。"],
  ["有误的行不影响其他行，改正后可只上传有误的行。"],
  ["所有单元格保持文本格式；证件号码不得为数字格式；不接受公式和合并单元格。"],
  ["身份证号末位 x 大小写均可，按大写保存。"],
];

function lineOf(column: Column): readonly string[] {
  return [column.header, column.required ? "必填" : "选填", howTo(column), column.example];
}

function howTo({ reading }: Column): string {
  switch (reading.as) {
    case "word":
      return `填写：${Object.keys(reading.words).join("、")}`;
    case "date":
      return "日期，如 2026-03-01";
    case "yuan":
      return "金额，单位元，最多两位小数";
    case "decimal":
      return "数字，最多两位小数";
    case "whole":
      return "整数";
    case "yes":
      return "填写：是、否";
    case "digits":
    case "text":
      return "文本";
  }
}
