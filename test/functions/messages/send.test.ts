import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { marshall } from "@aws-sdk/util-dynamodb";
import type { DynamoDBRecord } from "aws-lambda";
import { sendMessages } from "../../../functions/messages/send.ts";
import type { Services } from "../../../functions/http/services.ts";
import { TextList } from "../../../shared/contract/registers.ts";
import { keys } from "../../../shared/store/keys.ts";
import { messageId, outgoing } from "../../../shared/store/outbox.ts";
import { read } from "../../../shared/store/table.ts";
import { put, transact } from "../../../shared/store/transact.ts";
import { configFor, makeServices } from "../../support/api.ts";
import { startEmulator, type Emulator } from "../../support/emulator.ts";
import { startSimulator, type Simulator } from "../../support/simulator.ts";

let emulator: Emulator;
let sms: Simulator;
let services: Services;

beforeAll(async () => {
  [emulator, sms] = await Promise.all([startEmulator(), startSimulator("sms")]);
  const config = { ...configFor("http://127.0.0.1:9"), SMS_URL: sms.url };
  services = makeServices(await emulator.newTable(), config);
});
afterEach(() => sms.clear());
afterAll(async () => {
  await Promise.all([sms.stop(), emulator.stop()]);
});

let causes = 0;
const AT = "2026-07-01T02:00:00.000Z";
const facts = { certificateNo: "3505032026070100001" };

/** Writes a message to the outbox, as an act does; gives its id. */
async function written(but: { kind?: string; facts?: Record<string, string> } = {}) {
  const cause = `cause ${++causes}`;
  const id = messageId(cause);
  const phone = (await services.vault()).seal("13800001234", keys.outbox(id), "phone");
  const message = { cause, kind: "filing-filed", to: "hash", facts, ...but };
  await transact(services.table, { message: outgoing(message, phone, AT) });
  return id;
}

const inserted = (id: string, eventName: "INSERT" | "MODIFY" = "INSERT"): DynamoDBRecord => ({
  eventName,
  dynamodb: {
    Keys: marshall(keys.outbox(id)) as NonNullable<DynamoDBRecord["dynamodb"]>["Keys"] & object,
    SequenceNumber: `seq-${id}`,
  },
});

const send = (...records: DynamoDBRecord[]) => sendMessages(services, { Records: records });
const shown = async () =>
  TextList.parse(await (await fetch(`${sms.url}/messages?limit=1000`)).json()).messages;
const settled = async (id: string) => (await read(services.table, keys.outbox(id)))?.settled;
const ALL_WELL = { batchItemFailures: [] };

describe("a message in the outbox", () => {
  it("goes to the provider in both languages, the Chinese first, and is marked sent", async () => {
    const id = await written();
    expect(await send(inserted(id))).toEqual(ALL_WELL);
    const [text] = await shown();
    expect(text).toMatchObject({ id, to: "13800001234" });
    expect(text?.text).toBe(
      "【泉居】租赁合同已备案，证明编号 3505032026070100001。\n" +
        "Your lease is on record. Certificate 3505032026070100001.",
    );
    expect(await settled(id)).toBe("SENT");
  });

  it("goes once, fed twice, at once and out of order", async () => {
    const [one, two] = [await written(), await written()];
    await send(inserted(two), inserted(one), inserted(two));
    await send(inserted(one), inserted(two));
    const ids = (await shown()).map(({ id }) => id);
    expect(ids.filter((id) => id === one)).toHaveLength(1);
    expect(ids.filter((id) => id === two)).toHaveLength(1);
  });

  it("is handed in again when the provider does not answer, and only that one", async () => {
    const [well, ill] = [await written(), await written()];
    await sms.script({ key: ill, as: "down", times: 1 });
    expect(await send(inserted(ill), inserted(well))).toEqual({
      batchItemFailures: [{ itemIdentifier: `seq-${ill}` }],
    });
    expect(await settled(ill)).toBeUndefined();
    expect(await settled(well)).toBe("SENT");
    expect(await send(inserted(ill))).toEqual(ALL_WELL);
    expect(await settled(ill)).toBe("SENT");
    expect((await sms.counts()).down).toBe(1);
  });

  it("is sent once when the answer was cut off behind the effect", async () => {
    const id = await written();
    await sms.script({ key: id, as: "cut", times: 1 });
    expect((await send(inserted(id))).batchItemFailures).toHaveLength(1);
    expect(await send(inserted(id))).toEqual(ALL_WELL);
    expect((await shown()).filter((one) => one.id === id)).toHaveLength(1);
  });

  it("of a kind nobody knows, or without its facts, is set aside and holds up nothing", async () => {
    const [unknown, bare] = [await written({ kind: "surprise" }), await written({ facts: {} })];
    const garbage = messageId("garbage");
    await transact(services.table, { garbage: put({ ...keys.outbox(garbage), what: "?" }) });
    const moved = messageId("moved");
    const stolen = await read(services.table, keys.outbox(await written()));
    await transact(services.table, { moved: put({ ...stolen, ...keys.outbox(moved) }) });
    const good = await written();

    const bad = [unknown, bare, garbage, moved];
    const fed = [...bad.map((id) => inserted(id)), inserted(good)];
    expect(await send(...fed)).toEqual(ALL_WELL);
    for (const id of bad) expect(await settled(id)).toBe("SET_ASIDE");
    expect(await settled(good)).toBe("SENT");
  });

  it("is nothing that a change or another kind of item makes", async () => {
    const before = (await shown()).length;
    const id = await written();
    const other: DynamoDBRecord = {
      eventName: "INSERT",
      dynamodb: { Keys: { pk: { S: "FILING#F1" }, sk: { S: "HEAD" } }, SequenceNumber: "9" },
    };
    expect(await send(inserted(id, "MODIFY"), other)).toEqual(ALL_WELL);
    expect(await shown()).toHaveLength(before);
  });
});
