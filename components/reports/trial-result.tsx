import { SignpostList } from "@/components/reports/signpost-list";
import { Banner, Card } from "@/components/ui/page";
import { Tag } from "@/components/ui/tag";
import { lengthWords, ruleFor } from "@/lib/clocks/labels";
import { formatDay } from "@/lib/dates";
import { roleWords, trackWords } from "@/lib/reports/labels";
import type { Step, Tried } from "@/lib/reports/try-route";
import { noteOf, routeWords } from "@/lib/schools/labels";

const why: Record<Step["seats"][number]["why"], string> = {
  owner: "would get it",
  next: "next in line",
  named: "kept out: named in it",
  "about-role": "kept out: it is about them",
  "line-manager": "kept out: it is about their line management",
  conflict: "kept out: a declared conflict",
};

function Seats({ step }: { step: Step }) {
  if (step.seats.length === 0)
    return <span className="block text-soft">Nobody else holds this role</span>;
  return (
    <ul>
      {step.seats.map((seat) => (
        <li className="flex flex-wrap items-center gap-x-3" key={`${step.role} ${seat.name}`}>
          {seat.name}
          <Tag tone={seat.why === "owner" ? "good" : seat.why === "next" ? "calm" : "warn"}>
            {why[seat.why]}
          </Tag>
        </li>
      ))}
    </ul>
  );
}

/** What the routing answers for a case that was tried: the row, the chain and the reason of each. */
export function TrialResult({ tried }: { tried: Tried }) {
  const { route, owner, told, steps, clocks } = tried;
  return (
    <>
      <Banner tone={owner ? "good" : "warn"}>
        {owner ? (
          <p>
            <strong>{owner.name}</strong> ({roleWords[owner.role]}) would get this.
          </p>
        ) : (
          <p>
            <strong>Nobody at school could read this.</strong> It would be kept, and the reporter
            told where to turn.
          </p>
        )}
      </Banner>
      <Card title={`Row ${route.row}: ${routeWords[route.about]}`}>
        <p>
          {trackWords[route.track]}.{" "}
          {tried.sealed
            ? "Sealed: only whoever looks after children, and whoever owns it, may read it. "
            : ""}
          Source: {route.source}, as of {formatDay(route.asOf)}.{" "}
          {route.mark === "U" ? <Tag tone="warn">Check locally</Tag> : null}
        </p>
        {noteOf(route.row) ? <p className="mt-2">{noteOf(route.row)}.</p> : null}
        <h3 className="mt-4 font-semibold">The chain, in order</h3>
        <ol className="mt-2 list-decimal space-y-2 pl-6">
          {steps.map((step) => (
            <li key={step.role}>
              <span className="font-semibold">{roleWords[step.role]}</span>
              {step.fallback ? (
                <span className="text-soft"> (only if nobody above can)</span>
              ) : null}
              <Seats step={step} />
            </li>
          ))}
        </ol>
        <h3 className="mt-4 font-semibold">Also told</h3>
        {told.length === 0 ? <p className="text-soft">Nobody.</p> : null}
        <ul className="list-disc pl-6">
          {told.map((one) => (
            <li key={`${one.role} ${one.name}`}>
              {one.name} ({roleWords[one.role]}){one.fact ? ": that it exists, and no more" : ""}
            </li>
          ))}
        </ul>
        <h3 className="mt-4 font-semibold">Deadlines that start</h3>
        {clocks.length === 0 ? <p className="text-soft">The school's own targets only.</p> : null}
        <ul className="list-disc pl-6">
          {clocks.map((kind) => (
            <li key={kind}>
              {ruleFor(kind).label}: {lengthWords(ruleFor(kind)).toLowerCase()}
            </li>
          ))}
        </ul>
      </Card>
      {route.external.length > 0 ? (
        <Card title="Bodies outside school">
          <SignpostList codes={route.external} />
        </Card>
      ) : null}
    </>
  );
}
