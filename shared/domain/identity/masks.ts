/** Masks of personal data for lists and the other side (domain rulebook 11). Never a birth date. */
import type { Party, PartyView } from "../../contract/identity.ts";
import type { Occupant, OccupantView } from "../../contract/lease.ts";

/** 张三 → 张*, 张三三 → 张*三, 欧阳秀兰 → 欧*兰: first and last code point stay; one alone is hidden. */
export function maskName(name: string): string {
  const characters = Array.from(name);
  const first = characters[0] ?? "";
  if (characters.length < 2) return "*";
  if (characters.length === 2) return `${first}*`;
  return `${first}*${characters.at(-1) ?? ""}`;
}

/**
 * 3 + 11 stars + 4 for the numbers of 18 characters. Shorter ones keep less: their last four may
 * hold a day of birth or be half the number.
 */
export function maskIdNumber(idNumber: string): string {
  if (idNumber.length === 18)
    return `${idNumber.slice(0, 3)}${"*".repeat(11)}${idNumber.slice(14)}`;
  const shown = idNumber.length >= 8 ? 2 : 1;
  return (
    idNumber.slice(0, shown) + "*".repeat(idNumber.length - 2 * shown) + idNumber.slice(-shown)
  );
}

/** 13800001234 → 138****1234. */
export const maskPhone = (phone: string): string => `${phone.slice(0, 3)}****${phone.slice(-4)}`;

/** A party as the other side sees it. A firm's name and credit code are public; its agent's phone is not. */
export const maskedParty = (party: Party): PartyView => ({
  kind: party.kind,
  name: party.kind === "firm" ? party.name : maskName(party.name),
  idType: party.idType,
  idNumber: party.kind === "firm" ? party.idNumber : maskIdNumber(party.idNumber),
  ...(party.phone !== undefined && { phone: maskPhone(party.phone) }),
  ...(party.share !== undefined && { share: party.share }),
  ...(party.kind === "person" &&
    party.guardian && {
      guardian: {
        ...party.guardian,
        name: maskName(party.guardian.name),
        idNumber: maskIdNumber(party.guardian.idNumber),
        phone: maskPhone(party.guardian.phone),
      },
    }),
});

/** A party as they see themselves, and as the bureau does. */
export const plainParty = ({
  kind,
  name,
  idType,
  idNumber,
  phone,
  share,
  ...more
}: Party): PartyView => ({
  kind,
  name,
  idType,
  idNumber,
  ...(phone !== undefined && { phone }),
  ...(share !== undefined && { share }),
  ...("guardian" in more && more.guardian && { guardian: more.guardian }),
});

export const maskedOccupant = (occupant: Occupant): OccupantView => ({
  ...occupant,
  name: maskName(occupant.name),
  idNumber: maskIdNumber(occupant.idNumber),
});
