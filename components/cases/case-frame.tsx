import Link from "next/link";
import type { ReactNode } from "react";
import { Banner, Page } from "@/components/ui/page";
import { RiskTag, Tag } from "@/components/ui/tag";
import { guardWords, statusWords } from "@/lib/cases/labels";
import type { ReadCase } from "@/lib/cases/read-case";
import { moves } from "@/lib/cases/transitions";
import { describeClock } from "@/lib/clocks/describe-clock";
import { trackWords } from "@/lib/reports/labels";
import { CaseMenu } from "./case-menu";
import { Tabs } from "./matter-tabs";

const pages = [
  ["", "Summary"],
  ["/evidence", "Evidence"],
  ["/timeline", "Timeline"],
  ["/actions", "Actions"],
  ["/deadlines", "Deadlines"],
  ["/process", "Fair process"],
  ["/people", "People"],
  ["/referrals", "Referrals"],
  ["/messages", "Messages"],
  ["/related", "Related"],
  ["/disclosures", "Disclosures"],
] as const;
export type CasePage = (typeof pages)[number][0];

const done: Record<string, string> = {
  opened: "The case is open and yours.",
  noted: "The note was added.",
  added: "The action was added.",
  finished: "The action is done.",
  involved: "The person was added. Somebody named can no longer see anything of this case.",
  reviewed: "What you found is in the timeline.",
  tie: "They are kept out of this case, and what they had in it passed on.",
  sent: "The message was sent.",
  severity: "The risk was changed.",
  passed: "The case was passed on. Its new owner has been told.",
  referred: "The case was referred. You will get a notice when it is decided.",
  paused: "The deadline stands still. It runs again when you say so.",
  resumed: "The deadline runs again, as much later as it stood still.",
  settled: "The deadline is met. What you wrote is in the timeline.",
  begun: "The deadline runs.",
  linked: "The cases are linked.",
  aside: "It is set aside, and not suggested again.",
  unlinked: "The link was taken back. That there was one stays in both timelines.",
  merged: "The other case was taken up here. Its timeline is kept.",
  split: "The new case is open. The reports are in both.",
  track: "The kind of case was changed.",
  recorded: "It is written down. What was written before is kept.",
  complaint: "The complaint is taken down, and its time runs.",
  dropped: "The draft was put aside. Nothing was given.",
  ...Object.fromEntries(moves.map((move) => [move.action, move.banner])),
};

const namesOf = (people: ReadCase["people"], part: string) =>
  people.filter((person) => person.part === part).map((person) => person.name);

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-sm text-soft">{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Which case, whom it concerns, how bad, whose, how long. */
function IdentityBar({ read }: { read: ReadCase }) {
  const { found, owner, people, actor, school } = read;
  const clock = found.dueAt ? describeClock(found.dueAt, actor.at, school) : null;
  const affected = namesOf(people, "affected");
  const named = namesOf(people, "named");
  return (
    <dl className="mb-6 flex flex-wrap items-start gap-x-8 gap-y-3 rounded-lg border border-line bg-card px-4 py-3">
      <Fact name="Risk">
        <RiskTag severity={found.severity} />
      </Fact>
      <Fact name="Status">
        <Tag tone={found.state === "external-hold" ? "warn" : "good"}>
          {statusWords(found.state)}
        </Tag>
      </Fact>
      {affected.length > 0 ? <Fact name="Affected">{affected.join(", ")}</Fact> : null}
      {named.length > 0 ? <Fact name="Named">{named.join(", ")}</Fact> : null}
      <Fact name="Kind of case">{trackWords[found.track]}</Fact>
      <Fact name="Owner">{owner}</Fact>
      {clock ? (
        <Fact name="Clock">
          <span className={clock.overdue ? "font-semibold text-danger" : ""}>{clock.words}</span>
          <span className="block text-sm text-soft">{clock.absolute}</span>
        </Fact>
      ) : null}
    </dl>
  );
}

/** What stands above every page of a case, and the way to its other pages. */
export function CaseFrame({
  read,
  current,
  said,
  children,
}: {
  read: ReadCase;
  current: CasePage;
  said?: string | undefined;
  children: ReactNode;
}) {
  const { found } = read;
  const base = `/cases/${found.id}`;
  return (
    <Page
      actions={<CaseMenu read={read} />}
      back={{ href: "/queue?tab=all", label: "Queue" }}
      caption="Case"
      title={found.reference}
    >
      {said && done[said] ? <Banner>{done[said]}</Banner> : null}
      {found.state === "external-hold" ? (
        <Banner tone="warn">
          This case is on hold for an outside body. Do not interview, search or investigate until
          the release is written down. Look after people&apos;s welfare.
        </Banner>
      ) : null}
      {read.reports.some((report) => report.withdrawnAt) && found.state !== "closed" ? (
        <Banner tone="note">
          A reporter withdrew their report. It is kept. Decide what still has to be done.
        </Banner>
      ) : null}
      {read.guarded ? <Banner tone="warn">{guardWords}</Banner> : null}
      <IdentityBar read={read} />
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

/** A page for one change to a case: what it does, who was there last, and the way back. */
export function CaseStep({
  read,
  title,
  last,
  children,
}: {
  read: ReadCase;
  title: string;
  last: { title: string; by: string | null; at: ReactNode } | undefined;
  children: ReactNode;
}) {
  return (
    <Page
      back={{ href: `/cases/${read.found.id}`, label: `Case ${read.found.reference}` }}
      narrow
      title={title}
    >
      <p className="mb-6 flex flex-wrap items-center gap-3">
        <RiskTag severity={read.found.severity} />
        <Tag>{statusWords(read.found.state)}</Tag>
      </p>
      {children}
      {last ? (
        <p className="mt-8 border-line border-t pt-3 text-soft">
          Last change: {last.title}, {last.by ?? "somebody"}, {last.at}.{" "}
          <Link
            className="text-accent underline underline-offset-2"
            href={`/cases/${read.found.id}/timeline`}
            prefetch={false}
          >
            See the timeline
          </Link>
        </p>
      ) : null}
    </Page>
  );
}
