import { z } from "zod";
import { withScope } from "@/db/scope";
import { sessionFrom } from "@/lib/access/require-session";
import { KnownError } from "@/lib/errors";
import { readPhoneLink } from "@/lib/evidence/make-phone-link";

const nowhere = () => new Response("Page not found", { status: 404 });

/** Beside the QR code: has the phone come, and how much has it sent? */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }) {
  const id = z.uuid().safeParse((await params).id);
  const claims = await sessionFrom(request.headers);
  if (!claims || !id.success) return nowhere();
  try {
    const { state, sent } = await withScope(claims, (tx, actor) =>
      readPhoneLink(tx, actor, id.data),
    );
    return Response.json({ state, sent });
  } catch (error) {
    if (error instanceof KnownError) return nowhere();
    throw error;
  }
}
