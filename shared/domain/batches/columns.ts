/** The columns of a table of leases: header, place in the filing, and how a cell is read. */
import {
  CYCLES,
  ID_TYPES,
  JURISDICTIONS,
  KINSHIPS,
  LAND,
  PARTY_ID_TYPES,
  SIGNINGS,
  SPACES,
  TITLE_TYPES,
  USES,
  type Words,
} from "./words.ts";

/**
 * How a cell becomes a value: `digits` is text that a spreadsheet may hold as a number without
 * loss; `yuan` becomes fen; `yes` is 是 or 否.
 */
export type Reading =
  | { readonly as: "text" | "digits" | "date" | "yuan" | "decimal" | "whole" | "yes" }
  | { readonly as: "word"; readonly words: Words };

export type Column = {
  readonly header: string;
  /** Place of the value, RFC 6901; `/externalId` stands beside the filing. */
  readonly pointer: string;
  readonly reading: Reading;
  readonly required?: true;
  /** For the template. */
  readonly example: string;
};

const TEXT: Reading = { as: "text" };
const word = (words: Words): Reading => ({ as: "word", words });

const party = (
  title: string,
  place: string,
  [name, idType, idNumber, phone]: readonly [string, string, string, string],
  required?: true,
): Column[] => {
  const need = required && { required };
  return [
    {
      header: `${title}姓名或名称`,
      pointer: `${place}/name`,
      reading: TEXT,
      example: name,
      ...need,
    },
    {
      ...{ header: `${title}证件类型`, pointer: `${place}/idType`, example: idType },
      ...{ reading: word(PARTY_ID_TYPES), ...need },
    },
    {
      ...{ header: `${title}证件号码`, pointer: `${place}/idNumber`, example: idNumber },
      ...{ reading: TEXT, ...need },
    },
    {
      ...{ header: `${title}手机号`, pointer: `${place}/phone`, example: phone },
      ...{ reading: { as: "digits" }, ...need },
    },
  ];
};

const occupant = (n: number): Column[] => {
  const place = `/lease/occupants/${n - 1}`;
  const title = `同住人${n}`;
  return [
    { header: `${title}姓名`, pointer: `${place}/name`, reading: TEXT, example: "" },
    {
      header: `${title}证件类型`,
      pointer: `${place}/idType`,
      reading: word(ID_TYPES),
      example: "",
    },
    { header: `${title}证件号码`, pointer: `${place}/idNumber`, reading: TEXT, example: "" },
    { header: `${title}关系`, pointer: `${place}/kinship`, reading: word(KINSHIPS), example: "" },
    { header: `${title}入住日期`, pointer: `${place}/from`, reading: { as: "date" }, example: "" },
  ];
};

const unit = (
  header: string,
  name: string,
  reading: Reading,
  example: string,
  required?: true,
): Column => ({
  ...{ header, pointer: `/lease/unit/${name}`, reading, example },
  ...(required && { required }),
});
const lease = (
  header: string,
  name: string,
  reading: Reading,
  example: string,
  required?: true,
): Column => ({
  ...{ header, pointer: `/lease/${name}`, reading, example },
  ...(required && { required }),
});

const firm = [
  "泉州示范租赁有限公司",
  "统一社会信用代码",
  "91350599MA0AJ0018M",
  "19905990003",
] as const;
const person = ["陈示范", "居民身份证", "350599199102239056", "19905990005"] as const;
const none = ["", "", "", ""] as const;

/** Every column, in the order of the template. A file may have them in any order. */
export const columns: readonly Column[] = [
  {
    header: "外部编号",
    pointer: "/externalId",
    reading: TEXT,
    example: "HT-2026-0001",
    required: true,
  },
  {
    ...{ header: "所在区县", pointer: "/jurisdiction", reading: word(JURISDICTIONS) },
    ...{ example: "丰泽区", required: true },
  },
  {
    ...{ header: "签订方式", pointer: "/signing", reading: word(SIGNINGS) },
    ...{ example: "纸质", required: true },
  },
  ...party("出租人1", "/landlords/0", firm, true),
  ...party("出租人2", "/landlords/1", none),
  {
    ...{ header: "其他共有人已书面同意", pointer: "/coOwnersConsent" },
    ...{ reading: { as: "yes" }, example: "" },
  },
  ...party("承租人1", "/tenants/0", person, true),
  ...party("承租人2", "/tenants/1", none),
  unit("房屋编码", "flatId", TEXT, "35050300100100501", true),
  unit("房间号", "roomId", TEXT, ""),
  unit("标准地址编码", "standardAddressCode", TEXT, "350503001001005010001", true),
  unit("楼幢地址", "building", TEXT, "泉州市丰泽区示范路18号3幢", true),
  unit("详细地址", "address", TEXT, "泉州市丰泽区示范路18号3幢501室", true),
  unit("不动产单元号", "realEstateUnitNo", TEXT, ""),
  unit("权属证明类型", "titleType", word(TITLE_TYPES), "不动产权证", true),
  unit("权属证明编号", "titleCertNo", TEXT, "闽(2023)泉州市不动产权第0000501号"),
  unit("土地性质", "landNature", word(LAND), "国有", true),
  unit("出租面积（平方米）", "areaM2", { as: "decimal" }, "88.5", true),
  unit("出租房间数", "rooms", { as: "whole" }, "3", true),
  unit("户型", "layout", TEXT, "3-1-1", true),
  unit("空间类型", "spaceKind", word(SPACES), "住宅", true),
  lease("租赁用途", "use", word(USES), "居住", true),
  lease("合同订立日期", "signedOn", { as: "date" }, "2026-03-01", true),
  lease("租期起始日期", "from", { as: "date" }, "2026-03-15", true),
  lease("租期终止日期", "until", { as: "date" }, "2027-03-14", true),
  lease("月租金（元）", "monthlyRentFen", { as: "yuan" }, "2600", true),
  lease("付款周期", "payCycle", word(CYCLES), "按月", true),
  lease("押金（元）", "deposit/fen", { as: "yuan" }, "2600"),
  lease("押金返还天数", "deposit/returnWithinDays", { as: "whole" }, "15"),
  lease("押金扣减情形", "deposit/deductions", TEXT, "欠付租金、损坏房屋设施"),
  lease("经纪机构名称", "broker/name", TEXT, ""),
  lease("经纪机构信用代码", "broker/uscc", TEXT, ""),
  lease("经纪人员姓名", "broker/agent", TEXT, ""),
  lease("允许转租", "subletAllowed", { as: "yes" }, "否"),
  lease("纸质合同摘要（SHA-256）", "contractDigest", TEXT, "ab".repeat(32)),
  ...occupant(1),
  ...occupant(2),
  ...occupant(3),
];

const byHeader = new Map(columns.map((column) => [column.header, column]));

/** What is wrong with a header row; `places` are columns as letters or the names of ours. */
export type HeaderFault = {
  readonly kind: "unknown" | "twice" | "missing";
  readonly places: readonly string[];
};

/** Which column stands where, by place in the row from 0. */
export type Header = ReadonlyMap<number, Column>;

/** `0` as `A`, `26` as `AA`: how a spreadsheet names its columns. */
export function columnLetters(place: number): string {
  let letters = "";
  for (let n = place + 1; n > 0; n = Math.floor((n - 1) / 26))
    letters = String.fromCharCode(65 + ((n - 1) % 26)) + letters;
  return letters;
}

/**
 * Reads a header row: every header known, none twice, all that are required there. Spaces around
 * a header and a `*` behind it (the template's mark of what is required) do not count.
 *
 * @param cells - texts of the row; undefined or empty where there is none
 */
export function readHeader(
  cells: readonly (string | undefined)[],
): Header | readonly HeaderFault[] {
  const found = new Map<number, Column>();
  const unknown: string[] = [];
  const twice: string[] = [];
  for (const [place, cell] of cells.entries()) {
    const header = (cell ?? "").trim().replace(/\s*\*$/, "");
    if (header === "") continue;
    const column = byHeader.get(header);
    if (!column) unknown.push(columnLetters(place));
    else if ([...found.values()].includes(column)) twice.push(column.header);
    else found.set(place, column);
  }
  const there = new Set(found.values());
  const missing = columns.filter((one) => one.required && !there.has(one));
  const faults: HeaderFault[] = [
    { kind: "unknown", places: unknown },
    { kind: "twice", places: twice },
    { kind: "missing", places: missing.map(({ header }) => header) },
  ];
  const wrong = faults.filter(({ places }) => places.length > 0);
  return wrong.length > 0 ? wrong : found;
}
