import { AsyncLocalStorage } from "node:async_hooks";
import dns from "node:dns";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Socket } from "node:net";
import { NextRequest } from "next/server";
import { createRouteHandler, createUploadthing } from "uploadthing/next";
import { describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { withScope } from "@/db/scope";
import { addPerson, asOwner, makeSchool, signInAs } from "@/db/testing";
import { startDraft } from "@/lib/reports/start-draft";
import { announceUpload, bindKeys } from "./announce-upload";
import { findUpload } from "./receive-upload";
import { ownAddresses, uploadHandler } from "./route-uploads";
import { ingestOrigin, ingestPath, readSignedUrl, signPayload, uploadToken } from "./sign-upload";

const announcing = (body: unknown) =>
  new NextRequest("http://localhost:3000/api/uploadthing?actionType=upload&slug=evidence", {
    method: "POST",
    body: JSON.stringify(body),
    headers: { "content-type": "application/json", "x-uploadthing-package": "daybook" },
  });
const file = (name: string) => ({ name, size: 1000, type: "image/png", lastModified: 1 });

/** Lets everybody who waits go on from one and the same event, as one database reply would. */
function batchingGate() {
  let waiting: (() => void)[] = [];
  setInterval(() => {
    const now = waiting;
    waiting = [];
    for (const go of now) go();
  }, 2).unref();
  return () => new Promise<void>((go) => waiting.push(go));
}

describe("who is asking", () => {
  test("stays with its request when many are answered by one event", async () => {
    // CVE-2026-32887: with effect before 3.20 the context of another request is seen in here.
    const asking = new AsyncLocalStorage<string>();
    const gate = batchingGate();
    const seen: [said: string, saw: string | undefined][] = [];
    const f = createUploadthing();
    const router = {
      evidence: f({ blob: { maxFileSize: "32MB" } })
        .input(z.object({ who: z.string() }).transform(async (v) => gate().then(() => v)))
        .middleware(({ input }) => {
          seen.push([input.who, asking.getStore()]);
          return {};
        })
        .onUploadComplete(() => {}),
    };
    const handler = createRouteHandler({
      router,
      config: {
        token: uploadToken(),
        isDev: false,
        ingestUrl: "https://ingest.invalid",
        callbackUrl: "https://ingest.invalid",
        handleDaemonPromise: "await",
        logLevel: "Error",
        fetch: async () => Response.json({ ok: true }),
      },
    });
    for (let round = 0; round < 50; round++) {
      await Promise.all(
        Array.from({ length: 64 }, (_, i) => {
          const who = `${round}-${i}`;
          const request = announcing({ files: [file("a.png")], input: { who } });
          return asking.run(who, () => handler.POST(request));
        }),
      );
    }
    expect(seen).toHaveLength(50 * 64);
    expect(seen.filter(([said, saw]) => said !== saw)).toEqual([]);
  }, 240_000);

  test("the library that mixed requests up is at a version that does not", () => {
    const from = createRequire(createRequire(import.meta.url).resolve("uploadthing/server"));
    const at = from.resolve("effect").replace(/effect\/dist.*/, "effect/package.json");
    const [major = 0, minor = 0] = JSON.parse(readFileSync(at, "utf8"))
      .version.split(".")
      .map(Number);
    expect(major * 1000 + minor).toBeGreaterThanOrEqual(3020);
  });

  test("owns what they announced, sixty-four at once", async () => {
    const school = await makeSchool();
    const people = await Promise.all(
      Array.from({ length: 16 }, async (_, i) => {
        const personId = await addPerson(school.schoolId, { name: `P ${i}`, roles: ["staff"] });
        const claims = await signInAs(school.schoolId, personId);
        const { draftId } = await withScope(claims, startDraft);
        return { personId, claims, draftId };
      }),
    );
    const answers = await Promise.all(
      Array.from({ length: 640 }, async (_, i) => {
        const { claims, draftId, personId } = people[i % 16] ?? people[0] ?? never();
        const input = { draftId, arrivedBy: "chosen" };
        const body = { files: [file(`${personId}-${i}.png`)], input };
        const response = await uploadHandler({ claims }).POST(announcing(body));
        return { status: response.status, personId, draftId };
      }),
    );
    expect(answers.filter((answer) => answer.status !== 200)).toEqual([]);
    const rows = await asOwner()`select person_id, draft_id, name, key from uploads
      where school_id = ${school.schoolId} and key is not null`;
    expect(rows).toHaveLength(640);
    const draftOf = new Map(people.map((p) => [p.personId, p.draftId]));
    for (const row of rows) {
      expect(row.name.startsWith(row.person_id)).toBe(true);
      expect(row.draft_id).toBe(draftOf.get(row.person_id));
    }
  }, 240_000);
});

test("a key that two uploads share leads each person to their own", async () => {
  const school = await makeSchool();
  const uploads = await Promise.all(
    (["teacher", "colleague"] as const).map(async (who) => {
      const claims = await school.as(who);
      const { draftId } = await withScope(claims, startDraft);
      const [evidenceId = ""] = await announceUpload(claims, { draftId }, [file(who)], "chosen");
      await bindKeys(claims, [evidenceId], ["one-key"], {});
      await expect(bindKeys(claims, [evidenceId], ["another"], {})).rejects.toThrow(
        "already bound",
      );
      return { who, claims, said: { key: "one-key", evidenceId, size: 1000, name: "evidence" } };
    }),
  );
  for (const { who, claims, said } of uploads) {
    expect((await findUpload(claims, said)).name).toBe(who);
    await expect(findUpload(claims, { ...said, key: "another" })).rejects.toThrow("already used");
    await expect(findUpload(claims, { ...said, size: 999 })).rejects.toThrow("already used");
  }
  const [mine, theirs] = uploads;
  if (!mine || !theirs) return;
  await expect(findUpload(mine.claims, theirs.said)).rejects.toMatchObject({ code: "not-found" });
});

const never = (): never => {
  throw new Error("nobody");
};

describe("the protocol's callback", () => {
  const callback = (metadata: unknown, secret = signPayload) => {
    const body = JSON.stringify({
      status: "uploaded",
      metadata,
      origin: `${ingestOrigin}${ingestPath}`,
      file: {
        key: "k",
        name: "evidence",
        size: 1,
        type: "image/png",
        lastModified: 0,
        customId: crypto.randomUUID(),
        url: `${ingestOrigin}/k`,
        appUrl: `${ingestOrigin}/k`,
        ufsUrl: `${ingestOrigin}/k`,
        fileHash: "",
      },
    });
    return new NextRequest(`${ingestOrigin}/api/uploadthing?slug=evidence`, {
      method: "POST",
      body,
      headers: {
        "content-type": "application/json",
        "uploadthing-hook": "callback",
        "x-uploadthing-signature": secret(body),
      },
    });
  };

  test("is a success only when it says so: an error inside it stays silent", async () => {
    const school = await makeSchool();
    const claims = await school.as("teacher");
    const told: unknown[] = [];
    const confirmed = (data: unknown) => told.push(data);
    const fail = async () => {
      throw new Error("the row could not be written");
    };
    await uploadHandler({ claims }, { complete: fail, confirmed }).POST(callback({ ids: [] }));
    expect(told).toEqual([]);
    await uploadHandler({ claims }, { complete: async (id) => id, confirmed }).POST(
      callback({ ids: [] }),
    );
    expect(told).toEqual([{ evidence: expect.any(String) }]);
  });

  test("is not believed without our signature", async () => {
    const school = await makeSchool();
    const told: unknown[] = [];
    const forged = callback({ ids: [] }, () => `hmac-sha256=${"0".repeat(64)}`);
    const answer = await uploadHandler(
      { claims: await school.as("teacher") },
      {
        confirmed: (data) => told.push(data),
      },
    ).POST(forged);
    expect([answer.status, told]).toEqual([400, []]);
  });
});

test("nothing the SDK does opens a line to anywhere: the network is refused, and all of it works", async () => {
  const school = await makeSchool();
  const claims = await school.as("teacher");
  const { draftId } = await withScope(claims, startDraft);
  const called: string[] = [];
  vi.stubGlobal("fetch", async (to: RequestInfo | URL) => {
    called.push(String(to));
    throw new Error("refused");
  });
  const lookedUp = vi.spyOn(dns, "lookup");
  const connected = vi.spyOn(Socket.prototype, "connect");
  try {
    const body = { files: [file("a.png")], input: { draftId, arrivedBy: "chosen" } };
    const answer = await uploadHandler({ claims }).POST(announcing(body));
    expect(answer.status).toBe(200);
    const [{ url = "" } = {}] = ownAddresses(await answer.json()) as { url: string }[];
    expect(readSignedUrl(url, new Date())).toMatchObject({ size: 1000, name: "evidence" });
    const hour = 3_600_000;
    expect(readSignedUrl(url, new Date(Date.now() + 25 * hour))).toBeNull();
  } finally {
    vi.unstubAllGlobals();
  }
  // The database on this machine is all that is ever spoken to.
  const hosts = connected.mock.calls.map((call) => JSON.stringify(call));
  expect(hosts.filter((host) => !/localhost|127\.0\.0\.1|"path"|\/tmp/.test(host))).toEqual([]);
  expect(lookedUp.mock.calls.filter(([name]) => name !== "localhost")).toEqual([]);
  expect(called).toEqual([]);
  vi.restoreAllMocks();
});

describe("addresses", () => {
  test("that lead away from this server are refused", () => {
    const at = (url: string) => () => ownAddresses([{ url }]);
    expect(ownAddresses([{ url: "https://ingest.invalid/api/ingest/k?a=1", key: "k" }])).toEqual([
      { url: "/api/ingest/k?a=1", key: "k" },
    ]);
    for (const url of [
      "https://sea1.ingest.uploadthing.com/k",
      "https://ingest.invalid.example/api/ingest/k",
      "//elsewhere.example/api/ingest/k",
      "https://ingest.invalid/elsewhere",
    ]) {
      expect(at(url)).toThrow("leads away");
    }
  });

  test("are good until they expire, and only for the file they were written for", () => {
    const signed = (query: string) => {
      const address = `/api/ingest/k?${query}`;
      const signature = encodeURIComponent(signPayload(`${ingestOrigin}${address}`));
      return `${address}&signature=${signature}`;
    };
    const query = "expires=2000&x-ut-identifier=daybook&x-ut-file-size=9&x-ut-custom-id=e";
    expect(readSignedUrl(signed(query), new Date(1999))).toMatchObject({ key: "k", size: 9 });
    expect(readSignedUrl(signed(query), new Date(2000))).toBeNull();
    expect(readSignedUrl(signed(query.replace("daybook", "other")), new Date(0))).toBeNull();
    expect(readSignedUrl(signed(query.replace("expires=2000", "x=1")), new Date(0))).toBeNull();
    expect(readSignedUrl(signed(query).replace("size=9", "size=8"), new Date(0))).toBeNull();
    expect(readSignedUrl(signed(query).replace("/k?", "/j?"), new Date(0))).toBeNull();
    expect(readSignedUrl("/api/ingest/k", new Date(0))).toBeNull();
  });
});
