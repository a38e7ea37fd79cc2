/** The words a table may use for the codes of the contract; the codes themselves are taken too. */
import { jurisdictions } from "../../contract/ids.ts";

/** Word to code. The first word of each code stands in the template. */
export type Words = Readonly<Record<string, string>>;

export const ID_TYPES: Words = {
  居民身份证: "RESIDENT_ID",
  港澳台居民居住证: "HMT_RESIDENCE_PERMIT",
  "外国人永久居留身份证（五星卡）": "FOREIGN_PR_2023",
  外国人永久居留身份证: "FOREIGN_PR_2017",
  港澳居民来往内地通行证: "HM_TRAVEL_PERMIT",
  台湾居民来往大陆通行证: "TW_TRAVEL_PERMIT",
  护照: "PASSPORT",
};
export const PARTY_ID_TYPES: Words = { ...ID_TYPES, 统一社会信用代码: "USCC" };
export const JURISDICTIONS: Words = Object.fromEntries(
  Object.entries(jurisdictions).flatMap(([code, { zh }]) => (code === "QZ" ? [] : [[zh, code]])),
);
export const SIGNINGS: Words = { 线上: "ONLINE", 纸质: "PAPER" };
export const TITLE_TYPES: Words = {
  不动产权证: "REAL_ESTATE_CERT",
  房屋所有权证: "HOUSE_CERT",
  购房合同: "PURCHASE_CONTRACT",
  村集体证明: "VILLAGE_PROOF",
  其他合法证明: "OTHER_PROOF",
};
export const LAND: Words = { 国有: "STATE", 集体: "COLLECTIVE", 未确定: "UNDETERMINED" };
export const SPACES: Words = {
  住宅: "DWELLING",
  卧室: "BEDROOM",
  客厅: "LIVING_ROOM",
  书房: "STUDY",
  商铺: "SHOP",
  办公: "OFFICE",
  厨房: "KITCHEN",
  卫生间: "BATHROOM",
  阳台: "BALCONY",
  过道: "CORRIDOR",
  地下储藏室: "BASEMENT_STORE",
  车库: "GARAGE",
};
export const USES: Words = {
  居住: "RESIDENTIAL",
  商业: "COMMERCIAL",
  办公: "OFFICE",
  仓储: "STORAGE",
};
export const CYCLES: Words = {
  按月: "MONTHLY",
  按季: "QUARTERLY",
  按半年: "HALF_YEARLY",
  按年: "YEARLY",
  一次付清: "ONCE",
};
export const KINSHIPS: Words = {
  配偶: "SPOUSE",
  子女: "CHILD",
  父母: "PARENT",
  祖父母外祖父母: "GRANDPARENT",
  孙子女外孙子女: "GRANDCHILD",
  兄弟姐妹: "SIBLING",
  配偶父母: "PARENT_IN_LAW",
  其他亲属: "OTHER_RELATIVE",
  无亲属关系: "NONE",
};
