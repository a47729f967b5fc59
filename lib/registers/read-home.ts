import type { Tx } from "@/db/scope";
import { mayAct } from "@/lib/access/permissions";
import type { Actor } from "@/lib/access/types";
import { localDay } from "@/lib/dates";
import { countWaiting, myEntries } from "./list-entries";
import { filteringStanding, missingOfMine } from "./queries";
import { readKinds } from "./read-kinds";

/** As many as fit beside one's reports. */
const shown = 5;

/** What the home page says of the registers to whoever opens it. */
export async function readHome(tx: Tx, actor: Actor) {
  const kinds = await readKinds(tx, actor);
  const mine = await myEntries(tx, actor, 1, shown);
  const leads = mayAct(actor, "set-registers");
  return {
    ...mine,
    labels: new Map(kinds.map((kind) => [kind.code, kind.label])),
    missing: actor.heldRoles.includes("staff") ? await missingOfMine(tx, actor, kinds) : [],
    waiting: await countWaiting(tx, actor),
    overdue: leads && (await filteringStanding(tx, actor)).standing !== "in-time",
    today: localDay(actor.at),
  };
}
