import { describe, expect, test } from "vitest";
import { withScope } from "@/db/scope";
import { asOwner, type CastKey, ledgerOf, makeSchool, sendAs, type TestSchool } from "@/db/testing";
import type { Role } from "@/lib/access/types";
import { addRecipient, dropRecipient } from "./add-recipient";
import { schoolRoutes } from "./queries";

const child = { affected: "", affectedName: "Poppy Ives" };
const change = async (
  verb: typeof addRecipient,
  school: TestSchool,
  who: CastKey,
  row: number,
  role: Role,
) => withScope(await school.as(who), (tx, actor) => verb(tx, actor, { row, role }));

async function told(school: TestSchool): Promise<string[]> {
  const { reportId } = await sendAs(school, "teacher", child);
  const rows = await asOwner()`select person_id from notices where matter_id = ${reportId}`;
  return Object.entries(school.people)
    .filter(([, id]) => rows.some((row) => row.person_id === id))
    .map(([key]) => key)
    .sort();
}

describe("recipients a school adds", () => {
  test("are told of the next report, may read it, and are in the ledger", async () => {
    const school = await makeSchool();
    expect(await told(school)).toEqual(["dsl", "headteacher"]);
    await change(addRecipient, school, "headteacher", 5, "chair");
    expect(await told(school)).toEqual(["chair", "dsl", "headteacher"]);
    await change(dropRecipient, school, "admin", 5, "chair");
    expect(await told(school)).toEqual(["dsl", "headteacher"]);
    expect(await ledgerOf(school.schoolId)).toEqual(["recipient-added", "recipient-dropped"]);
  });

  test("never take the place of those the row names: none of them can be taken away", async () => {
    const school = await makeSchool();
    await expect(
      change(dropRecipient, school, "headteacher", 5, "headteacher"),
    ).rejects.toMatchObject({
      fields: { role: "The row itself names them. They cannot be taken away" },
    });
    for (const column of ["told", "owners", "walled"]) {
      await expect(
        withScope(await school.as("headteacher"), (tx) =>
          tx.execute(`update routes set ${column} = '{}' where row = 5`),
        ),
      ).rejects.toMatchObject({ cause: { code: "42501" } });
    }
    const all = await withScope(await school.as("dsl"), schoolRoutes);
    expect(all.map((route) => route.row)).toEqual(Array.from({ length: 33 }, (_, i) => i + 1));
  });

  test("are refused where a report is about them, where it is sealed, and twice", async () => {
    const school = await makeSchool();
    const refused = (row: number, role: Role) =>
      expect(change(addRecipient, school, "headteacher", row, role)).rejects.toHaveProperty(
        "fields.role",
      );
    await refused(9, "headteacher");
    await refused(21, "chair");
    await refused(5, "headteacher");
    await refused(5, "dsl");
  });

  test("are for the headteacher and the administrator of the same school", async () => {
    const [mine, other] = [await makeSchool(), await makeSchool()];
    for (const who of ["dsl", "chair", "teacher", "governor"] as const) {
      await expect(change(addRecipient, mine, who, 5, "chair"), who).rejects.toMatchObject({
        code: "not-found",
      });
    }
    await change(addRecipient, mine, "headteacher", 5, "chair");
    expect(await told(other)).toEqual(["dsl", "headteacher"]);
  });
});
