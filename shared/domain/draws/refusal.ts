/** The codes with which a draw, a slip or a proposed document is refused (section 6). */
export type DrawCode =
  | "E_FILE"
  | "E_DOC"
  | "E_LOG_DUP"
  | "E_SUITE"
  | "E_CKPT"
  | "E_LOG_ROOT"
  | "E_LOG_INCLUSION"
  | "E_COSIGN"
  | "E_LOG_ORDER"
  | "E_DRAND_CHAIN"
  | "E_NOTICE"
  | "E_LINK"
  | "E_FREEZE_LATE"
  | "E_COMMIT"
  | "E_ROSTER_LINE"
  | "E_ROSTER_ORDER"
  | "E_ROSTER_COUNT"
  | "E_ROSTER_ROOT"
  | "E_REVEAL_LATE"
  | "E_REVEAL"
  | "E_QUORUM"
  | "E_FALLBACK"
  | "E_SOURCE"
  | "E_DRAND_SIG"
  | "E_RESULT_EARLY"
  | "E_SEED"
  | "E_POOLKEY"
  | "E_RANKING"
  | "E_SUMMARY"
  | "E_RANKING_FILE"
  | "E_AMEND"
  | "E_RECEIPT"
  | "E_PRIVATE"
  | "E_INCLUSION"
  | "E_TICKET";

/**
 * Where it happened: what the message texts (`{line}`, `{id}`, `{round}`, `{seq}`) name, the index of
 * the log entry that is no document, and the offset of the first wrong byte in a file or an entry
 * that could not be read.
 */
export type RefusalPlace = {
  line?: number;
  id?: string;
  round?: number;
  seq?: number;
  entry?: number;
  byte?: number;
};

export type Refusal = { readonly refused: DrawCode; readonly at: RefusalPlace };

export const refuse = (refused: DrawCode, at: RefusalPlace = {}): Refusal => ({ refused, at });

export const isRefusal = (value: unknown): value is Refusal =>
  typeof value === "object" && value !== null && "refused" in value;
