const NAMES = new Set([
  "TimeoutError",
  "RequestTimeout",
  "ThrottlingException",
  "ProvisionedThroughputExceededException",
  "RequestLimitExceeded",
  "InternalServerError",
  "InternalFailure",
  "ServiceUnavailable",
  "ServiceUnavailableException",
  "TransactionConflictException",
  "TransactionInProgressException",
  "TransactionCanceledException",
  "KMSInternalException",
  "DependencyTimeoutException",
  "SlowDown",
]);
const CODES = new Set(["ECONNRESET", "ECONNREFUSED", "EPIPE", "ETIMEDOUT", "UND_ERR_SOCKET"]);

/**
 * Whether an error says that a service behind us did not answer now: the effect is unknown, and
 * the same request may be sent again. Anything else is a fault of ours.
 */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (NAMES.has(error.name)) return true;
  if ("code" in error && typeof error.code === "string" && CODES.has(error.code)) return true;
  const metadata =
    "$metadata" in error ? (error.$metadata as { httpStatusCode?: number }) : undefined;
  return (
    (metadata?.httpStatusCode ?? 0) >= 500 ||
    (error.cause !== undefined && isTransient(error.cause))
  );
}
