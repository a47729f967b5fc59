import { notFound, redirect } from "next/navigation";
import { type Tx, withScope } from "@/db/scope";
import { KnownError } from "@/lib/errors";
import { requireSession } from "./require-session";
import type { Actor } from "./types";

/** Reads for a page as whoever is signed in. Absent and forbidden both end in the 404 page. */
export async function runAs<T>(work: (tx: Tx, actor: Actor) => Promise<T>): Promise<T> {
  const claims = await requireSession();
  try {
    return await withScope(claims, work);
  } catch (error) {
    if (error instanceof KnownError && error.code === "not-found") notFound();
    if (error instanceof KnownError && error.code === "signed-out") redirect("/sign-in?ended=none");
    throw error;
  }
}
