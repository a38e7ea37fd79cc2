import { FilingDraft } from "../../../shared/contract/filing.ts";
import { Lease, Unit } from "../../../shared/contract/lease.ts";
import { anIdNumber, aPerson } from "./people.ts";

const unit = {
  flatId: "QZFZ00000001",
  regionCode: "350503",
  standardAddressCode: "3505030010010001",
  building: "泉州市丰泽区示范小区3号楼",
  address: "泉州市丰泽区示范小区3号楼1201室",
  titleCertNo: "闽(2023)泉州市不动产权第0000001号",
  titleType: "REAL_ESTATE_CERT",
  landNature: "STATE",
  areaM2: 60,
  rooms: 2,
  layout: "2-1-1",
  wholeOrRoom: "WHOLE",
  spaceKind: "DWELLING",
} as const;

/** A valid unit; say only what the test is about. `roomId` makes it a room. */
export const aUnit = (but: Partial<Unit> = {}): Unit =>
  Unit.parse({
    ...unit,
    ...(but.roomId !== undefined && { wholeOrRoom: "ROOM", spaceKind: "BEDROOM" }),
    ...but,
  });

export const aLease = (but: Partial<Lease> = {}): Lease =>
  Lease.parse({
    unit: aUnit(),
    use: "RESIDENTIAL",
    signedOn: "2026-02-25",
    from: "2026-03-01",
    until: "2027-02-28",
    monthlyRentFen: 180_000,
    payCycle: "MONTHLY",
    occupants: [],
    ...but,
  });

export const aDraft = (but: Partial<FilingDraft> = {}): FilingDraft =>
  FilingDraft.parse({
    jurisdiction: "350503",
    filerRole: "LANDLORD",
    signing: "ONLINE",
    landlords: [aPerson()],
    tenants: [
      aPerson({ name: "陈思远", idNumber: anIdNumber("19910223", 905), phone: "13800005678" }),
    ],
    lease: aLease(),
    ...but,
  });
