import type { z } from "zod";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { check } from "@/lib/errors";
import { insertPolicy } from "./draft-version";
import { requireWriter } from "./load-draft";
import { readPack } from "./read-pack";
import type { loadPackSchema } from "./schema";

/** Drafts a policy from the national default or from one of the five packs, to be made one's own. */
export async function loadPack(tx: Tx, actor: Actor, input: z.output<typeof loadPackSchema>) {
  requireWriter(actor);
  const found = readPack(input.pack);
  if (!found) throw check({ pack: "Select where to start" });
  const { code, number: _, about: __, ...text } = found;
  return insertPolicy(tx, actor, text, code);
}
