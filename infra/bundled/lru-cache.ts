/** As much of an LRU cache as a client without endpoint discovery can need: nothing is kept. */
export default class LruCache {
  get(): undefined {
    return undefined;
  }
  peek(): undefined {
    return undefined;
  }
  has(): boolean {
    return false;
  }
  set(): void {
    // A discovered endpoint would be asked for again, not remembered.
  }
}
