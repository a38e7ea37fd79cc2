import { marshall } from "@aws-sdk/util-dynamodb";
import * as z from "zod";
import { Publicity, PublicityRow } from "../contract/application.ts";
import { Jurisdiction } from "../contract/ids.ts";
import { CivilDate } from "../contract/values.ts";
import { due, keys } from "./keys.ts";
import { list, listIndex, read, type Table } from "./table.ts";
import { put, replace, transact, type Write } from "./transact.ts";

/** The publicity of one jurisdiction's decisions of one day. */
const StoredNotice = z.object({
  /** Grows with every row that joins. */
  version: z.int().positive(),
  jurisdiction: Jurisdiction,
  day: CivilDate,
  publicity: Publicity,
  /** The version that the public file shows. */
  published: z.int().nonnegative().optional(),
  /** All its cases have gone on. */
  over: z.boolean().optional(),
});
export type StoredNotice = z.infer<typeof StoredNotice>;

/** Names a notice. */
export type NoticeKey = Pick<StoredNotice, "jurisdiction" | "day">;

const LIST = "QUEUE#NOTICES";
const nameOf = ({ jurisdiction, day }: NoticeKey): string => `${jurisdiction}#${day}`;

/**
 * Marks a notice as having new rows and puts it before the clock, making it with the first of them.
 * Unconditional, so that decisions made side by side do not shut each other out.
 */
export const touchNotice =
  ({ jurisdiction, day }: NoticeKey, publicity: StoredNotice["publicity"], at: string): Write =>
  (TableName) => {
    const { dueShard, dueAt } = due(nameOf({ jurisdiction, day }), at);
    return {
      Update: {
        TableName,
        Key: marshall(keys.notice(jurisdiction, day)),
        UpdateExpression:
          "SET version = if_not_exists(version, :none) + :one, jurisdiction = :jurisdiction, " +
          "#day = :day, publicity = :publicity, dueShard = :shard, dueAt = :at, " +
          // A household that comes back to the list has yet to be taken on.
          "queue = :list, queueSort = :place REMOVE #over",
        ExpressionAttributeNames: { "#day": "day", "#over": "over" },
        ExpressionAttributeValues: marshall({
          ...{ ":none": 0, ":one": 1, ":jurisdiction": jurisdiction, ":day": day },
          ...{ ":publicity": publicity, ":shard": dueShard, ":at": dueAt },
          ...{ ":list": LIST, ":place": `${day}#${jurisdiction}` },
        }),
      },
    };
  };

/** One household's line in a notice: nothing in it that may not be published. */
export const NoticeRow = PublicityRow.omit({ seq: true })
  .extend({ applicationId: z.string(), submittedAt: z.string() })
  .strip();
export type NoticeRow = z.infer<typeof NoticeRow>;

export const putRow = ({ jurisdiction, day }: NoticeKey, row: NoticeRow): Write =>
  put({ ...keys.noticeRow(jurisdiction, day, row.applicationId), ...row });

export async function findNotice(
  table: Table,
  { jurisdiction, day }: NoticeKey,
): Promise<StoredNotice | undefined> {
  const found = await read(table, keys.notice(jurisdiction, day));
  return found && StoredNotice.parse(found);
}

/** All rows of a notice, in the order in which the applications came in. */
export async function listRows(table: Table, { jurisdiction, day }: NoticeKey) {
  const { items } = await list(table, keys.notice(jurisdiction, day).pk, { prefix: "ROW#" });
  const rows = items.map((item) => NoticeRow.parse(item));
  const place = ({ submittedAt, applicationId }: NoticeRow) => `${submittedAt} ${applicationId}`;
  return rows.sort((a, b) => (place(a) < place(b) ? -1 : 1));
}

/** Every notice there is, oldest first. The index lags: one just made may be missing. */
export async function listNotices(table: Table): Promise<StoredNotice[]> {
  const notices: StoredNotice[] = [];
  let after: Parameters<typeof listIndex>[2]["after"];
  do {
    const page = await listIndex(table, "queue", { partition: LIST, ...(after && { after }) });
    notices.push(...page.items.map((item) => StoredNotice.parse(item)));
    after = page.next;
  } while (after);
  return notices;
}

/**
 * Notes what became of a notice, unless rows joined meanwhile: then it stays due as it is.
 *
 * @param dueAt - when the clock must look again; undefined: never
 */
export async function noteNotice(
  table: Table,
  seen: StoredNotice,
  { dueAt, ...now }: { published: number; over?: true; dueAt?: string },
): Promise<"noted" | "moved"> {
  const { jurisdiction, day } = seen;
  const failed = await transact(table, {
    notice: replace(
      {
        ...keys.notice(jurisdiction, day),
        ...seen,
        ...now,
        ...(dueAt !== undefined && due(nameOf(seen), dueAt)),
        queue: LIST,
        queueSort: `${day}#${jurisdiction}`,
      },
      seen.version,
    ),
  });
  return failed.size === 0 ? "noted" : "moved";
}
