import { withScope } from "@/db/scope";
import { sessionFrom } from "@/lib/access/require-session";
import { answerPdf } from "@/lib/answer-pdf";
import { drawPages } from "@/lib/cases/draw-pages";
import { KnownError, notFound } from "@/lib/errors";
import { policyPages } from "@/lib/policies/export";
import { policyById } from "@/lib/policies/queries";

/** A published version as a tagged document that a screen reader can read. */
export async function GET(request: Request, { params }: { params: Promise<{ policyId: string }> }) {
  const { policyId } = await params;
  const claims = await sessionFrom(request.headers);
  if (!claims) return new Response(null, { status: 303, headers: { location: "/sign-in" } });
  const number = Number(new URL(request.url).searchParams.get("version")) || undefined;
  try {
    const pages = await withScope(claims, async (tx, actor) => {
      const { shown } = await policyById(tx, actor, policyId, number);
      if (!shown.publishedAt) throw notFound();
      return { ...policyPages(shown, actor.schoolName), at: shown.publishedAt };
    });
    return answerPdf("policy", await drawPages(pages));
  } catch (error) {
    if (error instanceof KnownError) return new Response("Page not found", { status: 404 });
    throw error;
  }
}
