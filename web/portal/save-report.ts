import type { VerificationSummary } from "../verify/summary.ts";

/** Lets the person keep what was verified, as a file. Who is selected is left out: the bundle has it. */
export function saveReport(
  { facts, ...summary }: VerificationSummary,
  readings: Readonly<Record<string, string>>,
): void {
  const { selectedFinal: _, ...kept } = facts ?? { selectedFinal: undefined };
  const report = {
    verifiedAt: new Date().toISOString(),
    ...summary,
    facts: facts && kept,
    readings,
  };
  const file = new Blob([JSON.stringify(report, null, 2)], { type: "application/json" });
  const address = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = address;
  link.download = `${summary.drawId || "draw"}-verification.json`;
  link.click();
  URL.revokeObjectURL(address);
}
