import { redirect } from "next/navigation";
import type { NextRequest } from "next/server";
import { runAs } from "@/lib/access/run-as";
import { nextReport } from "@/lib/cases/list-queue";

/** "Submit and next": the worst report that still waits, or the empty list of new ones. */
export async function GET(request: NextRequest) {
  const done = encodeURIComponent(request.nextUrl.searchParams.get("done") ?? "");
  const id = await runAs(nextReport);
  // The fragment keeps a browser from carrying over the one of the form.
  redirect(id ? `/queue/${id}?done=${done}#main` : `/queue?tab=new&done=${done}#main`);
}
