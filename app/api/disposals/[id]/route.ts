import { z } from "zod";
import { withScope } from "@/db/scope";
import { sessionFrom } from "@/lib/access/require-session";
import { answerPdf } from "@/lib/answer-pdf";
import { KnownError } from "@/lib/errors";
import { printCertificate } from "@/lib/retention/print-certificate";

const nowhere = () => new Response("Page not found", { status: 404 });

/** A certificate of disposal as a tagged PDF, for whoever may end records. */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }) {
  const id = z.uuid().safeParse((await params).id);
  const claims = await sessionFrom(request.headers);
  if (!claims || !id.success) return nowhere();
  try {
    const pages = await withScope(claims, (tx, actor) => printCertificate(tx, actor, id.data));
    return answerPdf("certificate", pages);
  } catch (error) {
    if (error instanceof KnownError) return nowhere();
    throw error;
  }
}
