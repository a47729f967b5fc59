import { expect, test } from "vitest";
import { withScope } from "@/db/scope";
import { type CastKey, ledgerOf, makeSchool, type TestSchool } from "@/db/testing";
import { acceptInvitation, findInvitation } from "@/lib/access/accept-invitation";
import { invitePerson } from "./invite-person";
import { renewInvitation } from "./renew-invitation";

const invited = async (school: TestSchool) =>
  withScope(await school.as("admin"), (tx, actor) =>
    invitePerson(tx, actor, {
      name: "New Person",
      email: `${crypto.randomUUID()}@school.example`,
      engagement: "employee",
      jobTitle: "",
    }),
  );
const renew = async (school: TestSchool, personId: string, who: CastKey = "admin") =>
  withScope(await school.as(who), (tx, actor) => renewInvitation(tx, actor, { personId }));

test("a new invitation serves and the one before it does not", async () => {
  const school = await makeSchool();
  const first = await invited(school);
  const second = await renew(school, first.personId);
  expect(await findInvitation(first.token)).toBeNull();
  expect(await findInvitation(second.token)).toMatchObject({ name: "New Person" });
  expect(await ledgerOf(first.personId)).toContain("invitation-renewed");
});

test("there is none for an account in use, at another school, or without the role", async () => {
  const [mine, other] = [await makeSchool(), await makeSchool()];
  const person = await invited(mine);
  for (const who of ["teacher", "dsl", "headteacher"] as const)
    await expect(renew(mine, person.personId, who)).rejects.toThrow("Page not found");
  await expect(renew(other, person.personId)).rejects.toThrow("Page not found");
  await acceptInvitation(person.token, "hash");
  await expect(renew(mine, person.personId)).rejects.toThrow("Page not found");
});
