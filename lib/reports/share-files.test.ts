import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { asOwner, makeSchool, type TestSchool } from "@/db/testing";
import { sharedByPerson } from "@/lib/access/check-origin";
import { shareFiles } from "./share-files";

const picture = await sharp({
  create: { width: 60, height: 40, channels: 3, background: "#345" },
})
  .png()
  .toBuffer();

function form(...files: [string, Buffer][]): Request {
  const body = new FormData();
  for (const [name, bytes] of files) body.append("files", new Blob([new Uint8Array(bytes)]), name);
  return new Request("http://localhost/share/upload", { method: "POST", body });
}
const shared = async (school: TestSchool, request: Request, role = "teacher") =>
  shareFiles(await school.as(role as "teacher"), request);
const draftsOf = (school: TestSchool) => asOwner()`select d.id, d.person_id, d.answers,
    (select count(*)::int from evidence e where e.draft_id = d.id and e.state = 'staged'
      and e.arrived_by = 'shared' and e.uploader_id = d.person_id) as files
  from drafts d where d.school_id = ${school.schoolId}`;

describe("sharing files from another app", () => {
  test("begins one draft of whoever shared them, with every file and no answer", async () => {
    const school = await makeSchool();
    const { draftId, problem } = await shared(school, form(["a.png", picture], ["b.png", picture]));
    expect(problem).toBeNull();
    expect(await draftsOf(school)).toEqual([
      { id: draftId, person_id: school.people.teacher, answers: {}, files: 2 },
    ]);
  });

  test("of two files a refused one leaves the other, and a sentence", async () => {
    const school = await makeSchool();
    const mixed = form(["a.png", picture], ["b.png", Buffer.from("MZ\0\0none")]);
    expect((await shared(school, mixed)).problem).toContain("must be");
    expect(await draftsOf(school)).toMatchObject([{ files: 1 }]);
  });

  test("nothing shared makes no draft, and nor does a share that broke off", async () => {
    const school = await makeSchool();
    expect(await shared(school, form())).toEqual({ draftId: null, problem: null });
    const whole = form(["a.png", picture]);
    const bytes = Buffer.from(await whole.arrayBuffer());
    let sent = 0;
    const cut = new Request("http://localhost/share/upload", {
      method: "POST",
      headers: { "content-type": whole.headers.get("content-type") ?? "" },
      body: new ReadableStream({
        pull(stream) {
          if (sent++ > 0) stream.error(new Error("the line is gone"));
          else stream.enqueue(new Uint8Array(bytes.subarray(0, bytes.length - 80)));
        },
      }),
      duplex: "half",
    } as RequestInit);
    await expect(shared(school, cut)).rejects.toThrow();
    expect(await draftsOf(school)).toEqual([]);
  });

  test("a school that has not begun takes none", async () => {
    const school = await makeSchool();
    await asOwner()`update schools set live_at = null where id = ${school.schoolId}`;
    await expect(shared(school, form(["a.png", picture]))).rejects.toMatchObject({
      code: "conflict",
    });
    expect(await draftsOf(school)).toEqual([]);
  });
});

test("only what no page began is a share", () => {
  const real = {
    origin: "null",
    "sec-fetch-site": "none",
    "sec-fetch-mode": "navigate",
    "sec-fetch-dest": "document",
  };
  const taken = (change: Record<string, string>) =>
    sharedByPerson(new Headers({ ...real, ...change }));
  expect(taken({})).toBe(true);
  for (const change of [
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
    { "sec-fetch-site": "same-origin" },
    { "sec-fetch-mode": "no-cors" },
    { "sec-fetch-dest": "iframe" },
    { origin: "https://elsewhere.example" },
  ])
    expect(taken(change), JSON.stringify(change)).toBe(false);
  expect(sharedByPerson(new Headers({ origin: "null" }))).toBe(false);
});
