import { expect, test } from "vitest";
import { withScope } from "@/db/scope";
import { makeSchool, openAs, sendAs } from "@/db/testing";
import { addAction } from "./add-action";

test("an action is due today at the earliest", async () => {
  const school = await makeSchool();
  const { reportId } = await sendAs(school, "teacher", {
    affected: "",
    affectedName: "Poppy Ives",
  });
  const { caseId } = await openAs(school, "dsl", reportId);
  await expect(
    withScope(await school.as("dsl"), (tx, actor) =>
      addAction(tx, actor, { caseId, words: "Ring the parents", dueOn: "2025-01-01" }),
    ),
  ).rejects.toMatchObject({ fields: { due: "The date must be today or later" } });
});
