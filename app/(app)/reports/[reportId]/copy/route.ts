import { z } from "zod";
import { withScope } from "@/db/scope";
import { sessionFrom } from "@/lib/access/require-session";
import { answerPdf } from "@/lib/answer-pdf";
import { drawPages } from "@/lib/cases/draw-pages";
import { KnownError } from "@/lib/errors";
import { copyReport } from "@/lib/reports/copy-report";

const nowhere = () => new Response("Page not found", { status: 404 });

/** The writer's own copy of their report as a tagged PDF. */
export async function GET(request: Request, { params }: { params: Promise<{ reportId: string }> }) {
  const id = z.uuid().safeParse((await params).reportId);
  const claims = await sessionFrom(request.headers);
  if (!claims) return new Response(null, { status: 303, headers: { location: "/sign-in" } });
  if (!id.success) return nowhere();
  try {
    const pages = await withScope(claims, (tx, actor) => copyReport(tx, actor, id.data));
    return answerPdf("report", await drawPages(pages));
  } catch (error) {
    if (error instanceof KnownError) return nowhere();
    throw error;
  }
}
