import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openMailbox } from "@/db/test-mail";
import { asOwner, makeSchool, type TestSchool } from "@/db/testing";
import { env } from "@/lib/env";
import { composeMail } from "./emails";
import { noticeCreated } from "./jobs";
import { noticeWords } from "./labels";

let box: Awaited<ReturnType<typeof openMailbox>>;
beforeAll(async () => {
  box = await openMailbox();
  env().SMTP_URL = box.url;
});
afterAll(() => box.close());

async function notice(school: TestSchool, kind = "report-received") {
  const [id, matter] = [crypto.randomUUID(), crypto.randomUUID()];
  await school.as("dsl");
  await asOwner()`insert into notices values (${school.schoolId}, ${id}, ${school.people.dsl}, ${kind}, ${matter},
    'OS-26-TESTX', ${`/queue/${matter}`}, now(), null)`;
  return { id, matter, job: { schoolId: school.schoolId, noticeId: id } };
}
const mailOf = async (noticeId: string) =>
  (await asOwner()`select state, tries from mails where notice_id = ${noticeId}`)[0];

describe("mail of a notice", () => {
  test("goes out once, with a reference and a link and nothing else", async () => {
    const school = await makeSchool();
    const { id, matter, job } = await notice(school);
    await noticeCreated(job);
    await noticeCreated(job);
    const mine = box.received.filter((mail) => mail.text.includes(matter));
    expect(mine).toHaveLength(1);
    expect(mine[0]?.text).toContain("OS-26-TESTX");
    expect(await mailOf(id)).toMatchObject({ state: "sent", tries: 1 });
  });

  test("is held back when a wall went up after the notice", async () => {
    const school = await makeSchool();
    const { id, matter, job } = await notice(school);
    await asOwner()`insert into walls values (${school.schoolId}, ${school.people.dsl}, ${matter}, 'named', now())`;
    await noticeCreated(job);
    expect(box.received.filter((mail) => mail.text.includes(matter))).toEqual([]);
    expect(await mailOf(id)).toMatchObject({ state: "held" });
  });

  test("waits in the outbox, with the reason, when the server does not answer", async () => {
    const school = await makeSchool();
    const { id, job } = await notice(school);
    const there = env().SMTP_URL;
    env().SMTP_URL = "smtp://127.0.0.1:1";
    await expect(noticeCreated(job)).rejects.toThrow();
    expect(await mailOf(id)).toMatchObject({ state: "failed" });
    env().SMTP_URL = there as string;
    await noticeCreated(job);
    expect(await mailOf(id)).toMatchObject({ state: "sent", tries: 2 });
  });

  test("no kind of notice has a name, a type or a year in it, whatever the school holds", async () => {
    const school = await makeSchool();
    const people = await asOwner()`select name from people where school_id = ${school.schoolId}`;
    const words = [
      "Cyberbullying",
      "Trolling",
      "Year 4",
      ...people.flatMap((p) => String(p.name).split(" ")),
    ];
    for (const kind of Object.keys(noticeWords)) {
      const mail = await composeMail({
        kind,
        reference: "OS-26-TESTX",
        path: "/notices",
        origin: "http://localhost",
      });
      for (const word of words) {
        expect(`${mail.subject} ${mail.text} ${mail.html}`, `${kind}: ${word}`).not.toContain(word);
      }
    }
  });
});
