import type { ApplicationState } from "../../contract/application.ts";

/** States of an application that is over: nobody is held by it any more. */
const OVER: readonly ApplicationState[] = [
  ...(["LAPSED", "CLOSED", "CANCELLED", "WITHDRAWN", "BARRED"] as const),
];

/**
 * Whether an application holds its people, so that none of them may stand in another (V30). A
 * refused one holds them again only while its reconsideration is open: asking for it takes the
 * locks anew.
 */
export const isLiveApplication = ({
  state,
  reconsideration,
}: {
  readonly state: ApplicationState;
  readonly reconsideration?: { readonly state: string } | undefined;
}): boolean => (state === "REJECTED" ? reconsideration?.state === "OPEN" : !OVER.includes(state));
