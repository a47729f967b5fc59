import type { ReactNode } from "react";
import { Banner, Page, Tabs } from "@/components/ui/page";
import { RiskTag, Tag } from "@/components/ui/tag";
import { statusWords } from "@/lib/cases/labels";
import type { Case } from "@/lib/cases/queries";
import { moves } from "@/lib/cases/transitions";
import { describeClock } from "@/lib/clocks/describe-clock";
import { trackWords } from "@/lib/reports/labels";

const pages = [
  ["", "Summary"],
  ["/evidence", "Evidence"],
  ["/timeline", "Timeline"],
  ["/actions", "Actions"],
  ["/people", "People"],
  ["/referrals", "Referrals"],
  ["/messages", "Messages"],
] as const;

const done: Record<string, string> = {
  opened: "The case is open and yours.",
  noted: "The note was added.",
  added: "The action was added.",
  finished: "The action is done.",
  involved:
    "The person was added. If they are named, they can no longer see anything of this case.",
  sent: "The message was sent.",
  severity: "The risk was changed.",
  referred: "The case was referred. You will get a notice when it is decided.",
  ...Object.fromEntries(moves.map((move) => [move.action, move.banner])),
};

/** What stands above every page of a case: which, how bad, whose, how long, and its other pages. */
export function CaseFrame({
  found,
  owner,
  at,
  current,
  said,
  children,
}: {
  found: Case;
  owner: string;
  at: Date;
  current: (typeof pages)[number][0];
  said?: string | undefined;
  children: ReactNode;
}) {
  const clock = found.dueAt ? describeClock(found.dueAt, at) : null;
  const base = `/cases/${found.id}`;
  return (
    <Page back={{ href: "/queue?tab=all", label: "Queue" }} caption="Case" title={found.reference}>
      <div className="mb-6 flex flex-wrap items-center gap-x-6 gap-y-2 rounded-lg border border-line bg-card px-4 py-3">
        <RiskTag severity={found.severity} />
        <Tag tone={found.state === "external-hold" ? "warn" : "good"}>
          {statusWords(found.state)}
        </Tag>
        <span>{trackWords[found.track]}</span>
        <span>
          <span className="text-soft">Owner</span> {owner}
        </span>
        {clock ? (
          <span className={clock.overdue ? "font-semibold text-danger" : ""}>
            {clock.words} <span className="font-normal text-soft">({clock.absolute})</span>
          </span>
        ) : null}
      </div>
      {said && done[said] ? <Banner>{done[said]}</Banner> : null}
      {found.state === "external-hold" ? (
        <Banner tone="warn">
          This case is on hold for an outside body. Do not interview, search or investigate until
          the release is written down. Look after people&apos;s welfare.
        </Banner>
      ) : null}
      <Tabs
        items={pages.map(([path, label]) => ({
          href: `${base}${path}`,
          label,
          current: path === current,
          ...(path === "/evidence" ? { count: String(found.evidenceCount) } : {}),
        }))}
        label="Case"
      />
      {children}
    </Page>
  );
}
