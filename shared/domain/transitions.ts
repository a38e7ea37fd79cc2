/** A state machine as one table: state, event, next states. */

export type Transitions<State extends string, Event extends string> = Readonly<
  Record<Event, { readonly from: readonly State[]; readonly to: readonly State[] }>
>;

/** A step out of order. */
export type WrongState<State extends string> = {
  readonly kind: "out-of-step";
  readonly state: State;
};

/**
 * Whether the event may happen in this state.
 *
 * @returns undefined when it may
 */
export function outOfOrder<State extends string, Event extends string>(
  table: Transitions<State, Event>,
  event: Event,
  state: State,
): WrongState<State> | undefined {
  return table[event].from.includes(state) ? undefined : { kind: "out-of-step", state };
}
