import { addPerson, asOwner, type TestSchool } from "@/db/testing";

/** Row, owner, everybody told and everybody walled of a report, by their key in the cast. */
export async function landed(school: TestSchool, reportId: string) {
  const key = (id: unknown) =>
    Object.entries(school.people).find(([, personId]) => personId === id)?.[0] ?? null;
  const [row] = await asOwner()`select r.route_row, r.restricted, r.affected, t.owner_id, t.severity
    from reports r join triages t on t.school_id = r.school_id and t.report_id = r.id
    where r.id = ${reportId}`;
  const notices =
    await asOwner()`select person_id, kind from notices where matter_id = ${reportId}`;
  const told = notices.filter((n) => n.kind !== "report-sealed");
  const walled = await asOwner()`select person_id from walls where matter_id = ${reportId}`;
  const clocks = await asOwner()`select kind from clocks where report_id = ${reportId}
    and force = 'statutory' order by kind`;
  return {
    row: row?.route_row as number,
    restricted: row?.restricted as boolean,
    affected: row?.affected as string,
    severity: row?.severity as number,
    owner: key(row?.owner_id),
    told: told.map((n) => key(n.person_id)).sort(),
    toldTheFact: notices.filter((n) => !told.includes(n)).map((n) => key(n.person_id)),
    kinds: [...new Set(told.map((n) => n.kind))],
    walled: walled
      .map((w) => key(w.person_id))
      .filter((found) => found !== null)
      .sort(),
    clocks: clocks.map((clock) => String(clock.kind)),
  };
}

/** People whom some rows turn on: lent by an agency, helping, and gone. */
export async function addOthers(school: TestSchool): Promise<void> {
  for (const [name, engagement] of [
    ["Sam Supply", "supply"],
    ["Val Helper", "volunteer"],
    ["Lee Gone", "employee"],
  ] as const) {
    const id = await addPerson(school.schoolId, { name });
    await asOwner()`update people set engagement = ${engagement},
      left_at = ${name === "Lee Gone" ? "2026-07-31" : null} where id = ${id}`;
  }
}
