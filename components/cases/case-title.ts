import type { Metadata } from "next";
import { runAs } from "@/lib/access/run-as";
import { caseById } from "@/lib/cases/queries";

/** "Timeline - Case OS-26-7F3KQ - Elm Primary": a reference, and never a name or a kind. */
export async function caseTitle(
  { params }: { params: Promise<{ caseId: string }> },
  page?: string,
): Promise<Metadata> {
  const { caseId } = await params;
  return runAs(async (tx, actor) => {
    const { reference } = await caseById(tx, actor, caseId);
    const title = `Case ${reference} - ${actor.schoolName}`;
    return { title: page ? `${page} - ${title}` : title };
  });
}
