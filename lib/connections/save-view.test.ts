import { beforeAll, describe, expect, test } from "vitest";
import { withScope } from "@/db/scope";
import { asOwner, type CastKey, ledgerOf, makeSchool, sendAs, type TestSchool } from "@/db/testing";
import { listViews } from "./list-views";
import { changeView, changeViewSchema, dropView, saveView, saveViewSchema } from "./save-view";

let school: TestSchool;
beforeAll(async () => {
  school = await makeSchool();
});
const as = async <T>(who: CastKey, work: Parameters<typeof withScope<T>>[1], at = school) =>
  withScope(await at.as(who), work);
const save = (who: CastKey, input: Record<string, string>, at = school) =>
  as(who, (tx, actor) => saveView(tx, actor, saveViewSchema.parse(input)), at);
const change = (who: CastKey, input: Record<string, string>) =>
  as(who, (tx, actor) => changeView(tx, actor, changeViewSchema.parse(input)));
const drop = (who: CastKey, viewId: string, at = school) =>
  as(who, (tx, actor) => dropView(tx, actor, { viewId }), at);
const seen = (who: CastKey, at = school) => as(who, listViews, at);
const idOf = async (who: CastKey, name: string) =>
  (await seen(who)).find((one) => one.name === name)?.id ?? "";

describe("a saved view of the queue", () => {
  test("is an address in the queue's own terms: what it does not know is left out", async () => {
    const query = "tab=all&type=SEX&severity=99&page=7&owner=me&sort=clock";
    expect(await save("deputy", { name: " Harm ", query })).toEqual({
      query: "tab=all&type=SEX&sort=clock",
    });
    expect(await seen("deputy")).toMatchObject([
      { name: "Harm", own: true, opensFirst: false, view: { tab: "all", type: "SEX", page: 1 } },
    ]);
    expect(await ledgerOf(school.people.deputy)).toContain("view-saved");
  });

  test("is its owner's: nobody else sees, changes or deletes it, here or at another school", async () => {
    const there = await makeSchool();
    await save("dsl", { name: "Mine", query: "tab=mine" });
    const viewId = await idOf("dsl", "Mine");
    for (const who of ["deputy", "headteacher"] as const) {
      expect((await seen(who)).map((one) => one.name)).not.toContain("Mine");
      await expect(drop(who, viewId)).rejects.toThrow("not found");
      await expect(change(who, { viewId, name: "Ours" })).rejects.toThrow("not found");
    }
    expect(await seen("dsl", there)).toEqual([]);
    await expect(drop("dsl", viewId, there)).rejects.toThrow("not found");
    await drop("dsl", viewId);
    expect(await idOf("dsl", "Mine")).toBe("");
    await expect(drop("dsl", viewId)).rejects.toThrow("not found");
  });

  test("is for whoever works with the queue", async () => {
    for (const who of ["teacher", "manager", "governor", "admin"] as const) {
      await expect(save(who, { name: "Mine", query: "tab=all" })).rejects.toThrow("not found");
      await expect(seen(who)).rejects.toThrow("not found");
    }
  });

  test("is renamed; a name is there once for each person; one at most opens first", async () => {
    await save("dpo", { name: "One", query: "tab=all", first: "yes" });
    await save("dpo", { name: "Two", query: "tab=overdue", first: "yes" });
    expect((await seen("dpo")).map((one) => [one.name, one.opensFirst])).toEqual([
      ["One", false],
      ["Two", true],
    ]);
    await expect(save("dpo", { name: "two", query: "tab=new" })).rejects.toMatchObject({
      fields: { name: "You have a view of this name. Enter another name" },
    });
    const viewId = await idOf("dpo", "One");
    await change("dpo", { viewId, name: "First of all", first: "yes" });
    expect((await seen("dpo")).map((one) => [one.name, one.opensFirst])).toEqual([
      ["First of all", true],
      ["Two", false],
    ]);
    expect(saveViewSchema.safeParse({ name: " ", query: "" }).error?.issues[0]?.message).toBe(
      "Enter a name for this view",
    );
  });

  test("is shared by the DSL alone, for whoever works with the queue, and shows each their own", async () => {
    await expect(
      save("headteacher", { name: "All", query: "tab=all", shared: "yes" }),
    ).rejects.toThrow("not found");
    await save("dsl", { name: "All there is", query: "tab=all", shared: "yes" });
    expect(await seen("chair")).toMatchObject([{ name: "All there is", own: false, shared: true }]);
    await expect(seen("governor")).rejects.toThrow("not found");
    const viewId = await idOf("dsl", "All there is");
    await expect(drop("deputy", viewId)).rejects.toThrow("not found");
    await expect(change("deputy", { viewId, name: "Ours" })).rejects.toThrow("not found");
    const [row] = await asOwner()`select query from saved_views where id = ${viewId}`;
    expect(row?.query).toBe("tab=all");
    await drop("dsl", viewId);
    expect(await seen("chair")).toEqual([]);
  });

  test("that is shared names nobody: whoever is walled from a person would learn of them", async () => {
    await sendAs(school, "teacher", {
      affected: "",
      affectedName: "Poppy Ives",
      about: ["deputy"],
    });
    const query = "tab=all&q=poppy";
    await expect(save("dsl", { name: "One child", query, shared: "yes" })).rejects.toMatchObject({
      fields: { shared: "A view that looks for a name or words is yours alone" },
    });
    await expect(
      save("dsl", { name: "About POPPY", query: "tab=all", shared: "yes" }),
    ).rejects.toMatchObject({
      fields: { name: "A view that others see must not have a person's name in its own" },
    });
    await save("dsl", { name: "About Poppy", query });
    const viewId = await idOf("dsl", "About Poppy");
    await expect(change("dsl", { viewId, name: "One child", shared: "yes" })).rejects.toThrow();
  });

  test("there are twenty of at most", async () => {
    await asOwner()`insert into saved_views (school_id, id, person_id, name, query, saved_at)
      select ${school.schoolId}, gen_random_uuid(), ${school.people.viceChair}, 'View ' || i, 'tab=all',
        now() from generate_series(1, 20) i`;
    await expect(save("viceChair", { name: "More", query: "tab=all" })).rejects.toMatchObject({
      fields: { name: "You have 20 views. Delete one first" },
    });
  });

  test("the database refuses what the verb would: another's name on it, or sharing without the role", async () => {
    for (const [owner, shared] of [
      [school.people.dsl, false],
      [school.people.deputy, true],
    ] as const)
      await expect(
        as("deputy", async (tx) => {
          const { savedViews } = await import("@/db/schema/connections");
          await tx.insert(savedViews).values({
            schoolId: school.schoolId,
            personId: owner,
            name: "Forced",
            query: "tab=all",
            savedAt: new Date(),
            shared,
          });
        }),
      ).rejects.toThrow();
  });
});
