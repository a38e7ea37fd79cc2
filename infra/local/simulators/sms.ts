import { fsyncSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { TextMessage } from "../../../shared/contract/registers.ts";
import { Refused, accept, clockAt, required, runSimulator } from "./service.ts";
import type { Clock, Simulator } from "./service.ts";

const Kept = TextMessage.extend({ at: z.iso.datetime({ offset: true }) });
type Kept = z.infer<typeof Kept>;

/** Messages in a file, one a line; a line cut short by a kill was never answered for, and goes. */
class Outbox {
  readonly byId = new Map<string, Kept>();
  readonly inOrder: Kept[] = [];
  private readonly file: number;

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    const path = join(folder, "messages.jsonl");
    this.file = openSync(path, "a+", 0o600);
    const text = readFileSync(path, "utf8");
    const whole = text.slice(0, text.lastIndexOf("\n") + 1);
    ftruncateSync(this.file, Buffer.byteLength(whole));
    for (const line of whole.split("\n").slice(0, -1)) this.hold(Kept.parse(JSON.parse(line)));
  }

  keep(message: Kept): void {
    const bytes = Buffer.from(`${JSON.stringify(message)}\n`);
    for (let at = 0; at < bytes.length;) at += writeSync(this.file, bytes, at);
    fsyncSync(this.file);
    this.hold(message);
  }

  private hold(message: Kept): void {
    this.byId.set(message.id, message);
    this.inOrder.push(message);
  }
}

const MAX_LIST = 1000;

/**
 * The provider of text messages: `POST /messages` takes one (202), the same `id` again changes
 * nothing, with another text it is refused (409); `GET /messages?limit=` shows them, newest first.
 * Nothing leaves this machine. The script's cases are message ids; `lie` says 202 and keeps nothing.
 *
 * @param folder - keeps `messages.jsonl`
 */
export function sms(folder: string, clock: Clock): Simulator {
  const outbox = new Outbox(folder);

  const list = (wanted: string | null) => {
    const limit = Math.min(Number(/^[1-9]\d{0,5}$/.exec(wanted ?? "50")?.[0] ?? 0), MAX_LIST);
    if (limit === 0) throw new Refused(422, "bad-request", ["/limit"]);
    return { status: 200, body: { messages: outbox.inOrder.slice(-limit).reverse() } };
  };

  return {
    caseOf: (method, { path, body }) => {
      if (path !== "/messages") return undefined;
      if (method === "GET") return "list";
      return method === "POST" ? accept(TextMessage, body).id : undefined;
    },

    answer: async (method, { query, body, verdict }) => {
      if (method === "GET") return list(query.get("limit"));
      const message = accept(TextMessage, body);
      const at = new Date(await clock()).toISOString();
      const known = outbox.byId.get(message.id);
      if (known && (known.to !== message.to || known.text !== message.text)) {
        throw new Refused(409, "other-message-of-that-id");
      }
      if (!known && verdict !== "lie") outbox.keep({ ...message, at });
      return { status: 202, body: { id: message.id, at: known?.at ?? at } };
    },
  };
}

if (import.meta.main) {
  await runSimulator(() => sms(required("QUANJU_SIMULATOR_DATA"), clockAt(process.env.CLOCK_URL)));
}
