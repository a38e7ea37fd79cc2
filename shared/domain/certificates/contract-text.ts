/**
 * The contract in words, made from a lease's data: the order and the subjects of the model lease of
 * 2025. The same data give the same text, so that its digest says exactly what was signed.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import type {
  ContractBlock,
  ContractMark,
  ContractText,
  TemplateVersion,
} from "../../contract/contract-text.ts";
import type { FilingDraft } from "../../contract/filing.ts";
import { toHex, utf8 } from "../draws/encoding.ts";
import { contractOf2025 } from "./contract-2025.ts";

/** What a text is made from. */
export type ContractData = Pick<FilingDraft, "signing" | "landlords" | "tenants" | "lease">;

/** Every wording there ever was: a signed text must be made again as it was. */
const TEMPLATES: Readonly<Record<TemplateVersion, (data: ContractData) => ContractBlock[]>> = {
  "QZ-LEASE-2025.1": contractOf2025,
};
export const CURRENT_TEMPLATE: TemplateVersion = "QZ-LEASE-2025.1";

/** The blocks as plain text: a line each, table cells parted by tabs, LF at the end of each line. */
export const plainText = (blocks: readonly ContractBlock[]): string =>
  blocks
    .flatMap((block) =>
      block.kind === "table"
        ? [block.head, ...block.rows].map((cells) => cells.join("\t"))
        : [block.text],
    )
    .map((line) => `${line}\n`)
    .join("");

/** SHA-256 of the plain text in UTF-8, hex: what `sha256sum` says of the file. */
export const textDigest = (blocks: readonly ContractBlock[]): string =>
  toHex(sha256(utf8(plainText(blocks))));

/** The contract's text. @param templateVersion - of the text that was signed; the current one if new */
export function contractText(
  data: ContractData,
  templateVersion: TemplateVersion = CURRENT_TEMPLATE,
): ContractText {
  const blocks = TEMPLATES[templateVersion](data);
  const isSignedText = data.signing === "ONLINE";
  return { templateVersion, digest: textDigest(blocks), isSignedText, blocks };
}

/** Which text a draft is: goes into the filing, and with each signature. */
export function contractMark(data: ContractData): ContractMark {
  const { templateVersion, digest } = contractText(data);
  return { templateVersion, digest };
}
