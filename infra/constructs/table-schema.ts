/**
 * The shape of the one table: the data stack, the local server's check and the tests' emulator all
 * take it from here. docs/architecture.md §4 says what is in it.
 */
export const tableSchema = {
  /** Ciphertexts are bound to this name (shared/store/sealing.ts), so it never changes. */
  tableName: "quanju",
  partitionKey: "pk",
  sortKey: "sk",
  /** Sparse indexes: only items that carry both attributes are in them. */
  indexes: [
    { indexName: "due", partitionKey: "dueShard", sortKey: "dueAt" },
    { indexName: "queue", partitionKey: "queue", sortKey: "queueSort" },
  ],
  /** Seconds since 1970. Expiry is checked in code; this only tidies. */
  timeToLiveAttribute: "expiresAt",
} as const;
