/**
 * The last signatures that were found good. The same checkpoint or beacon round is often looked at
 * twice, and a signature that is good stays good; what is bad is always checked again.
 */
export class Kept {
  readonly #most: number;
  readonly #names = new Set<string>();

  constructor(most: number) {
    this.#most = most;
  }

  has(name: string): boolean {
    return this.#names.has(name);
  }

  add(name: string): void {
    for (const oldest of this.#names) {
      if (this.#names.size < this.#most) break;
      this.#names.delete(oldest);
    }
    this.#names.add(name);
  }
}
