import { eq } from "drizzle-orm";
import { schools } from "@/db/schema/schools";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { readRules } from "@/lib/policies/read-rules";
import { roleHolders } from "@/lib/schools/queries";
import { councilKinds } from "@/lib/schools/schema";

export type DataTeam = {
  /** The body of lib/referrals to which it is referred. */
  body: "council-data" | "trust-data";
  name: string;
  /** Why they learn of it. */
  basis: string;
};

/**
 * Who outside learns of a breach of data, by the kind of school. The council's data team, where
 * the school's policy says so and the council is its employer (S3-51). The trust's data protection
 * officer of an academy, whose data are the trust's; not where that officer has a seat here.
 */
export async function findDataTeam(
  tx: Tx,
  asking: Pick<Actor, "schoolId" | "at">,
): Promise<DataTeam | null> {
  const [school] = await tx
    .select({ kind: schools.kind })
    .from(schools)
    .where(eq(schools.id, asking.schoolId));
  const kind = school?.kind ?? "";
  const { dataBreach } = (await readRules(tx, asking)).applied;
  if (dataBreach === "council" && councilKinds.includes(kind))
    return {
      body: "council-data",
      name: "the council's data team",
      basis: "the school's policy asks for it",
    };
  const seated = (await roleHolders(tx, asking)).some((holder) => holder.role === "dpo");
  return kind === "academy" && !seated
    ? {
        body: "trust-data",
        name: "the trust's data protection officer",
        basis: "the school is an academy",
      }
    : null;
}

export const dataTeamTask = (team: DataTeam) => `Tell ${team.name} of this breach: ${team.basis}`;
