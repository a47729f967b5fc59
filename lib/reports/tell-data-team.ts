import { eq } from "drizzle-orm";
import { schools } from "@/db/schema/schools";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { readRules } from "@/lib/policies/read-rules";
import { councilKinds } from "@/lib/schools/schema";

export const dataTeamTask =
  "Tell the council's data team of this breach: the school's policy asks for it";

/** Does the council's data team learn of a breach besides the data protection officer (S3-51)? */
export async function tellsDataTeam(tx: Tx, asking: Pick<Actor, "schoolId">): Promise<boolean> {
  const { dataBreach } = (await readRules(tx, asking)).applied;
  if (dataBreach !== "council") return false;
  const [school] = await tx
    .select({ kind: schools.kind })
    .from(schools)
    .where(eq(schools.id, asking.schoolId));
  return councilKinds.includes(school?.kind ?? "");
}
