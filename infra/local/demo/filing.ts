import * as z from "zod";
import { addDays, addYears } from "../../../shared/domain/calendar/days.ts";
import { personOfKey } from "../people.ts";
import type { DemoClient } from "./client.ts";
import { eventually, type Play } from "./play.ts";

const Standing = z.object({ id: z.string(), state: z.string(), termsDigest: z.string() });
const Sheet = z.object({
  certificate: z.object({ certificateNo: z.string(), code: z.string() }),
});
const Facts = z.object({ status: z.string() });

/** A party as the parties write each other into a lease. */
export function party(key: string) {
  const person = personOfKey(key);
  if (!person) throw new Error(`No demo person ${key}`);
  const { name, idType, idNumber, phone } = person;
  return { kind: "person", name, idType, idNumber, phone } as const;
}

/** A lease between two demo people, from tomorrow, of a flat that no earlier run let. */
function leaseOf(run: number, today: string) {
  const no = String(run).padStart(4, "0");
  return {
    jurisdiction: "350503",
    filerRole: "LANDLORD",
    signing: "ONLINE",
    landlords: [party("landlord-lin")],
    tenants: [party("tenant-chen")],
    lease: {
      unit: {
        flatId: `3505030010018${no}`,
        regionCode: "350503",
        standardAddressCode: `35050300100188${no}`,
        building: "泉州市丰泽区刺桐路88号1幢",
        address: `泉州市丰泽区刺桐路88号1幢${no}室`,
        realEstateUnitNo: `350503001002GB00001F0088${no}`,
        titleCertNo: `闽(2023)泉州市不动产权第088${no}号`,
        titleType: "REAL_ESTATE_CERT",
        landNature: "STATE",
        areaM2: 88.5,
        rooms: 3,
        layout: "3-1-1",
        wholeOrRoom: "WHOLE",
        spaceKind: "DWELLING",
      },
      use: "RESIDENTIAL",
      signedOn: today,
      from: addDays(today, 1),
      until: addYears(today, 1),
      monthlyRentFen: 260_000,
      payCycle: "MONTHLY",
      occupants: [],
    },
  };
}

/** A lease is drafted, sent, pointed at, corrected, signed by both, filed, and checked by a stranger. */
export async function fileALease(client: DemoClient, play: Play, today: string): Promise<void> {
  const { origin } = client;
  await client.signIn({ people: ["landlord-lin", "tenant-chen"] });
  const draft = leaseOf(play.run, today);
  const drafted = await play.step("filing-drafted", Standing, () =>
    client.post("/api/filings", Standing, { as: "landlord-lin", once: "draft", body: draft }),
  );
  const path = `/api/filings/${drafted.id}`;
  play.say("房东起草租赁合同 A landlord drafts a lease", `${origin}${path}`);

  await play.step("filing-sent", Standing, () =>
    client.post(`${path}/send`, Standing, {
      as: "landlord-lin",
      once: "send",
      body: { termsDigest: drafted.termsDigest, submitWhenSigned: true },
    }),
  );
  play.say(
    "房东签署并发送，承租人收到短信 Signed and sent; the tenant gets a text",
    `${origin}/dev/outbox`,
  );
  await play.step("filing-signed", Standing, () =>
    client.post(`${path}/signatures`, Standing, {
      as: "tenant-chen",
      once: "sign",
      body: { termsDigest: drafted.termsDigest },
    }),
  );
  const { certificate } = await eventually(client, () =>
    client.get(`${path}/certificate`, Sheet, { as: "tenant-chen" }),
  );
  const { certificateNo, code } = certificate;
  play.say(
    `承租人签署，自动核验通过，当场备案 Checked and filed at once: ${certificateNo}`,
    `${origin}${path}/certificate`,
  );
  const { status } = await client.post("/api/certificate-checks", Facts, {
    body: { certificateNo, code },
  });
  play.say(
    `任何人凭编号和验证码查验 Anyone checks it by number and code: ${status}`,
    `${origin}/certificates/`,
  );
}
