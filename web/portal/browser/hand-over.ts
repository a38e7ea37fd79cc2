/** Hands a value from one page to the next within this tab, out of sight of addresses. */
export const handOver = {
  put(name: string, value: string): void {
    try {
      sessionStorage.setItem(name, value);
    } catch (error) {
      // Where storage is refused the next page asks again.
      if (!(error instanceof DOMException)) throw error;
    }
  },
  /** Takes it away: it is there once. */
  take(name: string): string | undefined {
    try {
      const value = sessionStorage.getItem(name) ?? undefined;
      sessionStorage.removeItem(name);
      return value;
    } catch (error) {
      if (error instanceof DOMException) return undefined;
      throw error;
    }
  },
};
