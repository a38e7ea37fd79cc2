/** The waiting list: a list per area, programme and queue, the numbers on it, and how it moved. */
import * as z from "zod";
import { ApplicationState, Programme, Queue } from "./application.ts";
import { ApplicationId, Jurisdiction } from "./ids.ts";
import { CivilDate, Instant } from "./values.ts";

/** Which list: whose area, of what programme, which queue. Numbers are given within one. */
export const waitlistShape = { jurisdiction: Jurisdiction, programme: Programme, queue: Queue };

export const WaitlistKey = z.strictObject(waitlistShape);
export type WaitlistKey = z.infer<typeof WaitlistKey>;

/** A number on a list: given once, never again to another. */
export const WaitingNo = z
  .int()
  .min(1)
  .max(99_999_999)
  .meta({ id: "WaitingNo", description: "轮候号: given in order within one list, for ever" });
export type WaitingNo = z.infer<typeof WaitingNo>;

/** Why a household left its place or came back to it. Never more than that: reasons may hurt. */
export const WaitingReason = z
  .enum([
    "HOUSED",
    "WITHDRAWN",
    "CANCELLED",
    "SUSPENDED",
    "NO_LONGER_QUALIFIED",
    "HOME_NOT_TAKEN",
    "REINSTATED",
    "RETURNED",
  ])
  .meta({
    id: "WaitingReason",
    description: "已配租, 主动退出, 取消资格, 暂停, 不再符合条件; 未选定住房, 恢复轮候, 返回轮候",
  });
export type WaitingReason = z.infer<typeof WaitingReason>;

const Count = z.int().min(0).max(99_999_999);

/** What everyone may know of a list: how many, nothing about anyone. */
export const WaitlistCount = z
  .strictObject({
    ...waitlistShape,
    waiting: Count.meta({ description: "Households on the list now" }),
    given: Count.meta({ description: "Numbers given so far: the last number" }),
    away: Count.meta({ description: "Numbers whose household is not on the list now" }),
    moves: Count.meta({ description: "Entries of the list's history" }),
    servedBefore: z.array(Queue).max(4).meta({ description: "Queues served in full before it" }),
    file: z.string().max(200).meta({ description: "The same as a static file, with its numbers" }),
  })
  .meta({ id: "WaitlistCount" });
export type WaitlistCount = z.infer<typeof WaitlistCount>;

/** One number in a public list: it names nobody. */
export const PublicPlace = z
  .strictObject({
    waitingNo: WaitingNo,
    since: CivilDate.meta({ description: "Day the number was given" }),
    householdSize: z.int().min(1).max(16),
    waiting: z.boolean(),
  })
  .meta({ id: "PublicPlace" });
export type PublicPlace = z.infer<typeof PublicPlace>;

const Cause = z.strictObject({
  change: z.enum(["LEFT", "BACK"]),
  reason: WaitingReason,
  households: Count,
});

/** How a household's position moved, and why. */
export const PositionMove = z
  .strictObject({
    seq: z.int().positive().meta({ description: "Place in the list's history" }),
    at: Instant,
    from: Count,
    to: Count,
    because: z.array(Cause).max(16).meta({ description: "Of households in front" }),
    own: z
      .array(Cause.omit({ households: true }))
      .max(40)
      .optional()
      .meta({
        description: "What the household itself did",
      }),
  })
  .meta({ id: "PositionMove" });
export type PositionMove = z.infer<typeof PositionMove>;

/** Where a household stands and how it came there. */
export const WaitingPosition = z
  .strictObject({
    ...waitlistShape,
    applicationId: ApplicationId,
    state: ApplicationState,
    waitingNo: WaitingNo,
    onList: z.boolean().meta({ description: "False: away; the place is kept in order" }),
    position: Count.meta({ description: "1: first of its queue" }),
    waiting: Count.meta({ description: "Households on the list now" }),
    ahead: z.strictObject({
      ownQueue: Count,
      servedBefore: Count.meta({ description: "Waiting in queues that are served in full before" }),
    }),
    joined: z.strictObject({ at: Instant, position: Count }),
    moves: z.array(PositionMove).max(50).meta({ description: "The latest first" }),
    next: z.string().optional(),
  })
  .meta({ id: "WaitingPosition", description: "Position on the waiting list and its history" });
export type WaitingPosition = z.infer<typeof WaitingPosition>;

/** One place as the office sees it: no name either. */
export const WaitlistPlace = z
  .strictObject({
    waitingNo: WaitingNo,
    applicationId: ApplicationId,
    submittedAt: Instant,
    noticeDay: CivilDate.meta({ description: "Day of the notice whose publicity it passed" }),
    joinedAt: Instant,
    householdSize: z.int().min(1).max(16),
  })
  .meta({ id: "WaitlistPlace" });
export type WaitlistPlace = z.infer<typeof WaitlistPlace>;
