/** Figures of mandates in filing. */
import { law, parameter, type Rule } from "./rule.ts";

export type MandatePolicy = {
  readonly version: string;
  readonly longestYears: Rule<number>;
  /** Offered or in force at once, of one principal. */
  readonly mostOpen: Rule<number>;
  /** In force at once, held by one agent: whoever acts for more is an agency. */
  readonly mostHeld: Rule<number>;
  readonly agentAge: Rule<number>;
};

export const quanzhouMandatePolicy: MandatePolicy = {
  version: "mandates-2026-01",
  longestYears: parameter(3, "O6 14; CC 165", "本市流程"),
  mostOpen: parameter(50, "O6 14", "本市流程"),
  mostHeld: parameter(200, "O6 14", "本市流程"),
  agentAge: law(18, "CC 17, 18", "民法典"),
};
