import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { keys } from "../../shared/store/keys.ts";
import { openFields, sealFields } from "../../shared/store/sealed-fields.ts";
import { openVault, type Vault } from "../../shared/store/sealing.ts";
import { startEmulator, type Emulator } from "../support/emulator.ts";
import { localKeys } from "../support/keys.ts";

let emulator: Emulator;
let vault: Vault;
beforeAll(async () => {
  emulator = await startEmulator();
  vault = await openVault(await emulator.newTable(), localKeys());
});
afterAll(() => emulator.stop());

const at = keys.filing("F00000000000000000001");
const isPersonal = (pointer: string) => /^\/people\/\d+\/name$/.test(pointer);
const record = {
  state: "DRAFT",
  people: [
    { name: "林", age: 3 },
    { name: "陈", pets: [null, true] },
  ],
};

describe("sealed fields", () => {
  it("hide the personal texts of a record and nothing else, and open again", () => {
    const sealed = sealFields(vault, at, record, isPersonal);
    expect(JSON.stringify(sealed)).not.toMatch(/林|陈/);
    expect(sealed).toMatchObject({ state: "DRAFT", people: [{ age: 3 }, { pets: [null, true] }] });
    expect(openFields(vault, at, sealed, isPersonal)).toEqual(record);
  });

  it("do not open in another place or item", () => {
    const sealed = sealFields(vault, at, record, isPersonal);
    const people = [...(sealed.people as unknown[])].reverse();
    expect(() => openFields(vault, at, { ...sealed, people }, isPersonal)).toThrow();
    const elsewhere = keys.filing("F00000000000000000002");
    expect(() => openFields(vault, elsewhere, sealed, isPersonal)).toThrow();
  });
});
