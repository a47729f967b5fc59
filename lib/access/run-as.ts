import { notFound, redirect } from "next/navigation";
import { type Tx, withScope } from "@/db/scope";
import { KnownError } from "@/lib/errors";
import { type Claims, requireCode, requireSession } from "./require-session";
import type { Actor } from "./types";

type Work<T> = (tx: Tx, actor: Actor) => Promise<T>;

async function runWith<T>(claims: Claims, work: Work<T>, door: string): Promise<T> {
  try {
    return await withScope(claims, work);
  } catch (error) {
    if (error instanceof KnownError && error.code === "not-found") notFound();
    if (error instanceof KnownError && error.code === "signed-out") redirect(door as never);
    throw error;
  }
}

/** Reads for a page as whoever is signed in. Absent and forbidden both end in the 404 page. */
export const runAs = async <T>(work: Work<T>) =>
  runWith(await requireSession(), work, "/sign-in?ended=none");

/** The same for somebody who came with a report's code. */
export const runByCode = async <T>(work: Work<T>) =>
  runWith(await requireCode(), work, "/tell/code");
