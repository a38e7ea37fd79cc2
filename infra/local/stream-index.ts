import { DatabaseSync } from "node:sqlite";

/**
 * Gives the emulator's stream records the indexes it looks them up by. Without them every write of
 * a table with a stream reads all records there are (`MAX(CAST(sequence_number …))`): after the
 * 16,000 of one demo a write costs 12 ms instead of 0.2. They change no answer.
 *
 * @param file - the emulator's database, with its own tables made; it may be open
 */
export function indexStream(file: string): void {
  const database = new DatabaseSync(file, { timeout: 5_000 });
  try {
    database.exec(`
      CREATE INDEX IF NOT EXISTS quanju_stream_next
        ON _stream_records (table_name, CAST(sequence_number AS INTEGER));
      CREATE INDEX IF NOT EXISTS quanju_stream_shard
        ON _stream_records (table_name, shard_id, sequence_number);
    `);
  } finally {
    database.close();
  }
}
