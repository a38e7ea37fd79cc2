/**
 * The few built-ins that the verifier uses and Chrome 85 or iOS 14 lack. Imported before all else,
 * in the worker only.
 */
function give(holder: object, name: string, value: unknown): void {
  if (!(name in holder))
    Object.defineProperty(holder, name, { value, writable: true, configurable: true });
}

function at(this: ArrayLike<unknown>, index: number): unknown {
  const from = Math.trunc(index) || 0;
  return this[from < 0 ? this.length + from : from];
}

give(Object, "hasOwn", (value: object, key: PropertyKey) =>
  Object.prototype.hasOwnProperty.call(value, key),
);
for (const holder of [Array.prototype, Uint8Array.prototype, String.prototype])
  give(holder, "at", at);
give(AbortSignal, "timeout", (ms: number) => {
  const control = new AbortController();
  setTimeout(() => {
    control.abort();
  }, ms);
  return control.signal;
});
