import type { ReactNode } from "react";
import { IdleWatch } from "@/components/idle-watch";
import { HeadWatch } from "@/components/ledger/head-watch";
import { Banner } from "@/components/ui/page";
import { Footer, type NavLink, TopBar } from "@/components/ui/top-bar";
import { signOutAction } from "@/lib/access/actions";
import { mayAct } from "@/lib/access/permissions";
import { runAs } from "@/lib/access/run-as";
import { type Actor, holds, timeLeft } from "@/lib/access/types";
import { hasSentToMe } from "@/lib/cases/list-sent-to-me";
import { countUnread } from "@/lib/notifications/queries";
import { schoolDetails } from "@/lib/schools/queries";

function linksFor(actor: Actor, unread: number, sentToMe: boolean): NavLink[] {
  const handler = holds(
    actor,
    "dsl",
    "deputy-dsl",
    "headteacher",
    "dpo",
    "chair",
    "vice-chair",
    "trust-lead",
    "trust-chair",
  );
  const decider = holds(actor, "headteacher", "chair", "vice-chair", "trust-lead", "trust-chair");
  const reader = holds(
    actor,
    "governor",
    "chair",
    "vice-chair",
    "headteacher",
    "dsl",
    "dpo",
    "trust-lead",
    "trust-chair",
  );
  const show = (yes: boolean, href: string, label: string): NavLink[] =>
    yes ? [{ href, label }] : [];
  return [
    { href: "/", label: "My reports" },
    ...show(sentToMe || holds(actor, "line-manager"), "/sent-to-me", "Sent to me"),
    ...show(handler, "/queue", "Queue"),
    ...show(decider, "/decisions", "My decisions"),
    ...show(handler, "/referrals", "Referrals"),
    ...show(handler, "/search", "Search"),
    ...show(holds(actor, "headteacher"), "/concerns", "Low-level concerns"),
    ...show(reader, "/governance", "Governors' view"),
    ...show(holds(actor, "admin", "headteacher", "dpo"), "/people", "People"),
    { href: "/registers", label: "Registers" },
    { href: "/policies", label: "Policies" },
    { href: "/notices", label: "Notices", count: unread },
  ];
}

export default async function AppLayout({ children }: { children: ReactNode }) {
  const { actor, live, unread, sentToMe } = await runAs(async (tx, a) => ({
    actor: a,
    live: (await schoolDetails(tx, a)).liveAt !== null,
    unread: await countUnread(tx, a),
    sentToMe: await hasSentToMe(tx, a),
  }));
  return (
    <>
      <TopBar
        links={linksFor(actor, unread, sentToMe)}
        personName={actor.name}
        schoolName={actor.schoolName}
        signOut={
          <form action={signOutAction}>
            <button
              className="min-h-11 cursor-pointer px-2 text-white underline-offset-4 hover:underline"
              type="submit"
            >
              Sign out
            </button>
          </form>
        }
      />
      {live ? null : (
        <div className="mx-auto w-full max-w-6xl px-4 pt-6">
          <Banner tone="warn">
            {actor.schoolName} has not started to use Daybook. No report can be sent yet: tell your
            DSL in person, and in danger call 999.
          </Banner>
        </div>
      )}
      {children}
      <Footer />
      {mayAct(actor, "remember-head") ? (
        <HeadWatch signIn={actor.absoluteExpiresAt.toISOString()} />
      ) : null}
      <IdleWatch warnIn={timeLeft(actor).warnIn} />
    </>
  );
}
