import { checkHealth } from "@/lib/access/check-health";

export async function GET() {
  const ready = await checkHealth();
  return Response.json(
    { ready },
    { status: ready ? 200 : 503, headers: { "cache-control": "no-store" } },
  );
}
