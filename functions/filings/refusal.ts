import type {
  FilingChangeRefusal,
  FilingRefusal,
  FilingReviewRefusal,
} from "../../shared/domain/refusals.ts";
import type { ProblemKind, Reply } from "../http/problem.ts";
import { refused } from "../http/refused.ts";

type Refuse = (kind: ProblemKind, facts?: Readonly<Record<string, unknown>>) => Reply;

/** A refusal of the rules of filing as a problem. Which filing is in the way is not the asker's to know. */
export const refuseFiling = (
  refuse: Refuse,
  refusal: FilingRefusal | FilingChangeRefusal | FilingReviewRefusal,
): Reply =>
  refusal.kind === "overlapping-filing" ? refuse(refusal.kind) : refused(refuse, refusal);

/** A refusal for one member of the body. */
export const pointing = (refuse: Refuse, kind: ProblemKind, pointer: string): Reply =>
  refused(refuse, { kind, pointer });

/** A cursor that is not this caller's for this question. */
export const badCursor = (refuse: Refuse): Reply =>
  refuse("invalid-request", {
    errors: [
      {
        pointer: "/query/cursor",
        zh: "翻页标记无效，请从第一页重新查询",
        en: "Not a cursor of this list; begin with its first page",
      },
    ],
  });
