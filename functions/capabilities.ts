/**
 * What a route's Lambda may do, in words. `infra/constructs/grants.ts` is the only place where a
 * capability becomes IAM: which actions, on which partitions.
 */
export const CAPABILITIES = [
  "read-persons",
  "write-persons",
  "write-sessions",
  "write-requests",
  "use-keyring",
  "read-filings",
  "write-filings",
  "write-certificates",
  "read-certificates",
  "count-guesses",
  "read-applications",
  "write-applications",
  "write-waitlists",
  "read-notices",
  "write-notices",
  "read-schemes",
  "write-schemes",
  "write-intents",
  "lock-homes",
  "read-draws",
  "write-draws",
  "write-selections",
  "read-selections",
  "write-log",
  "read-log",
  "sign-log",
  "read-sealed-files",
  "write-sealed-files",
  "write-public-files",
  "read-public-files",
  "write-outbox",
  "read-due",
  "read-queues",
] as const;

export type Capability = (typeof CAPABILITIES)[number];
