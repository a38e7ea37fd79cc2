import type { Cell } from "../../shared/domain/batches/draft-of-row.ts";
import type { ProblemKind } from "../http/problem.ts";

/** A table as its file has it: the rows that are not empty, each with its number in the file. */
export type RawTable = {
  /** The header row's texts by place; undefined where it has none. */
  readonly header: readonly (string | undefined)[];
  readonly rows: readonly { readonly row: number; readonly cells: ReadonlyMap<number, Cell> }[];
};

/** Why a file is refused as a whole; `places` are columns by letter or by our own names. */
export type FileFault = {
  readonly fault: ProblemKind;
  readonly unknown?: readonly string[];
  readonly twice?: readonly string[];
  readonly missing?: readonly string[];
};
