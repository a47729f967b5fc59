import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { ownTitle } from "@/lib/policies/describe-rules";
import { readRules } from "@/lib/policies/read-rules";
import { roleWords } from "./labels";

/** What each role is called here: by the policy in force where it has a name of its own (S2-07). */
export async function nameRoles(
  tx: Tx,
  actor: Pick<Actor, "schoolId">,
): Promise<Record<string, string>> {
  const { applied } = await readRules(tx, actor);
  return Object.fromEntries(
    Object.entries(roleWords).map(([role, words]) => [role, ownTitle(applied, role) ?? words]),
  );
}
