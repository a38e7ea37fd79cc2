/**
 * Whether a stream record passes a filter pattern of the template.
 *
 * @throws on a kind of pattern that we do not emit
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html
 */
export function passes(record: unknown, pattern: unknown): boolean {
  if (typeof pattern !== "object" || pattern === null) {
    throw new Error("A filter pattern is an object or a list");
  }
  if (Array.isArray(pattern)) return pattern.some((matcher: unknown) => matches(record, matcher));
  if (typeof record !== "object" || record === null) return false;
  const members: Readonly<Record<string, unknown>> = { ...record };
  return Object.entries(pattern).every(([name, inner]) => passes(members[name], inner));
}

function matches(value: unknown, matcher: unknown): boolean {
  if (typeof matcher === "string") return value === matcher;
  if (typeof matcher === "object" && matcher !== null && "prefix" in matcher) {
    return typeof value === "string" && value.startsWith(String(matcher.prefix));
  }
  throw new Error(`The filter ${JSON.stringify(matcher)} is not known here`);
}
