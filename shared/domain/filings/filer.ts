/** In whose name a filing is made, by what right, and whether the law obliges them to. */
import type { FilerCapacity, FilingDuty, LegalArticleCode } from "../../contract/filer.ts";
import type { FilingDraft, LegalBasis } from "../../contract/filing.ts";
import type { MandateId } from "../../contract/ids.ts";
import type { Actor, PartyHashes } from "./facts.ts";

/** Who files, as it is kept with the filing. */
export type Filer = {
  readonly capacity: FilerCapacity;
  readonly duty: FilingDuty;
  readonly articles: readonly LegalArticleCode[];
  readonly mandateId?: MandateId | undefined;
};

type Role = FilingDraft["filerRole"];

export const BASIS = {
  LANDLORD: "R812-8-LANDLORD",
  TENANT: "R812-8-TENANT",
  BROKER: "R812-27-BROKER",
  OPERATOR: "O11-18-OPERATOR",
} as const satisfies Record<Role, LegalBasis>;

/** The landlord must file, the tenant may; who brokered or operates must. */
const DUTY = {
  LANDLORD: { duty: "MUST", articles: ["R812-8", "O6-14"] },
  TENANT: { duty: "MAY", articles: ["R812-8"] },
  BROKER: { duty: "MUST", articles: ["R812-27"] },
  OPERATOR: { duty: "MUST", articles: ["O11-18"] },
} as const satisfies Record<Role, { duty: FilingDuty; articles: readonly LegalArticleCode[] }>;

/** What lets someone else act in the filer's place. */
const BY: Readonly<Record<FilerCapacity, readonly LegalArticleCode[]>> = {
  SELF: [],
  FIRM: ["CC-170"],
  AGENT: ["O6-14", "CC-161"],
  GUARDIAN: ["CC-23"],
  COUNTER: [],
};

/**
 * Who files with a draft: duty and articles by role and capacity. An enterprise has the landlord's
 * duties by an article of its own.
 *
 * @see R812 8, 14, 27; O6 14; O11 18; CC 23, 161, 170
 */
export function filerOf(
  { filerRole, landlords }: Pick<FilingDraft, "filerRole" | "landlords">,
  { capacity, mandateId }: Pick<Filer, "capacity" | "mandateId"> = { capacity: "SELF" },
): Filer {
  const { duty, articles } = DUTY[filerRole];
  const isEnterprise = filerRole === "LANDLORD" && landlords.some(({ kind }) => kind === "firm");
  const all: readonly LegalArticleCode[] = [
    ...articles,
    ...(isEnterprise ? (["R812-14"] as const) : []),
    ...BY[capacity],
  ];
  return {
    capacity,
    duty,
    articles: [...new Set(all)],
    ...(mandateId !== undefined && { mandateId }),
  };
}

/**
 * In whose name the actor files in this role: the identity among theirs that entitles them.
 *
 * @returns undefined when none does
 */
export function principalOf(
  filerRole: Role,
  { landlords, tenants, broker }: Omit<PartyHashes, "drafter">,
  actor: Actor,
):
  | {
      readonly hash: string;
      readonly capacity: FilerCapacity;
      readonly mandateId?: MandateId | undefined;
    }
  | undefined {
  const entitled = {
    LANDLORD: landlords,
    TENANT: tenants,
    BROKER: broker === undefined ? [] : [broker],
    OPERATOR: landlords,
  }[filerRole];
  const hash = actor.identities.find((one) => entitled.includes(one));
  if (hash === undefined) return undefined;
  const by = actor.actsFor?.find(({ of }) => of === hash);
  return {
    hash,
    capacity: by?.capacity ?? "SELF",
    ...(by?.mandateId !== undefined && { mandateId: by.mandateId }),
  };
}
