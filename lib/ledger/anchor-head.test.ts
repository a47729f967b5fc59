import { generateKeyPairSync, randomUUID } from "node:crypto";
import { mkdtempSync } from "node:fs";
import type { RequestListener } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { addMinutes } from "date-fns/addMinutes";
import type postgres from "postgres";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ownDatabase } from "@/db/testing";
import { makeAuthority } from "@/e2e/files/make-authority";
import { anchorHead } from "./anchor-head";
import { checkStamp } from "./check-stamp";
import { lastHead } from "./keep-head";
import { numberLeaves } from "./number-leaves";
import { verifyLedger } from "./verify-ledger";

const key = generateKeyPairSync("ed25519").privateKey;
let tsa: Awaited<ReturnType<typeof makeAuthority>>;
let stranger: typeof tsa;
let url: string;
beforeAll(async () => {
  [tsa, stranger] = [await makeAuthority(), await makeAuthority("Others")];
  url = await tsa.serve();
});
afterAll(() => {
  tsa.end();
  stranger.end();
});

describe("a stamp", () => {
  const data = "test.daybook\n3\nroot\n";
  const bytes = Buffer.from(data);
  test("says when and who, and openssl agrees", async () => {
    const answer = tsa.stampData(data);
    const stamp = await checkStamp(answer, bytes, tsa.trusted);
    expect(stamp.authority).toBe("Test Stamps");
    expect(Math.abs(+stamp.at - Date.now())).toBeLessThan(30_000);
    expect(tsa.verify(answer, data)).toBe(true);
  });

  test("is refused over other bytes, from another authority, or when it is no stamp", async () => {
    const answer = tsa.stampData(data);
    await expect(checkStamp(answer, Buffer.from("x"), tsa.trusted)).rejects.toThrow(
      "something else",
    );
    await expect(checkStamp(answer, bytes, stranger.trusted)).rejects.toThrow("does not lead");
    await expect(checkStamp(answer, bytes, "")).rejects.toThrow("does not lead");
    await expect(checkStamp(Buffer.from("<html>"), bytes, tsa.trusted)).rejects.toThrow();
  });

  test("with any byte changed is refused, wherever openssl refuses it", async () => {
    const answer = tsa.stampData(data);
    for (let i = 0; i < answer.length; i += 9) {
      const wrong = Buffer.from(answer);
      wrong[i] = Number(wrong[i]) ^ 0x20;
      const taken = await checkStamp(wrong, bytes, tsa.trusted).then(
        () => true,
        () => false,
      );
      if (taken) expect(tsa.verify(wrong, data), `byte ${i}`).toBe(true);
    }
  }, 60_000);
});

describe("anchoring the last head", () => {
  let base: Awaited<ReturnType<typeof ownDatabase>>;
  let admin: postgres.Sql;
  let headFile: string;
  let now: Date;
  const grow = async () => {
    await admin`select sec.write_leaf(${randomUUID()}, 'system', 'system', 'case-viewed', 'case',
      ${randomUUID()}, null, 'summary', null)`;
    await numberLeaves(base.asSequencer(), { key, headFile }, now);
  };
  const anchor = (over: Partial<{ url: string; trusted: string }> = {}) =>
    anchorHead(base.asSequencer(), { url, trusted: tsa.trusted, everyMinutes: 60, ...over }, now);
  const tries = async () => (await admin`select failures, problem from anchor_tries`)[0];
  const read = (trusted: string | null = tsa.trusted) =>
    verifyLedger(base.asSequencer(), key, lastHead(headFile), trusted);

  beforeEach(async () => {
    base = await ownDatabase();
    admin = base.asSuperuser();
    now = new Date();
    headFile = join(mkdtempSync(join(tmpdir(), "daybook-head-")), "ledger-head");
    await admin`insert into installation (single, demo, origin, created_at)
      values (true, true, 'test.daybook', now())`;
    await grow();
  });
  afterEach(() => base.drop());

  test("keeps the stamp, verified, and asks again only when an hour has passed and it has grown", async () => {
    expect(await anchor()).toBe("stamped");
    expect(await anchor()).toBe("not yet");
    await grow();
    expect(await anchor()).toBe("not yet");
    now = addMinutes(now, 61);
    expect(await anchor()).toBe("stamped");
    expect((await tries())?.failures).toBe(0);
    now = addMinutes(now, 61);
    expect(await anchor()).toBe("not yet");
    const rows = await admin`select a.answer, a.authority, c.note from ledger_anchors a
      join ledger_checkpoints c using (size) order by size`;
    expect(rows.map((row) => [row.authority, tsa.verify(row.answer, row.note)])).toEqual([
      ["Test Stamps", true],
      ["Test Stamps", true],
    ]);
    expect(await read()).toMatchObject({ ok: true, size: 2, anchors: 2 });
    expect(await read(null)).toMatchObject({ ok: true, anchors: 0 });
  });

  test("two workers at once ask once", async () => {
    const done = await Promise.all([anchor(), anchor(), anchor()]);
    expect(done.toSorted()).toEqual(["not yet", "not yet", "stamped"]);
  });

  const bad: [string, RequestListener, string][] = [
    ["refuses", (_q, a) => a.writeHead(503).end(), "answered with 503"],
    [
      "sends a page",
      (_q, a) => a.writeHead(200, { "content-type": "text/html" }).end("hi"),
      "instead of a stamp",
    ],
    ["sends us elsewhere", (_q, a) => a.writeHead(307, { location: url }).end(), "did not answer"],
    [
      "sends rubbish",
      (_q, a) => a.writeHead(200, { "content-type": "application/timestamp-reply" }).end("rubbish"),
      "was refused",
    ],
    [
      "sends without end",
      (_q, a) => {
        a.writeHead(200, { "content-type": "application/timestamp-reply" });
        const more = () => a.destroyed || a.write(Buffer.alloc(9000), more);
        more();
      },
      "too long",
    ],
    [
      "answers with an old stamp",
      (_q, a) => a.writeHead(200, { "content-type": "application/timestamp-reply" }).end(old),
      "refused",
    ],
  ];
  let old: Buffer;
  test.each(bad)(
    "an authority that %s: said, and tried again a little later",
    async (_name, answer, words) => {
      const [head] = await admin`select note from ledger_checkpoints`;
      old = tsa.stampData(String(head?.note));
      const wrong = { url: await tsa.serve(answer) };
      expect(await anchor(wrong)).toBe("failed");
      expect(await tries()).toMatchObject({ failures: 1, problem: expect.stringContaining(words) });
      expect(await anchor()).toBe("not yet");
      now = addMinutes(now, 2);
      expect(await anchor(wrong)).toBe("failed");
      now = addMinutes(now, 2);
      expect(await anchor()).toBe("not yet");
      now = addMinutes(now, 2);
      expect(await anchor()).toBe("stamped");
      expect((await tries())?.failures).toBe(0);
    },
  );

  test("an authority that is not the one that is trusted, or is away", async () => {
    expect(await anchor({ url: await stranger.serve() })).toBe("failed");
    expect((await tries())?.problem).toContain("trusted here");
    now = addMinutes(now, 3);
    expect(await anchor({ url: "http://127.0.0.1:1/" })).toBe("failed");
    expect(await admin`select 1 from ledger_anchors`).toHaveLength(0);
  });

  test("a clock that is wrong is said, and the stamp is kept", async () => {
    now = addMinutes(now, 90);
    expect(await anchor()).toBe("stamped");
    expect((await tries())?.problem).toContain("apart");
  });

  test.each([
    ["the answer", "answer = set_byte(answer, 900, (get_byte(answer, 900) + 1) % 256)"],
    ["its time", "stamped_at = stamped_at - interval '1 day'"],
    ["its head", "size = 1"],
  ])("%s changed afterwards: the verifier says at which head", async (_name, change) => {
    await grow();
    expect(await anchor()).toBe("stamped");
    await admin`set session_replication_role = replica`;
    await admin.unsafe(`update ledger_anchors set ${change}`);
    expect(await read()).toMatchObject({ ok: false, kind: "bad stamp" });
  });
});
