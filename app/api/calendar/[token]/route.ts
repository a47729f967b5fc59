import { readCalendar } from "@/lib/clocks/read-calendar";
import { env } from "@/lib/env";

/** One person's deadlines for a calendar program. Revoked, unknown and never made look the same. */
export async function GET(_request: Request, { params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const found = await readCalendar(token, env().DAYBOOK_URL);
  if (!found) return new Response("Page not found", { status: 404 });
  return new Response(found, {
    headers: {
      "content-type": "text/calendar; charset=utf-8",
      "content-disposition": 'attachment; filename="daybook.ics"',
      "cache-control": "private, no-store",
      "x-content-type-options": "nosniff",
    },
  });
}
