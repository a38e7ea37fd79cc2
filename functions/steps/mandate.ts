import { civilDay, instantText } from "../../shared/domain/calendar/instants.ts";
import { mandateStateOn } from "../../shared/domain/mandates/decide-mandate.ts";
import { log } from "../../shared/platform/log.ts";
import { findMandate, moveMandate, type NextMandate } from "../../shared/store/mandates.ts";
import { transact } from "../../shared/store/transact.ts";
import { tellEnd } from "../mandates/moving.ts";
import type { Step } from "./step.ts";

/** A mandate past its last day has ended by itself: the clock notes it and tells both. CC 173. */
export const mandateStep: Step = async (services, { pk }, now) => {
  const vault = await services.vault();
  const seen = await findMandate(services.table, vault, pk.slice("MANDATE#".length));
  if (!seen || seen.state === "EXPIRED" || mandateStateOn(seen, civilDay(now)) !== "EXPIRED")
    return;
  const at = instantText(now);
  const { version, auditHead: _, ...rest } = seen;
  const next: NextMandate = { ...rest, state: "EXPIRED", endedAt: at };
  const act = { actor: "system", role: "system", action: "expireMandate", at, outcome: "EXPIRED" };
  const failed = await transact(services.table, {
    ...moveMandate(vault, next, seen, act),
    ...tellEnd(vault, seen, { version: version + 1, at }),
  });
  // It was ended otherwise a moment before.
  if (failed.size > 0) log("info", "expiry-overtaken", { item: pk });
};
