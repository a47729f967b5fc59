import Link from "next/link";
import { Moment } from "@/components/ui/moment";
import { Card, Summary } from "@/components/ui/page";
import type { breachDuties } from "@/lib/cases/list-breaches";
import type { ReadCase } from "@/lib/cases/read-case";
import { describeClock } from "@/lib/clocks/describe-clock";
import type { DataTeam } from "@/lib/reports/tell-data-team";

const link = "text-accent underline underline-offset-2";

/** Who is told of a breach beside the school: what was sent, and what is still to be written down. */
export function BreachCard({
  read,
  duties,
  team,
}: {
  read: ReadCase;
  duties: Awaited<ReturnType<typeof breachDuties>>;
  team: DataTeam | null;
}) {
  const { found, actor, refers } = read;
  const base = `/cases/${found.id}/referrals`;
  const decided = read.records.of("T4")?.answers.ico;
  const told = (body: string, none: string) => {
    const sent = duties.referred.find((row) => row.body === body);
    if (sent)
      return (
        <>
          Told <Moment at={sent.at} />.{" "}
          <Link className={link} href={`${base}/${sent.id}`} prefetch={false}>
            See what was sent
          </Link>
        </>
      );
    return (
      <>
        {none}{" "}
        {refers && found.state !== "closed" ? (
          <Link className={link} href={`${base}/new?body=${body}`} prefetch={false}>
            Write down what was sent
          </Link>
        ) : null}
      </>
    );
  };
  const clock = duties.dueAt ? describeClock(duties.dueAt, actor.at) : null;
  const waiting =
    decided === "no"
      ? "Not told: the reasons are in the record."
      : decided === "yes"
        ? "To be told."
        : "Not decided yet.";
  return (
    <Card title="Who is told of this breach">
      <Summary
        rows={[
          {
            key: "ICO",
            value: (
              <>
                {clock ? (
                  <span className={`block ${clock.overdue ? "font-semibold text-danger" : ""}`}>
                    {clock.overdue
                      ? `The 72 hours are over: they ended on ${clock.absolute}`
                      : `72 hours: ${clock.words}, ${clock.absolute}`}
                  </span>
                ) : null}
                {told("ico", waiting)}
              </>
            ),
          },
          ...(team
            ? [
                {
                  key: `${team.name.charAt(0).toUpperCase()}${team.name.slice(1)}`,
                  value: told(team.body, `To be told: ${team.basis}.`),
                },
              ]
            : []),
        ]}
      />
    </Card>
  );
}
