import { describe, expect, it } from "vitest";
import { examine, type Item } from "../../infra/local/trials/end-state.ts";
import { auditHash, type Act } from "../../shared/store/audit.ts";

const NOW = "2026-06-01T00:00:00.000Z";
const act: Act = {
  ...{ actor: "system", role: "system", action: "test", at: NOW },
  outcome: "DONE",
};
const broken = (...items: Item[]): readonly string[] => examine(items, NOW).broken;
const entry = (pk: string, seq: number, prev: string): Item => ({
  ...{ pk, sk: `AUDIT#${String(seq).padStart(8, "0")}`, seq, prev },
  ...{ hash: auditHash(seq, prev, act), ...act },
});
const GENESIS = "0".repeat(64);
const first = entry("FILING#F1", 1, GENESIS);
const second = entry("FILING#F1", 2, String(first.hash));
const filing = (but: object = {}): Item => ({
  ...{ pk: "FILING#F1", sk: "HEAD", version: 2, auditHead: second.hash, state: "DRAFT" },
  ...but,
});
const log = (size: number, published = size): Item => ({ pk: "LOG", sk: "HEAD", size, published });
const logged = (index: number, document: object): Item => ({
  ...{ pk: "LOG", sk: `ENTRY#${String(index).padStart(10, "0")}`, index },
  text: JSON.stringify(document),
});

describe("looking through a table for what is broken", () => {
  it("finds nothing in an empty one, or in a whole chain", () => {
    expect(broken()).toEqual([]);
    expect(broken(filing(), first, second)).toEqual([]);
  });

  it("finds a chain that lacks an entry, has a changed one, or ends elsewhere", () => {
    expect(broken(filing(), first)).toHaveLength(1);
    expect(broken(filing(), first, { ...second, outcome: "OTHER" })).toHaveLength(1);
    expect(broken(filing({ auditHead: GENESIS }), first, second)).toHaveLength(1);
  });

  it("finds a log with a gap, a double, or an end that is not public", () => {
    const notice = { drawId: "d", type: "pvl1/notice" };
    const freeze = (version: number) => ({ drawId: "d", type: "pvl1/freeze", version });
    const good = [logged(0, notice), logged(1, freeze(1)), logged(2, freeze(2))];
    expect(broken(log(3), ...good)).toEqual([]);
    expect(broken(log(3, 2), ...good)).toHaveLength(1);
    expect(broken(log(3), ...good.slice(0, 2))).toHaveLength(1);
    expect(broken(log(2), logged(0, notice), logged(1, notice))).toHaveLength(1);
  });

  it("finds numbers given twice or left out, homes let twice, leases without certificate", () => {
    const waiting = (id: string, waitingNo: number): Item => ({
      ...{ pk: `APPLICATION#${id}`, sk: "HEAD", jurisdiction: "350503", programme: "PRH" },
      ...{ queueOf: "ORDINARY", waitingNo, state: "WAITLISTED" },
    });
    const list = { pk: "WAITLIST#350503#PRH#ORDINARY", sk: "HEAD", given: 2 };
    expect(broken(list, waiting("A1", 1), waiting("A2", 2))).toEqual([]);
    expect(broken(list, waiting("A1", 1), waiting("A2", 1))).toHaveLength(1);
    expect(broken(list, waiting("A1", 1), waiting("A2", 3))).toHaveLength(1);

    const allocation = (id: string, receipt: string): Item => ({
      ...{ pk: `ALLOCATION#${id}`, sk: "HEAD", drawId: "d", schemeId: "s", receipt },
      ...{ home: { homeId: "H-1" }, state: "SELECTED" },
    });
    const turn = { pk: "TURN#d#A", sk: "HEAD", drawId: "d", order: ["R1", "R2"], next: 2 };
    const taken = { pk: "SCHEME#s", sk: "HOME#H-1", schemeId: "s", state: "TAKEN" };
    expect(broken(turn, taken, allocation("L1", "R1"))).toEqual([]);
    expect(broken(turn, taken)).toHaveLength(2);
    expect(broken(turn, taken, allocation("L1", "R1"), allocation("L2", "R2"))).not.toEqual([]);

    const filed = filing({ state: "FILED", certificate: { certificateNo: "1" } });
    const certificate = { pk: "CERTIFICATE#1", sk: "HEAD", filingId: "F1" };
    expect(broken(filed, first, second, certificate)).toEqual([]);
    expect(broken(filed, first, second)).toHaveLength(1);
    const another = { ...certificate, pk: "CERTIFICATE#2" };
    expect(broken(filed, first, second, certificate, another)).not.toEqual([]);
  });

  it("finds what is due and not done, and cases that wait for nobody", () => {
    const due = { pk: "NOTICE#x", sk: "HEAD", dueAt: "2026-05-31T23:59:59.999Z" };
    expect(broken(due)).toHaveLength(1);
    expect(broken({ ...due, dueAt: "2026-06-01T00:00:00.001Z" })).toEqual([]);
    expect(broken({ pk: "APPLICATION#A1", sk: "HEAD", state: "INTENT" })).toHaveLength(1);
  });
});
