/** Wording `QZ-LEASE-2025.1`. What is signed refers to it: it is never changed, a new one is added. */
import type { BornBy, ContractBlock, ContractTerms } from "../../contract/contract-text.ts";
import { OPEN_END } from "../../contract/filing-life.ts";
import type { FilingDraft } from "../../contract/filing.ts";
import type { Party } from "../../contract/identity.ts";
import type { Lease, PayCycle, TitleType, Unit } from "../../contract/lease.ts";
import {
  areaText,
  capitals,
  chineseDate,
  idTypeText,
  kinshipText,
  landText,
  useText,
  yuan,
} from "./words.ts";

type Data = Pick<FilingDraft, "signing" | "landlords" | "tenants" | "lease">;
type Listed = Pick<Party, "name" | "idType" | "idNumber" | "phone">;
type Article = { readonly name: string; readonly blocks: readonly (string | ContractBlock)[] };

const table = (head: string[], rows: string[][]): ContractBlock => ({ kind: "table", head, rows });
const money = (fen: number): string => `人民币 ${yuan(fen)} 元（大写：${capitals(fen)}）`;
const NUMERALS = "一二三四五六七八九";
const ordinal = (n: number): string => {
  const [tens, ones] = [Math.floor(n / 10), n % 10];
  return (
    (tens > 1 ? (NUMERALS[tens - 1] ?? "") : "") +
    (tens > 0 ? "十" : "") +
    (ones > 0 ? (NUMERALS[ones - 1] ?? "") : "")
  );
};

/** All blocks of a lease's contract, in reading order. */
export function contractOf2025(data: Data): ContractBlock[] {
  const { lease, signing } = data;
  const terms = lease.terms ?? {};
  const articles = [
    home(lease.unit, terms),
    use(lease),
    term(lease),
    rent(lease, terms),
    deposit(lease),
    costs(terms),
    delivery(terms),
    repairs(terms),
    sublet(lease),
    duties(),
    ending(),
    breach(terms),
    disputes(terms),
    others(lease, terms, signing),
  ];
  return [
    { kind: "title", text: "住房租赁合同" },
    ...(signing === "PAPER" ? [paperNote(lease)] : []),
    ...parties(data),
    ...articles.flatMap(({ name, blocks }, at): ContractBlock[] => [
      { kind: "heading", text: `第${ordinal(at + 1)}条\u3000${name}` },
      ...numbered(blocks),
    ]),
    ...handover(terms),
  ];
}

/** Paragraphs of an article have numbers, its tables none. */
function numbered(blocks: Article["blocks"]): ContractBlock[] {
  let n = 0;
  return blocks.map((block) =>
    typeof block === "string" ? { kind: "paragraph", text: `${++n}. ${block}` } : block,
  );
}

const paperNote = ({ contractDigest }: Lease): ContractBlock => ({
  kind: "paragraph",
  text:
    "本文本依据备案信息生成，仅供查阅；双方权利义务以已签署的纸质合同为准。" +
    (contractDigest === undefined ? "" : `纸质合同扫描件的 SHA-256 摘要：${contractDigest}`),
});

function parties({ landlords, tenants, lease }: Data): ContractBlock[] {
  const rows = (side: string, all: readonly Party[]) =>
    all.flatMap((party) => {
      const row = (title: string, { name, idType, idNumber, phone = "" }: Listed) => [
        title,
        name,
        idTypeText[idType],
        idNumber,
        phone,
      ];
      const guardian = party.kind === "person" ? party.guardian : undefined;
      return [row(side, party), ...(guardian ? [row("法定代理人", guardian)] : [])];
    });
  const { broker } = lease;
  return [
    table(
      ["当事人", "姓名（名称）", "证件类型", "证件号码", "联系电话"],
      [...rows("出租人（甲方）", landlords), ...rows("承租人（乙方）", tenants)],
    ),
    ...(broker
      ? [
          {
            kind: "paragraph" as const,
            text:
              `居间的房地产经纪机构：${broker.name}（统一社会信用代码 ${broker.uscc}），` +
              `经办经纪人员：${broker.agent}。经纪机构不代收代付租金、押金。`,
          },
        ]
      : []),
    {
      kind: "paragraph",
      text:
        "甲乙双方依照《中华人民共和国民法典》《住房租赁条例》等法律法规，在平等、自愿的基础上，" +
        "就房屋租赁事宜订立本合同。",
    },
  ];
}

const TITLE: Readonly<Record<TitleType, string>> = {
  REAL_ESTATE_CERT: "不动产权证书",
  HOUSE_CERT: "房屋所有权证",
  PURCHASE_CONTRACT: "购房合同",
  VILLAGE_PROOF: "村集体证明",
  OTHER_PROOF: "其他合法权属证明",
};

function home(unit: Unit, { mortgaged }: ContractTerms): Article {
  const [rooms = "", halls = "", baths = ""] = unit.layout.split("-");
  const scope =
    unit.wholeOrRoom === "WHOLE" ? "整套出租" : `出租其中一间（房间 ${unit.roomId ?? ""}）`;
  const no = unit.titleCertNo === undefined ? "" : `，编号 ${unit.titleCertNo}`;
  const unitNo =
    unit.realEstateUnitNo === undefined ? "" : `，不动产单元号 ${unit.realEstateUnitNo}`;
  return {
    name: "房屋基本情况",
    blocks: [
      `房屋坐落于${unit.address}，${scope}，户型 ${rooms} 室 ${halls} 厅 ${baths} 卫，` +
        `租赁面积 ${areaText(unit.areaM2)}。`,
      `房屋权属证明为${TITLE[unit.titleType]}${no}${unitNo}；土地性质为${landText[unit.landNature]}。`,
      ...(mortgaged === undefined ? [] : [`房屋${mortgaged ? "已" : "未"}设定抵押。`]),
      "甲方保证有权出租该房屋，房屋符合建筑、消防、治安、卫生等安全条件，不属于依法不得出租的房屋。",
    ],
  };
}

function use({ use: purpose, occupants }: Lease): Article {
  const rows = occupants.map(({ name, idType, idNumber, kinship }) => [
    name,
    kinshipText[kinship],
    idTypeText[idType],
    idNumber,
  ]);
  return {
    name: "租赁用途和居住人员",
    blocks: [
      `房屋用于${useText[purpose]}。乙方不得擅自改变用途，不得将厨房、卫生间、阳台、过道、` +
        "地下储藏室、车库等非居住空间用于居住。",
      ...(rows.length > 0
        ? [
            "除乙方外，共同居住人如下：",
            table(["姓名", "与乙方关系", "证件类型", "证件号码"], rows),
          ]
        : []),
      "居住人员变动的，乙方应当及时告知甲方，由甲方依法办理居住人员信息报送。",
    ],
  };
}

const term = ({ from, until }: Lease): Article => ({
  name: "租赁期限",
  blocks: [
    until === OPEN_END
      ? `租赁期限自${chineseDate(from)}起，为不定期租赁；任何一方可以在合理期限之前通知对方后解除。`
      : `租赁期限自${chineseDate(from)}起至${chineseDate(until)}止（含当日）。`,
    "租赁期限届满乙方需继续承租的，应当在届满前三十日与甲方协商续租；乙方在同等条件下有优先承租权。",
  ],
});

const CYCLE: Readonly<Record<PayCycle, string>> = {
  MONTHLY: "按月支付",
  QUARTERLY: "按季支付",
  HALF_YEARLY: "每半年支付一次",
  YEARLY: "按年支付",
  ONCE: "一次性支付",
};

function rent({ monthlyRentFen, payCycle, from }: Lease, terms: ContractTerms): Article {
  const { payDay, payee, rentFreeDays } = terms;
  const when = payDay === undefined ? "每期首日前" : `每期首月 ${payDay} 日前`;
  return {
    name: "租金及支付方式",
    blocks: [
      `租金为每月${money(monthlyRentFen)}。`,
      `租金${CYCLE[payCycle]}，乙方应当在${when}支付。租赁期内甲方不得单方提高租金。`,
      ...(rentFreeDays === undefined
        ? []
        : [`自${chineseDate(from)}起的 ${rentFreeDays} 日为免租期，免租期内不计收租金。`]),
      ...(payee === undefined
        ? []
        : [`收款账户：户名 ${payee.name}，开户银行 ${payee.bank}，账号 ${payee.account}。`]),
      "甲方收取租金应当依法开具票据或者收据。",
    ],
  };
}

function deposit({ deposit: given }: Lease): Article {
  if (!given) return { name: "押金", blocks: ["甲方不收取押金。"] };
  const { fen, returnWithinDays, deductions } = given;
  const back = returnWithinDays === undefined ? "应当" : `应当在 ${returnWithinDays} 日内`;
  return {
    name: "押金",
    blocks: [
      `乙方向甲方支付押金${money(fen)}。`,
      `租赁关系终止、房屋返还并结清费用后，甲方${back}将押金返还乙方。`,
      deductions === undefined
        ? "甲方不得扣减押金。"
        : `下列情形可以从押金中扣减：${deductions.replaceAll("\n", "；")}。此外甲方不得扣减。`,
    ],
  };
}

const COST = {
  WATER: "水费",
  ELECTRICITY: "电费",
  GAS: "燃气费",
  HEATING: "取暖费",
  INTERNET: "网络费",
  TELEVISION: "有线电视费",
  PROPERTY_FEE: "物业服务费",
} as const;
const BY: Readonly<Record<BornBy, string>> = { LANDLORD: "甲方", TENANT: "乙方" };

function costs({ costs: given }: ContractTerms): Article {
  const rows = (given ?? []).map(({ cost, by }) => [COST[cost], BY[by]]);
  return {
    name: "其他费用",
    blocks:
      rows.length === 0
        ? ["租赁期内因使用房屋产生的水、电、燃气、网络等费用由乙方承担，其他费用由甲方承担。"]
        : [
            "租赁期内的有关费用由下列一方承担：",
            table(["费用", "承担人"], rows),
            "未列明的费用，因使用房屋产生的由乙方承担，其他由甲方承担。",
          ],
  };
}

const delivery = ({ handoverOn, handover: list }: ContractTerms): Article => ({
  name: "房屋的交付与返还",
  blocks: [
    `甲方应当在${handoverOn === undefined ? "租赁期限起始日" : chineseDate(handoverOn)}将房屋交付乙方，` +
      "双方共同查验房屋及设施设备，抄录水、电、燃气读数。",
    ...(list && list.length > 0 ? ["随房屋交付的物品见本合同所附交付清单。"] : []),
    "租赁关系终止时，乙方应当将房屋及所附物品按正常使用后的状态返还甲方，双方结清费用。",
  ],
});

const repairs = ({ repairs: by }: ContractTerms): Article => ({
  name: "房屋及设施的维修",
  blocks: [
    `房屋及其设施设备的自然损耗由${BY[by ?? "LANDLORD"]}负责维修；因乙方使用不当造成损坏的，由乙方维修或者赔偿。`,
    "维修影响乙方使用的，应当相应减少租金或者延长租期。甲方进入房屋应当事先征得乙方同意，紧急情况除外。",
  ],
});

const sublet = ({ subletAllowed }: Lease): Article => ({
  name: "转租",
  blocks: [
    subletAllowed === true
      ? "甲方同意乙方转租；转租期限不得超过本合同的剩余期限，乙方与次承租人的合同应当另行备案。"
      : "未经甲方书面同意，乙方不得转租。",
  ],
});

const duties = (): Article => ({
  name: "双方的权利义务",
  blocks: [
    "甲方应当保证房屋安全，尊重乙方的正常居住，依法办理租赁合同备案并报送居住人员信息。",
    "乙方应当按约支付租金，合理使用房屋及设施，遵守消防、用电、用气安全和物业管理规定，不得从事违法活动。",
    "租赁期内房屋所有权变动的，不影响本合同的效力；甲方出卖房屋的，应当在合理期限内通知乙方，乙方依法享有优先购买权。",
    "甲方未办理备案的，乙方可以自行办理。",
  ],
});

const ending = (): Article => ({
  name: "合同的变更、解除和终止",
  blocks: [
    "经双方协商一致，可以变更或者解除本合同。",
    "房屋危及安全或者健康、被依法征收拆除、因不可抗力不能使用的，任何一方可以依法解除合同。",
    "甲方未按约交付房屋、房屋存在权属争议致使不能使用，或者不履行维修义务严重影响居住的，乙方可以解除合同。",
    "乙方无正当理由迟延支付租金、擅自改变用途或者结构、擅自转租的，甲方经催告后可以依法解除合同。",
    "甲方解除合同的，应当提前通知并给予合理的腾退时间，不得采取断水、断电、暴力等方式迫使乙方搬离。",
    "合同变更、续期或者终止的，应当在三十日内办理备案变更或者注销。",
  ],
});

const breach = ({ breachFen }: ContractTerms): Article => ({
  name: "违约责任",
  blocks: [
    "一方违约给对方造成损失的，应当承担赔偿责任。",
    ...(breachFen === undefined
      ? []
      : [`一方无法定或者约定事由提前解除合同的，应当向对方支付违约金${money(breachFen)}。`]),
  ],
});

const disputes = ({ disputes: way }: ContractTerms): Article => ({
  name: "争议解决",
  blocks: [
    "双方发生争议的，可以协商或者申请人民调解。",
    way === "ARBITRATION"
      ? "协商、调解不成的，提交泉州仲裁委员会仲裁。"
      : "协商、调解不成的，向房屋所在地有管辖权的人民法院起诉。",
  ],
});

function others(
  { signedOn }: Lease,
  { others: more }: ContractTerms,
  signing: Data["signing"],
): Article {
  return {
    name: "其他",
    blocks: [
      ...(more === undefined ? [] : more.split("\n").filter((line) => line.trim() !== "")),
      ...(signing === "ONLINE"
        ? ["双方同意以电子签名方式订立本合同；可靠的电子签名与手写签名或者盖章具有同等的法律效力。"]
        : []),
      `本合同订立日期为${chineseDate(signedOn)}，自双方签署之日起生效。`,
    ],
  };
}

const handover = ({ handover: list }: ContractTerms): ContractBlock[] =>
  list && list.length > 0
    ? [
        { kind: "heading", text: "附　交付清单" },
        table(
          ["物品", "数量", "状况"],
          list.map(({ name, count, condition }) => [name, String(count), condition ?? "完好"]),
        ),
      ]
    : [];
