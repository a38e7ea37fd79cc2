import * as z from "zod";
import type { JournalLine } from "../demo/journal.ts";

const Tokens = z.object({ tokens: z.array(z.object({ accessToken: z.string() })) });

async function tokenOf(origin: string, person: string): Promise<string> {
  const answer = await fetch(`${origin}/oidc/tokens`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ people: [person] }),
  });
  const [token] = Tokens.parse(await answer.json()).tokens;
  if (!token) throw new Error("The issuer gives no token.");
  return token.accessToken;
}

/** Writes that were acknowledged, each once. */
export function acknowledged(journal: readonly JournalLine[]): JournalLine[] {
  const writes = journal.filter(({ key, status }) => key !== undefined && status < 300);
  return [...new Map(writes.map((line) => [line.key, line])).values()];
}

/**
 * Sends every acknowledged write again with its own key: what was answered must be answered again,
 * word for word. One that is answered otherwise was lost, or would be done twice.
 *
 * @returns the requests whose answer is another now
 */
export async function replay(origin: string, journal: readonly JournalLine[]): Promise<string[]> {
  const tokens = new Map<string, string>();
  const lost: string[] = [];
  for (const line of acknowledged(journal)) {
    const person = line.as ?? "";
    const token = tokens.get(person) ?? (await tokenOf(origin, person));
    tokens.set(person, token);
    const answer = await fetch(origin + line.path, {
      method: line.method,
      headers: {
        authorization: `Bearer ${token}`,
        "idempotency-key": line.key ?? "",
        ...(line.body !== undefined && { "content-type": "application/json" }),
      },
      ...(line.body !== undefined && { body: JSON.stringify(line.body) }),
    });
    const text = await answer.text();
    const isSame = answer.status === line.status && text === line.answer;
    if (!isSame) lost.push(`${line.method} ${line.path}: ${line.status}, then ${answer.status}`);
  }
  return lost;
}

/** The longest that a request of API Gateway may take. */
const LIMIT_MS = 29_000;

/** Requests answered as none may be: 5xx but 503 with Retry-After, or too late (P6). */
export const badAnswers = (journal: readonly JournalLine[]): string[] =>
  journal
    .filter(
      ({ status, retryAfter, ms }) =>
        ms > LIMIT_MS || (status >= 500 && !(status === 503 && retryAfter !== null)),
    )
    .map(
      ({ method, path, status, ms }) => `${method} ${path}: ${status} after ${Math.round(ms)} ms`,
    );
