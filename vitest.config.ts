import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    pool: "forks",
    // The machine that checks has two cores, and an emulator runs beside each worker.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // A test that waits for the emulator must not depend on the zone of who runs it (P18).
    env: { TZ: process.env.TZ ?? "America/St_Johns" },
  },
});
