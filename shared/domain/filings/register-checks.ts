/** What other registers say of the people and firms in a lease: identities, guardians, firms. */
import type { FilingCheck, FilingCheckName, FilingDraft } from "../../contract/filing.ts";
import type { Party } from "../../contract/identity.ts";
import type {
  FirmAnswer,
  FirmQuery,
  IdentityAnswer,
  IdentityQuery,
  RegisterVerdict,
} from "../../contract/registers.ts";
import type { Instant } from "../../contract/values.ts";
import { withMessage } from "./check-texts.ts";

/** What the registers said; `silent`: asked and not answered; absent: there was nobody to ask about. */
export type RegisterWords = {
  readonly people?: IdentityAnswer | "silent" | undefined;
  readonly firms?: FirmAnswer | "silent" | undefined;
};

const partiesOf = ({ landlords, tenants, coOwners = [] }: FilingDraft): readonly Party[] => [
  ...landlords,
  ...tenants,
  ...coOwners,
];

/**
 * Whom the register of identities is asked about: parties, who acts for minors among them, and who
 * will live there (R812 8: real identities).
 *
 * @returns undefined when no natural person is named
 */
export function identityQuery(draft: FilingDraft): IdentityQuery | undefined {
  const persons: IdentityQuery["persons"] = [];
  const guardians: IdentityQuery["guardians"] = [];
  const add = ({ name, idType, idNumber }: IdentityQuery["persons"][number]): number =>
    persons.push({ name, idType, idNumber }) - 1;
  for (const party of partiesOf(draft)) {
    if (party.kind === "firm") continue;
    const of = add(party);
    if (party.guardian) guardians.push({ of, by: add(party.guardian) });
  }
  draft.lease.occupants.forEach(add);
  return persons.length === 0 ? undefined : { persons, guardians };
}

/**
 * Which firms the market register is asked about: those among the parties, and the broker, who must be
 * on record as one (R812 22).
 *
 * @returns undefined when no firm is named
 */
export function firmQuery(draft: FilingDraft): FirmQuery | undefined {
  const { broker } = draft.lease;
  const firms = [
    ...(broker ? [{ name: broker.name, uscc: broker.uscc, as: "BROKERAGE" as const }] : []),
    ...partiesOf(draft).flatMap(({ kind, name, idNumber }) =>
      kind === "firm" ? [{ name, uscc: idNumber, as: "PARTY" as const }] : [],
    ),
  ];
  return firms.length === 0 ? undefined : { firms };
}

/** Which of these checks a lease needs. */
export function neededRegisterChecks(draft: FilingDraft): readonly FilingCheckName[] {
  const people = identityQuery(draft);
  return [
    ...(people ? (["identity"] as const) : []),
    ...(people && people.guardians.length > 0 ? (["guardian"] as const) : []),
    ...(firmQuery(draft) ? (["firm"] as const) : []),
  ];
}

const POLICE = "identity-register";
const MARKET = "market-register";

/**
 * The checks by these registers. Only agreement of everyone asked about is agreement; silence is none
 * and goes to a person, the date of submission kept.
 *
 * @see R812 8; V03, V04, V06, V51
 */
export function registerChecks(
  draft: FilingDraft,
  { people, firms }: RegisterWords,
  at: Instant,
): readonly FilingCheck[] {
  const saying = (
    name: FilingCheckName,
    source: string,
    code: string,
    verdicts: readonly RegisterVerdict[] | "silent",
  ): FilingCheck => {
    if (verdicts === "silent")
      return withMessage({ name, verdict: "silent", code: "V51", source, at });
    const verdict = worstOf(verdicts);
    return withMessage({
      ...{ name, verdict, source, at },
      ...(verdict === "disagree" && { code }),
    });
  };
  return neededRegisterChecks(draft).map((name) => {
    if (name === "firm")
      return saying(name, MARKET, "V04", typeof firms === "object" ? firms.firms : "silent");
    if (name === "guardian")
      return saying(name, POLICE, "V06", typeof people === "object" ? people.guardians : "silent");
    return saying(name, POLICE, "V03", typeof people === "object" ? people.persons : "silent");
  });
}

const worstOf = (verdicts: readonly RegisterVerdict[]): RegisterVerdict => {
  if (verdicts.includes("disagree")) return "disagree";
  return verdicts.includes("unknown") ? "unknown" : "agree";
};
