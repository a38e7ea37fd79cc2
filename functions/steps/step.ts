import type { Key } from "../../shared/store/table.ts";
import type { Services } from "../http/services.ts";

/**
 * One step of a case that waits: what an act does at once and the clock repairs. It reads the base
 * item again, decides in the domain and commits one conditional transaction, which moves `dueAt`
 * or takes the item out of the `due` index. Run late, twice or beside itself, it changes nothing
 * but the moment.
 *
 * @param now - instant the tick is for, ms since 1970
 */
export type Step = (services: Services, key: Key, now: number) => Promise<void>;
