/** Which queue is served before which: data of the programme's policy. */
import type { Queue } from "../../contract/application.ts";
import type { QueueRule } from "../../contract/programme.ts";

type Order = Pick<QueueRule, "queue" | "servedInFull">;

/**
 * The queues that are served in full before a household of this one is.
 *
 * @param queues - as the policy lists them, the first goes first
 * @see domain rulebook 3.3: the priority queue in full, then the ordinary one
 */
export function servedBefore(queues: readonly Order[], queue: Queue): Queue[] {
  const own = queues.findIndex((one) => one.queue === queue);
  return queues.slice(0, Math.max(0, own)).flatMap((one) => (one.servedInFull ? [one.queue] : []));
}

/** Who has the next home: of the queues with someone waiting, the first in order. */
export function nextServed<W extends { readonly queue: Queue; readonly waitingNo: number }>(
  queues: readonly Order[],
  waiting: readonly W[],
): readonly W[] {
  const place = ({ queue }: W) => {
    const at = queues.findIndex((one) => one.queue === queue);
    return at < 0 ? queues.length : at;
  };
  return waiting.toSorted((a, b) => place(a) - place(b) || a.waitingNo - b.waitingNo);
}
