import { createHash } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { OPEN_END } from "../../../shared/contract/filing-life.ts";
import { ContractText } from "../../../shared/contract/contract-text.ts";
import {
  contractMark,
  contractText,
  plainText,
} from "../../../shared/domain/certificates/contract-text.ts";
import { capitals, yuan } from "../../../shared/domain/certificates/words.ts";
import { aDraft, aLease } from "../../support/builders/lease.ts";
import { anIdNumber } from "../../support/builders/people.ts";

const wordsOf = (draft = aDraft()) => plainText(contractText(draft).blocks);

describe("the contract in words", () => {
  it("has the subjects of the model lease, in order", () => {
    const headings = contractText(aDraft()).blocks.flatMap((block) =>
      block.kind === "heading" ? [block.text] : [],
    );
    expect(headings).toEqual([
      "第一条　房屋基本情况",
      "第二条　租赁用途和居住人员",
      "第三条　租赁期限",
      "第四条　租金及支付方式",
      "第五条　押金",
      "第六条　其他费用",
      "第七条　房屋的交付与返还",
      "第八条　房屋及设施的维修",
      "第九条　转租",
      "第十条　双方的权利义务",
      "第十一条　合同的变更、解除和终止",
      "第十二条　违约责任",
      "第十三条　争议解决",
      "第十四条　其他",
    ]);
  });

  it("names both sides in full, the home, the term and the rent in figures and capitals", () => {
    const words = wordsOf();
    for (const fact of [
      "林建国",
      "陈思远",
      anIdNumber("19910223", 905),
      "示范小区3号楼1201室",
      "自2026年3月1日起至2027年2月28日止",
      "人民币 1,800.00 元（大写：壹仟捌佰元整）",
    ])
      expect(words).toContain(fact);
  });

  it("holds what may be left out only when it is there", () => {
    expect(wordsOf()).not.toMatch(/抵押|免租期|收款账户|交付清单|违约金/);
    const terms = {
      mortgaged: true,
      rentFreeDays: 10,
      payee: { name: "林建国", bank: "中国银行泉州分行", account: "621700000000" },
      breachFen: 100_000,
      handover: [{ name: "空调", count: 2, condition: "八成新" }],
    };
    const words = wordsOf(aDraft({ lease: aLease({ terms }) }));
    expect(words).toContain("房屋已设定抵押");
    expect(words).toContain("10 日为免租期");
    expect(words).toContain("账号 621700000000");
    expect(words).toContain("违约金人民币 1,000.00 元");
    expect(words).toContain("空调\t2\t八成新");
  });

  it("says of an indefinite lease that it has no last day", () => {
    expect(wordsOf(aDraft({ lease: aLease({ until: OPEN_END }) }))).toContain("不定期租赁");
  });

  it("is named by the SHA-256 of its plain text, another for any other fact", () => {
    const draft = aDraft();
    const { digest, templateVersion } = contractMark(draft);
    expect(digest).toBe(createHash("sha256").update(wordsOf(draft)).digest("hex"));
    expect(templateVersion).toBe("QZ-LEASE-2025.1");
    expect(contractMark(aDraft())).toEqual({ digest, templateVersion });
    const dearer = aDraft({ lease: aLease({ monthlyRentFen: 180_001 }) });
    expect(contractMark(dearer).digest).not.toBe(digest);
  });

  it("keeps its wording: the text of this lease never changes", () => {
    expect(contractMark(aDraft()).digest).toMatchInlineSnapshot(
      `"6a979248ca202bbe3c4531d243a4ca18b78d6d73caf4fef0863b0826290a4123"`,
    );
  });

  it("says of a contract on paper that the paper counts", () => {
    const lease = aLease({ contractDigest: "ab".repeat(32) });
    const text = contractText(aDraft({ signing: "PAPER", lease }));
    expect(text.isSignedText).toBe(false);
    expect(plainText(text.blocks)).toContain("以已签署的纸质合同为准");
    expect(plainText(text.blocks)).not.toContain("电子签名方式");
    expect(ContractText.parse(text)).toEqual(text);
  });
});

describe("money in words", () => {
  it.each([
    [1, "壹分"],
    [10, "壹角"],
    [105, "壹元零伍分"],
    [180_050, "壹仟捌佰元伍角"],
    [100_000, "壹仟元整"],
    [1_000_500, "壹万零伍元整"],
    [101_000_000, "壹佰零壹万元整"],
    [1_001_000_000, "壹仟零壹万元整"],
    [10_000_000_000, "壹亿元整"],
    [123_456_789, "壹佰贰拾叁万肆仟伍佰陆拾柒元捌角玖分"],
    [10_050_000, "壹拾万零伍佰元整"],
  ])("writes %i fen as %s", (fen, written) => {
    expect(capitals(fen)).toBe(written);
  });

  it("is different for different amounts, and in figures always exact", () => {
    const amount = fc.integer({ min: 1, max: 10_000_000_000 });
    fc.assert(
      fc.property(amount, amount, (one, other) => {
        expect(capitals(one) === capitals(other)).toBe(one === other);
        expect(Number(yuan(one).replace(/[,.]/g, ""))).toBe(one);
        expect(capitals(one)).not.toMatch(/零零|零元./);
      }),
      { numRuns: 2_000 },
    );
  });
});
