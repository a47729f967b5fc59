import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { openMailbox } from "@/db/test-mail";
import { asOwner, makeSchool, type TestSchool } from "@/db/testing";
import { acceptInvitation, findInvitation } from "@/lib/access/accept-invitation";
import { hashPassword, openSession } from "@/lib/access/open-session";
import { env } from "@/lib/env";
import { askReset, passwordForgotten } from "./reset-password";

let box: Awaited<ReturnType<typeof openMailbox>>;
beforeAll(async () => {
  box = await openMailbox();
  env().SMTP_URL = box.url;
});
afterAll(() => box.close());
beforeEach(() => {
  box.received.length = 0;
});

const address = "192.0.2.1";
const agent = "a browser";
async function teacherOf(school: TestSchool) {
  await school.as("teacher");
  const passwordHash = await hashPassword("before this day");
  const [account] = await asOwner()`update accounts set password_hash = ${passwordHash}
    where school_id = ${school.schoolId} and person_id = ${school.people.teacher}
    returning id, email`;
  return { accountId: String(account?.id), email: String(account?.email) };
}
/** What the worker would be given for the last request, taken from its queue. */
async function lastJob() {
  const [row] = await asOwner()`select payload from graphile_worker._private_jobs j
    join graphile_worker._private_tasks t on t.id = j.task_id
    where t.identifier = 'password-forgotten' order by j.id desc limit 1`;
  return row?.payload as Parameters<typeof passwordForgotten>[0];
}
const tokenIn = (text = "") => /\/invite\/([\w-]+)/.exec(text)?.[1] ?? "";

test("a link goes to the account's own address, sets a password once, and ends what was signed in", async () => {
  const school = await makeSchool();
  const { email } = await teacherOf(school);
  expect(await openSession({ email, password: "before this day", address, agent })).not.toBeNull();
  await askReset({ email, address });
  await passwordForgotten(await lastJob());
  expect(box.received.map((mail) => mail.to)).toEqual([[email]]);
  const token = tokenIn(box.received[0]?.text);
  expect(await findInvitation(token)).toMatchObject({ email, resets: true });
  expect(await acceptInvitation(token, await hashPassword("after this day"))).toBe(true);
  expect(await acceptInvitation(token, await hashPassword("a thief's word"))).toBe(false);
  expect(await openSession({ email, password: "before this day", address, agent })).toBeNull();
  expect(await openSession({ email, password: "after this day", address, agent })).not.toBeNull();
  const [open] = await asOwner()`select count(*)::int as n from sessions
    where school_id = ${school.schoolId} and person_id = ${school.people.teacher}
      and method = 'password' and ended_at is null`;
  expect(open?.n, "only the one after it").toBe(1);
  const mails = await asOwner()`select 1 from mails where school_id = ${school.schoolId}`;
  expect(mails, "an administrator reads no link in the outbox").toHaveLength(0);
});

test("a second link ends the first, and one of an hour ago serves no more", async () => {
  const school = await makeSchool();
  const { accountId, email } = await teacherOf(school);
  const job = { accounts: [{ schoolId: school.schoolId, accountId }] };
  await passwordForgotten(job);
  await passwordForgotten(job);
  const [first, second] = box.received
    .filter((mail) => mail.to.includes(email))
    .map((m) => tokenIn(m.text));
  expect(await findInvitation(first ?? "")).toBeNull();
  expect(await findInvitation(second ?? "")).not.toBeNull();
  await asOwner()`update invitations set expires_at = now() - interval '1 second'
    where account_id = ${accountId}`;
  expect(await acceptInvitation(second ?? "", await hashPassword("too late a day"))).toBe(false);
});

test("an unknown address, a suspended account and one without a password get nothing, and nobody can tell", async () => {
  const school = await makeSchool();
  const { email, accountId } = await teacherOf(school);
  await askReset({ email: `nobody-${crypto.randomUUID()}@elm.example`, address });
  expect(await lastJob()).toEqual({ accounts: [] });
  await asOwner()`update accounts set state = 'suspended' where id = ${accountId}`;
  await askReset({ email, address });
  await passwordForgotten(await lastJob());
  await asOwner()`update accounts set state = 'active', password_hash = null where id = ${accountId}`;
  await passwordForgotten(await lastJob());
  expect(box.received).toEqual([]);
});

test("three are mailed to one address in a quarter of an hour", async () => {
  const email = `${crypto.randomUUID()}@elm.example`;
  for (let i = 0; i < 3; i++) await askReset({ email, address });
  await expect(askReset({ email, address })).rejects.toMatchObject({ code: "too-many" });
});
