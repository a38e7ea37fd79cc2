import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import * as fc from "fast-check";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  AgencyAnswer,
  BulletinDraw,
  FirmAnswer,
  IdentityAnswer,
  TextList,
  TitleAnswer,
} from "../../shared/contract/registers.ts";
import { agencies } from "../../infra/local/simulators/agencies.ts";
import { bulletin } from "../../infra/local/simulators/bulletin.ts";
import { identityRegister } from "../../infra/local/simulators/identity-register.ts";
import { marketRegister } from "../../infra/local/simulators/market-register.ts";
import {
  firstIssueFrom,
  issueOfNumber,
  issueOn,
} from "../../infra/local/simulators/kl8-schedule.ts";
import { serve } from "../../infra/local/simulators/service.ts";
import type { Simulator } from "../../infra/local/simulators/service.ts";
import { sms } from "../../infra/local/simulators/sms.ts";
import { titleRegister } from "../../infra/local/simulators/title-register.ts";

const folder = mkdtempSync(join(tmpdir(), "quanju-simulators-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

let now = Date.parse("2026-11-20T02:00:00Z");
const clock = () => Promise.resolve(now);

let url = "";
let close: () => Promise<void>;
const start = async (simulator: Simulator): Promise<void> => {
  const served = await serve(simulator, 0);
  url = `http://127.0.0.1:${served.port}`;
  close = served.close;
};
afterEach(() => close());

const post = (path: string, body: unknown): Promise<Response> =>
  fetch(`${url}${path}`, { method: "POST", body: JSON.stringify(body) });
const script = (line: unknown) => post("/script", line);
const counts = async () =>
  ((await (await fetch(`${url}/script`)).json()) as { counts: Record<string, number> }).counts;

const lin = { name: "林建国", idType: "RESIDENT_ID", idNumber: "350599196803129016" };
const query = {
  titleCertNo: "闽(2023)泉州市不动产权第0000001号",
  realEstateUnitNo: "350599001002GB00001F00010001",
  holders: [lin],
};

describe("the register of identities", () => {
  beforeEach(() => start(identityRegister(clock)));
  const ask = async (guardians: readonly { of: number; by: number }[] = []) => {
    const other = { ...lin, name: "陈思远", idNumber: "350599199102239056" };
    const answer = await post("/identities/query", { persons: [lin, other], guardians });
    return IdentityAnswer.parse(await answer.json());
  };

  it("agrees with everyone, and does as scripted for the first of those asked about", async () => {
    const guardians = [{ of: 0, by: 1 }];
    expect(await ask(guardians)).toMatchObject({
      persons: ["agree", "agree"],
      guardians: ["agree"],
    });
    await script({ key: lin.idNumber, as: "disagree" });
    expect(await ask(guardians)).toMatchObject({
      persons: ["disagree", "agree"],
      guardians: ["disagree"],
    });
    await script({ key: lin.idNumber, as: "lie" });
    expect((await ask()).persons).toEqual(["agree"]);
    expect(await counts()).toMatchObject({ usual: 1, disagree: 1, lie: 1 });
  });

  it("refuses what is no question", async () => {
    expect((await post("/identities/query", { persons: [], guardians: [] })).status).toBe(422);
  });
});

describe("the market register", () => {
  beforeEach(() => start(marketRegister(clock)));
  const firm = { name: "泉州安居住房租赁有限公司", uscc: "91350599MA0AJ0018M", as: "PARTY" };
  const ask = async () =>
    FirmAnswer.parse(await (await post("/firms/query", { firms: [firm, firm] })).json()).firms;

  it("agrees, and does as scripted for the first firm asked about", async () => {
    expect(await ask()).toEqual(["agree", "agree"]);
    await script({ key: firm.uscc, as: "unknown" });
    expect(await ask()).toEqual(["unknown", "agree"]);
    await script({ key: firm.uscc, as: "lie" });
    expect(await ask()).toEqual(["agree"]);
  });

  it("refuses what is no question", async () => {
    const wrong = { firms: [{ ...firm, uscc: "short" }] };
    expect((await post("/firms/query", wrong)).status).toBe(422);
  });
});

describe("the title register", () => {
  beforeEach(() => start(titleRegister(clock)));
  const ask = async (but: object = {}) =>
    TitleAnswer.parse(await (await post("/titles/query", { ...query, ...but })).json());

  it("agrees, and says whose the land is by the unit number", async () => {
    expect(await ask()).toMatchObject({
      verdict: "agree",
      facts: { holderCount: 1, landNature: "STATE", use: "RESIDENTIAL", blocked: false },
    });
    const village = await ask({ realEstateUnitNo: "350599001002JB00001F00010001" });
    expect(village.facts?.landNature).toBe("COLLECTIVE");
  });

  it("does not know certificates of the old form", async () => {
    const answer = await ask({ titleCertNo: "泉房权证丰泽字第1234号" });
    expect(answer).toEqual({ verdict: "unknown", at: expect.any(String) as string });
  });

  it("knows homes of two, and disagrees until both are named", async () => {
    const titleCertNo = "闽(2023)泉州市不动产权第9900001号";
    expect(await ask({ titleCertNo })).toMatchObject({
      verdict: "disagree",
      facts: { holderCount: 2 },
    });
    const both = [lin, { ...lin, name: "欧阳秀兰", idNumber: "350599197209059021" }];
    expect((await ask({ titleCertNo, holders: both })).verdict).toBe("agree");
  });

  it("does as scripted for one case, then for all, and counts it", async () => {
    await script({ key: query.titleCertNo, as: "disagree" });
    expect((await ask()).verdict).toBe("disagree");
    expect((await ask({ titleCertNo: "闽(2023)泉州市不动产权第0000002号" })).verdict).toBe("agree");

    await script({ key: query.titleCertNo, as: "usual" });
    await script({ as: "unknown", times: 2 });
    expect([(await ask()).verdict, (await ask()).verdict, (await ask()).verdict]).toEqual([
      "unknown",
      "unknown",
      "agree",
    ]);
    await script({ as: "lie" });
    expect((await ask()).facts).toMatchObject({ holderCount: 2, blocked: true });
    expect(await counts()).toEqual({ disagree: 1, usual: 2, unknown: 2, lie: 1 });
  });

  it("can be slow, down, broken, garbled, or cut the line", async () => {
    await script({ as: "slow", ms: 80 });
    const began = performance.now();
    expect((await ask()).verdict).toBe("agree");
    expect(performance.now() - began).toBeGreaterThan(75);
    for (const as of ["down", "cut"]) {
      await script({ as });
      await expect(post("/titles/query", query)).rejects.toThrow("fetch failed");
    }
    await script({ as: "broken" });
    expect((await post("/titles/query", query)).status).toBe(500);
    await script({ as: "garbled" });
    const garbled: unknown = await (await post("/titles/query", query)).json();
    expect(TitleAnswer.safeParse(garbled).success).toBe(false);
    await fetch(`${url}/script`, { method: "DELETE" });
    expect((await ask()).verdict).toBe("agree");
  });

  it("refuses what is not asked as agreed", async () => {
    const wrong = await post("/titles/query", { ...query, holders: [], extra: 1 });
    expect(wrong.status).toBe(422);
    expect(((await wrong.json()) as { pointers: string[] }).pointers).toContain("/holders");
    expect((await fetch(`${url}/titles/query`, { method: "POST", body: "{" })).status).toBe(400);
    expect((await post("/elsewhere", query)).status).toBe(404);
    expect((await script({ as: "slow" })).status).toBe(422);
    expect((await script({ as: "sleepy" })).status).toBe(422);
  });
});

describe("the agencies", () => {
  beforeEach(() => start(agencies(clock)));
  const ask = async (agency: string, applicationId = "a1") => {
    const answer = await post("/checks", { applicationId, agency, members: [lin, lin] });
    return AgencyAnswer.parse(await answer.json());
  };

  it("agree for every member, unless one of them is told otherwise for one case", async () => {
    expect(await ask("income")).toMatchObject({ verdict: "agree", members: ["agree", "agree"] });
    await script({ key: "other-housing/a1", as: "disagree" });
    expect(await ask("other-housing")).toMatchObject({
      verdict: "disagree",
      members: ["disagree", "agree"],
    });
    expect((await ask("other-housing", "a2")).verdict).toBe("agree");
    await script({ as: "unknown" });
    expect((await ask("civil-affairs")).verdict).toBe("unknown");
    await script({ as: "lie" });
    expect(await ask("income")).toMatchObject({ verdict: "agree", members: ["disagree", "agree"] });
  });
});

describe("the schedule of kl8", () => {
  it("has one issue a day, at 21:30 in Quanzhou", () => {
    expect(issueOn("2026-01-01")).toEqual({ issue: "2026001", at: 1767274200 });
    expect(new Date(issueOn("2026-01-01").at * 1000).toISOString()).toBe(
      "2026-01-01T13:30:00.000Z",
    );
    expect(issueOn("2028-12-31").issue).toBe("2028366");
    expect(() => issueOn("2026-02-29")).toThrow(RangeError);
    expect(() => issueOn("tomorrow")).toThrow(RangeError);
  });

  it("numbers go back to their day, and only real ones", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1_700_000_000, max: 2_500_000_000 }), (instant) => {
        const issue = firstIssueFrom(instant);
        expect(issue.at).toBeGreaterThanOrEqual(instant);
        expect(issue.at - instant).toBeLessThan(86_400);
        expect(issueOfNumber(issue.issue)).toEqual(issue);
        expect(firstIssueFrom(issue.at)).toEqual(issue);
        const day = new Date((issue.at + 8 * 3600) * 1000).toISOString().slice(0, 10);
        expect(issueOn(day)).toEqual(issue);
      }),
    );
    for (const wrong of ["2026000", "2026366", "2026", "1999001", "x"]) {
      expect(issueOfNumber(wrong)).toBeUndefined();
    }
  });
});

describe("the lottery bulletin", () => {
  const { issue, at } = issueOn("2026-11-20");
  const data = join(folder, "bulletin");
  beforeEach(() => start(bulletin(data, clock)));
  const read = async (path = issue) => {
    const answer = await fetch(`${url}/kl8/${path}`);
    return answer.ok ? BulletinDraw.parse(await answer.json()) : answer.status;
  };

  it("knows no numbers before the drawing time", async () => {
    now = at * 1000 - 1;
    expect(await read()).toBe(404);
    expect(() => statSync(join(data, "kl8.json"))).toThrow();
  });

  it("then has 20 of 80, ascending, the same for everyone and after a restart", async () => {
    now = at * 1000;
    const readings = await Promise.all([read(), read(), read(`${issue}?at=${at}`)]);
    const [first] = readings;
    if (typeof first !== "object") throw new Error("no draw");
    expect(readings).toEqual([first, first, first]);
    const balls = first.numbers.split(",");
    expect(new Set(balls).size).toBe(20);
    expect(balls).toEqual([...balls].sort());
    expect(balls.every((ball) => Number(ball) >= 1 && Number(ball) <= 80)).toBe(true);
    expect(first.drawnAt).toBe("2026-11-20T13:30:00.000Z");

    await close();
    await start(bulletin(data, clock));
    expect(await read()).toEqual(first);
    await script({ key: issue, as: "lie", times: 1 });
    const lie = await read();
    expect(lie).not.toEqual(first);
    expect(await read()).toEqual(first);
  });

  it("refuses another drawing time and an issue that no day has", async () => {
    expect(await read(`${issue}?at=${at + 60}`)).toBe(404);
    expect(await read("2026366")).toBe(404);
    expect(await read("2026")).toBe(404);
  });
});

describe("the text-message provider", () => {
  const data = join(folder, "sms");
  beforeEach(() => start(sms(data, clock)));
  const message = { id: "m1", to: "19905990005", text: "您的合同待确认" };
  const list = async (limit = "") =>
    TextList.parse(await (await fetch(`${url}/messages${limit}`)).json()).messages;

  it("takes one id once, however often it is sent", async () => {
    const answers = await Promise.all([1, 2, 3].map(() => post("/messages", message)));
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
    expect(await list()).toHaveLength(1);
    expect((await post("/messages", { ...message, text: "另一条" })).status).toBe(409);
    expect((await post("/messages", { ...message, to: "12345" })).status).toBe(422);
  });

  it("keeps what it took, newest first, through a kill in the middle of a line", async () => {
    await script({ key: "m2", as: "cut", times: 1 });
    await expect(post("/messages", { ...message, id: "m2" })).rejects.toThrow("fetch failed");
    await script({ key: "m3", as: "lie" });
    expect((await post("/messages", { ...message, id: "m3" })).status).toBe(202);
    await close();
    appendFileSync(join(data, "messages.jsonl"), `{"id":"m9","to":"199`);
    await start(sms(data, clock));
    expect((await list()).map(({ id }) => id)).toEqual(["m2", "m1"]);
    expect((await list("?limit=1")).map(({ id }) => id)).toEqual(["m2"]);
    expect((await fetch(`${url}/messages?limit=-1`)).status).toBe(422);
    await post("/messages", { ...message, id: "m4" });
    expect((await list()).map(({ id }) => id)).toEqual(["m4", "m2", "m1"]);
    expect(statSync(join(data, "messages.jsonl")).mode & 0o777).toBe(0o600);
  });
});

describe("a simulator as a process", () => {
  it("says when it is ready, asks the movable clock, and ends when its starter does", async () => {
    const time = createServer((_request, response) => {
      response.end(JSON.stringify({ now: "2026-11-21T13:30:00Z" }));
    }).listen(0, "127.0.0.1");
    await once(time, "listening");
    const address = time.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    const program = new URL("../../infra/local/simulators/bulletin.ts", import.meta.url).pathname;
    const child = spawn(process.execPath, [program], {
      stdio: ["pipe", "pipe", "inherit"],
      env: {
        ...process.env,
        PORT: "0",
        CLOCK_URL: `http://127.0.0.1:${address.port}/`,
        QUANJU_SIMULATOR_DATA: join(folder, "process"),
      },
    });
    const [line] = (await once(createInterface(child.stdout), "line")) as [string];
    expect(line).toMatch(/^ready \d+$/);
    const base = `http://127.0.0.1:${line.slice("ready ".length)}`;
    expect((await fetch(`${base}/kl8/${issueOn("2026-11-21").issue}`)).status).toBe(200);
    expect((await fetch(`${base}/kl8/${issueOn("2026-11-22").issue}`)).status).toBe(404);
    child.stdin.end();
    expect(await once(child, "exit")).toEqual([0, null]);
    time.close();
    time.closeAllConnections();
    close = () => Promise.resolve();
  });
});
