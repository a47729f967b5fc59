import { and, eq } from "drizzle-orm";
import type { z } from "zod";
import { caseReports } from "@/db/schema/cases";
import { messages } from "@/db/schema/reports";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { notFound } from "@/lib/errors";
import { tellReporter } from "@/lib/reports/tell-reporter";
import { addEvent } from "./add-event";
import { loadCase } from "./load-case";
import type { messageReporterSchema } from "./schema";

/** Words to the reporter of one of the case's reports. They never see the case itself. */
export async function messageReporter(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof messageReporterSchema>,
) {
  const { role } = await loadCase(tx, actor, input.caseId, "add-to-record");
  const [joined] = await tx
    .select({ reportId: caseReports.reportId })
    .from(caseReports)
    .where(
      and(
        eq(caseReports.schoolId, actor.schoolId),
        eq(caseReports.caseId, input.caseId),
        eq(caseReports.reportId, input.reportId),
      ),
    );
  if (!joined) throw notFound();
  await tx.insert(messages).values({
    schoolId: actor.schoolId,
    id: crypto.randomUUID(),
    reportId: input.reportId,
    authorId: actor.personId,
    fromHandler: true,
    words: input.words,
    sentAt: actor.at,
  });
  await addEvent(tx, actor, {
    caseId: input.caseId,
    role,
    kind: "message",
    action: "message-sent",
    title: "Message to the reporter",
    words: input.words,
  });
  await tellReporter(tx, actor, input.reportId, "message");
  return { caseId: input.caseId };
}
