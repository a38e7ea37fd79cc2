import { DeleteItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { personOfKey } from "../../../infra/local/people.ts";
import { keys } from "../../../shared/store/keys.ts";
import {
  done,
  freeze,
  readyToFreeze,
  refusal,
  schemeNamed,
  waitingHouseholds,
} from "../draws/story.ts";
import { startWorld, type World } from "../draws/world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
  const households = await waitingHouseholds(world, 2);
  const scheme = schemeNamed(world, "spent-0001");
  await readyToFreeze(world, scheme, households);
  await freeze(world, scheme, 2);
});
afterAll(() => world.stop());

/** What TTL does to a request long after it was answered. */
async function tidied(operation: string, person: string, key: string): Promise<void> {
  const { client, name } = world.api.services.table;
  const caller = personOfKey(person)?.sub ?? "";
  const { pk, sk } = keys.request({ caller, operation, key });
  await client.send(new DeleteItemCommand({ TableName: name, Key: marshall({ pk, sk }) }));
}

describe("a request sent again after its record has been tidied away", () => {
  it("is refused by name, does nothing twice, and goes through under a new key", async () => {
    const key = "once-and-long-ago-1";
    const path = "/api/draws/spent-0001/objections";
    const body = { ground: "MISSING", statement: "我家复审已经通过，名册里没有我们的编号。" };
    const client = await world.as("tenant-chen");
    done(await client.post(path, body, { key }));
    await tidied("objectToRoster", "tenant-chen", key);
    const again = await client.post(path, body, { key });
    expect(refusal(again)).toBe("422 key-spent");
    const officer = await world.as("approver-fengze");
    const listed = () => officer.get("/api/office/draws/spent-0001/objections");
    expect((await listed()).body.objections).toHaveLength(1);
    done(await client.post(path, body));
    expect((await listed()).body.objections).toHaveLength(2);
  });

  it("is refused by name for an opening of commitments too", async () => {
    const key = "once-and-long-ago-2";
    const path = "/api/inspection/draws/spent-0001/openings";
    const body = { purpose: "名册公示期内核查重复登记。" };
    const client = await world.as("discipline");
    done(await client.post(path, body, { key }));
    await tidied("requestOpening", "discipline", key);
    expect(refusal(await client.post(path, body, { key }))).toBe("422 key-spent");
  });
});
