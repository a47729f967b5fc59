import type postgres from "postgres";
import { z } from "zod";
import { roles, tracks } from "@/lib/access/types";
import concerns from "@/lib/schools/concerns/england.json" with { type: "json" };
import national from "@/lib/schools/routes/england.json" with { type: "json" };
import { routeSubjects } from "@/lib/schools/types";

const route = z.object({
  row: z.int(),
  about: z.enum(routeSubjects),
  track: z.enum(tracks),
  owners: z.array(z.enum(roles)).min(1),
  told: z.array(z.enum(roles)),
  walled: z.array(z.enum(roles)),
  external: z.array(z.string()),
  restricted: z.boolean().default(false),
  mark: z.enum(["V", "V2", "U", "P"]),
  source: z.string(),
});

/** The national routes and types as a school's own rows, to be edited from there. */
export async function loadDefaults(sql: postgres.ISql, schoolId: string): Promise<void> {
  const rows = z
    .array(route)
    .parse(national.routes)
    .map((r) => ({
      school_id: schoolId,
      row: r.row,
      track: r.track,
      about: r.about,
      owners: r.owners,
      told: r.told,
      walled: r.walled,
      external: r.external,
      restricted: r.restricted,
      source: r.source,
      as_of: national.asOf,
      mark: r.mark,
    }));
  await sql`insert into routes ${sql(rows)} on conflict (school_id, row) do nothing`;
  const types = concerns.types.map((type, position) => ({
    school_id: schoolId,
    code: type.code,
    label: type.label,
    definition: type.definition,
    source: concerns.source,
    position,
  }));
  await sql`insert into concern_types ${sql(types)} on conflict (school_id, code) do nothing`;
}
