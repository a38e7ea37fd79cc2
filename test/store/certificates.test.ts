import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { certificateNumbers, SerialsExhausted } from "../../shared/store/certificates.ts";
import { keys } from "../../shared/store/keys.ts";
import type { Table } from "../../shared/store/table.ts";
import { put, transact } from "../../shared/store/transact.ts";
import { startEmulator, type Emulator } from "../support/emulator.ts";

let emulator: Emulator;
let table: Table;
beforeAll(async () => {
  emulator = await startEmulator();
  table = await emulator.newTable();
});
afterAll(() => emulator.stop());

describe("certificate numbers", () => {
  it("are region, day and serial, and none is given twice by many containers at once", async () => {
    const containers = Array.from({ length: 5 }, () => certificateNumbers(table));
    const given = await Promise.all(
      containers.flatMap((container) =>
        Array.from({ length: 45 }, (_, n) =>
          container.giveNumber(n % 2 === 0 ? "350503" : "350582", "2026-07-01"),
        ),
      ),
    );
    expect(new Set(given).size).toBe(225);
    for (const no of given) expect(no).toMatch(/^3505(03|82)20260701\d{5}$/);
  });

  it("begin again each day", async () => {
    const container = certificateNumbers(table);
    expect(await container.giveNumber("350521", "2026-07-01")).toBe("3505212026070100001");
    expect(await container.giveNumber("350521", "2026-07-02")).toBe("3505212026070200001");
    expect(await container.giveNumber("350521", "2026-07-02")).toBe("3505212026070200002");
  });

  it("end when the day's five digits are used up", async () => {
    const used = put({ ...keys.serial("350524", "2026-07-01"), taken: 99_979 });
    await transact(table, { used });
    const container = certificateNumbers(table);
    for (let n = 99_980; n <= 99_999; n++)
      expect(await container.giveNumber("350524", "2026-07-01")).toBe(`35052420260701${String(n)}`);
    await expect(container.giveNumber("350524", "2026-07-01")).rejects.toThrow(SerialsExhausted);
  });
});
