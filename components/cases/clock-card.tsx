import Link from "next/link";
import { Moment } from "@/components/ui/moment";
import { Card } from "@/components/ui/page";
import { Tag } from "@/components/ui/tag";
import type { listClocks } from "@/lib/cases/list-clocks";
import { describeClock } from "@/lib/clocks/describe-clock";
import { lengthWords, pauseWords, ruleFor, stageWords } from "@/lib/clocks/labels";
import type { SchoolTime } from "@/lib/clocks/types";

export type CaseClock = Awaited<ReturnType<typeof listClocks>>[number];
const schoolUnits = ["school-hours", "school-days"];

function State({ clock, at, school }: { clock: CaseClock; at: Date; school: SchoolTime }) {
  if (clock.stoppedAt) return <Tag>Ended</Tag>;
  if (clock.pausedAt) return <Tag tone="note">Paused</Tag>;
  const said = describeClock(
    clock.dueAt,
    at,
    schoolUnits.includes(clock.unit) ? school : undefined,
  );
  return <Tag tone={said.overdue ? "danger" : "good"}>{said.words}</Tag>;
}

/** One deadline with its unit, start, basis and source, and how far they were checked. */
export function ClockCard({
  clock,
  caseId,
  at,
  school,
  works,
}: {
  clock: CaseClock;
  caseId: string;
  at: Date;
  school: SchoolTime;
  works: boolean;
}) {
  const rule = ruleFor(clock.kind);
  const local = rule.check ?? (clock.mark === "U" ? "This was not checked" : null);
  return (
    <Card title={rule.label}>
      <p className="flex flex-wrap items-center gap-3">
        <State at={at} clock={clock} school={school} />
        <span>
          {clock.stoppedAt ? "Was due" : "Due"} <Moment at={clock.dueAt} />
        </span>
        {local ? <Tag tone="warn">Check locally</Tag> : null}
      </p>
      <p className="mt-2">
        {rule.from}: <Moment at={clock.startedAt} />. {lengthWords(clock)}. {rule.who}.
      </p>
      <p className="text-soft">
        {rule.says === lengthWords(clock) ? "" : `${rule.says}. `}
        {clock.basis}. Source: {rule.source}.{local ? ` ${local}.` : ""}
      </p>
      {clock.reminded.length > 0 ? (
        <p className="text-soft">
          Reminders sent {clock.reminded.map((stage) => stageWords[stage]).join(", ")}.
        </p>
      ) : null}
      <ul>
        {clock.pauses.map((pause) => (
          <li className="break-words text-soft" key={pause.pausedAt.toISOString()}>
            Paused <Moment at={pause.pausedAt} />
            {pause.resumedAt ? (
              <>
                {" "}
                until <Moment at={pause.resumedAt} />
              </>
            ) : null}
            : {pauseWords[pause.reason as keyof typeof pauseWords]}. {pause.words}
          </li>
        ))}
      </ul>
      {clock.stoppedAt ? (
        <p className="mt-2 whitespace-pre-wrap break-words">
          Ended <Moment at={clock.stoppedAt} />
          {clock.stoppedWords ? `: ${clock.stoppedWords}` : "."}
        </p>
      ) : works && clock.force !== "information" ? (
        <p className="no-print mt-3">
          <Link
            className="text-accent underline underline-offset-2"
            href={`/cases/${caseId}/deadlines/${clock.id}`}
            prefetch={false}
          >
            {clock.pausedAt ? "Met, or runs again" : rule.pauses ? "Met, or may wait" : "It is met"}
            <span className="sr-only">: {rule.label}</span>
          </Link>
        </p>
      ) : null}
    </Card>
  );
}
