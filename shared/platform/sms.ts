import { TextAccepted, type TextMessage } from "../contract/registers.ts";
import { postJson, SILENT } from "./post-json.ts";

/** The provider of text messages. */
export type Sms = {
  /**
   * Hands a message over. The provider knows it by its id: sending it again sends nothing again.
   *
   * @returns `refused` when it will never take this message; `silent` when it is not known
   *   whether it did
   */
  send(message: TextMessage): Promise<"sent" | "refused" | "silent">;
};

const PATIENCE_MS = 2_000;

/** The provider over HTTP: `POST {url}/messages`. */
export const httpSms = (url: string): Sms => ({
  async send(message) {
    const said = await postJson(`${url}/messages`, message, PATIENCE_MS);
    if (said === SILENT || said.status >= 500 || said.status === 429) return "silent";
    if (said.status >= 400) return "refused";
    return TextAccepted.safeParse(said.json).data?.id === message.id ? "sent" : "silent";
  },
});
