/** Another system did not answer in time, or not with what can be read. */
export const SILENT = Symbol("silent");

/** What another system answered: its status and the JSON it sent. */
export type Answered = { readonly status: number; readonly json: unknown };

/**
 * Sends JSON to another system and reads the JSON it answers with. One attempt: whether to ask
 * again is for the caller to know, who knows what asking twice does.
 *
 * @param patienceMs - after so long nothing is waited for any more
 * @returns the answer, or `SILENT`: the effect, if there is one, is unknown then
 */
export async function postJson(
  url: string,
  body: unknown,
  patienceMs: number,
): Promise<Answered | typeof SILENT> {
  try {
    const answer = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      redirect: "error",
      signal: AbortSignal.timeout(patienceMs),
    });
    return { status: answer.status, json: await answer.json() };
  } catch (error) {
    // fetch says TypeError when the connection fails, DOMException when time is up, and SyntaxError
    // when the body is no JSON: another system's faults. Anything else is ours.
    const theirs =
      error instanceof TypeError || error instanceof DOMException || error instanceof SyntaxError;
    if (!theirs) throw error;
    return SILENT;
  }
}
