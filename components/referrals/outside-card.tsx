import Link from "next/link";
import { Moment } from "@/components/ui/moment";
import { Card } from "@/components/ui/page";
import { Tag, type Tone } from "@/components/ui/tag";
import { describeClock } from "@/lib/clocks/describe-clock";
import { channelWords } from "@/lib/referrals/labels";
import { bodyOf } from "@/lib/referrals/list-bodies";
import type { OutsideRow } from "@/lib/referrals/list-outside";
import { type OutsideState, openStates, outsideWords } from "@/lib/referrals/transitions";

const tones: Record<string, Tone> = { answered: "good", ended: "calm" };
export const awaited = (state: string) => (openStates as readonly string[]).includes(state);

export function OutsideTags({ row }: { row: Pick<OutsideRow, "state" | "takedown" | "visible"> }) {
  return (
    <span className="flex flex-wrap gap-2">
      <Tag tone={tones[row.state] ?? "warn"}>
        {outsideWords[row.state as OutsideState] ?? row.state}
      </Tag>
      {row.takedown ? (
        <Tag tone={row.visible === "no" ? "good" : "warn"}>
          {row.visible === "no" ? "Gone" : "Still to be seen"}
        </Tag>
      ) : null}
    </span>
  );
}

/** One referral outside as it stands, beside the others of its case. */
export function OutsideCard({ row, at }: { row: OutsideRow; at: Date }) {
  const clock = describeClock(row.chaseAt, at);
  return (
    <Card title={bodyOf(row.body).name}>
      <div className="mb-2">
        <OutsideTags row={row} />
      </div>
      <p className="text-soft">
        {channelWords[row.channel]}, <Moment at={row.sentAt} />, by {row.by}
        {row.reference ? `. Reference ${row.reference}` : ""}
      </p>
      <p className="mt-2 whitespace-pre-wrap break-words">{row.sent}</p>
      {row.reply ? (
        <p className="mt-2 whitespace-pre-wrap break-words border-accent border-l-4 pl-4">
          {row.reply}
        </p>
      ) : null}
      {awaited(row.state) ? (
        <p className={`mt-2 ${clock.overdue ? "font-semibold text-danger" : ""}`}>
          {clock.overdue ? "Ask again now: it was due" : "Ask again"} <Moment at={row.chaseAt} />
        </p>
      ) : null}
      <p className="mt-2">
        <Link
          className="inline-flex min-h-11 items-center text-accent underline underline-offset-2"
          href={`/cases/${row.caseId}/referrals/${row.id}`}
          prefetch={false}
        >
          {awaited(row.state) ? "Record what came back" : "See what happened"}
          <span className="sr-only">: {bodyOf(row.body).name}</span>
        </Link>
      </p>
    </Card>
  );
}
