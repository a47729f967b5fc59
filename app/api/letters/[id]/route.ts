import { z } from "zod";
import { withScope } from "@/db/scope";
import { sessionFrom } from "@/lib/access/require-session";
import { answerPdf } from "@/lib/answer-pdf";
import { KnownError } from "@/lib/errors";
import { printLetter } from "@/lib/referrals/write-letter";

const nowhere = () => new Response("Page not found", { status: 404 });

/** A decision letter as a tagged PDF, for whoever may write it. */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }) {
  const id = z.uuid().safeParse((await params).id);
  const claims = await sessionFrom(request.headers);
  if (!claims || !id.success) return nowhere();
  try {
    const pages = await withScope(claims, (tx, actor) => printLetter(tx, actor, id.data));
    return answerPdf("letter", pages);
  } catch (error) {
    if (error instanceof KnownError) return nowhere();
    throw error;
  }
}
