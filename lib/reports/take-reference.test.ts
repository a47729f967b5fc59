import { expect, test } from "vitest";
import { cases } from "@/db/schema/cases";
import { withScope } from "@/db/scope";
import { asOwner, makeSchool } from "@/db/testing";
import { takeReference } from "./take-reference";

test("a reference that is taken gives way to another, and nothing else is undone", async () => {
  const school = await makeSchool();
  const claims = await school.as("dsl");
  const open = (make: () => string) =>
    withScope(claims, (tx, actor) =>
      takeReference(
        tx,
        actor.at,
        (inner, reference) =>
          inner.insert(cases).values({
            schoolId: actor.schoolId,
            id: crypto.randomUUID(),
            reference,
            type: "CYB",
            track: "T2",
            restricted: false,
            state: "active",
            severity: 2,
            ownerId: actor.personId,
            openedAt: actor.at,
            openedBy: actor.personId,
          }),
        make,
      ),
    );
  await open(() => "OS-26-AAAAA");
  const offers = ["OS-26-AAAAA", "OS-26-AAAAA", "OS-26-BBBBB"];
  expect(await open(() => offers.shift() ?? "OS-26-CCCCC")).toBe("OS-26-BBBBB");
  await expect(open(() => "OS-26-AAAAA")).rejects.toMatchObject({ cause: { code: "23505" } });
  const made = await asOwner()`select reference from cases where school_id = ${school.schoolId}
    order by reference`;
  expect(made.map((row) => row.reference)).toEqual(["OS-26-AAAAA", "OS-26-BBBBB"]);
});
