import { MOST_ROWS } from "../../../shared/contract/batch.ts";

/** Why a table of leases is refused as a whole. What is wrong with a row is that row's outcome. */
export const batchProblems = {
  "file-type-unknown": {
    status: 422,
    zh: "无法识别的文件：请上传 CSV（UTF-8 或 GB18030）或 XLSX",
    en: "Not a CSV (UTF-8 or GB18030) or XLSX file",
  },
  "file-damaged": {
    status: 422,
    zh: "文件已损坏或内容不完整，无法读取",
    en: "The file is damaged or not complete",
  },
  "file-unpacks-too-large": {
    status: 422,
    zh: "文件解压后过大，已拒绝",
    en: "The file unpacks to more than is allowed",
  },
  "too-many-rows": {
    status: 422,
    zh: `每个文件最多 ${MOST_ROWS} 行，请分次上传`,
    en: `A file has at most ${MOST_ROWS} rows; send it in parts`,
  },
  "no-rows": { status: 422, zh: "文件中没有数据行", en: "The file has no rows" },
  "header-wrong": {
    status: 422,
    zh: "表头与模板不符，请使用最新模板",
    en: "The header is not the template's",
  },
  "merged-cells": {
    status: 422,
    zh: "文件中有合并单元格，请取消合并后上传",
    en: "The file has merged cells; split them",
  },
} as const;
