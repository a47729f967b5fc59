import { Tag } from "@/components/ui/tag";
import { formatDay } from "@/lib/dates";
import { type Body, bodiesAsOf } from "@/lib/referrals/list-bodies";

/** How to reach a body: the school's own contact first, and how far the national one was checked. */
export function BodyContact({ body, local }: { body: Body; local: string | undefined }) {
  return (
    <>
      {local ? <p className="whitespace-pre-wrap break-words font-semibold">{local}</p> : null}
      <p className={local ? "text-soft" : ""}>
        {body.detail}. {body.mark === "U" ? null : `Checked ${formatDay(bodiesAsOf.asOf)}.`}{" "}
        {body.mark === "U" && !local ? <Tag tone="warn">Check locally</Tag> : null}
      </p>
    </>
  );
}

/** What goes to them, and what to mind before it does. */
export function WhatToSend({ body }: { body: Body }) {
  return (
    <>
      {body.mind ? (
        <p className="mb-3 border-warn border-l-4 pl-3 font-semibold">{body.mind}</p>
      ) : null}
      <p>What to send:</p>
      <ul className="mb-3 list-disc pl-6">
        {body.send.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ul>
      <p className="text-sm text-soft">Source: {body.source}. This is not legal advice.</p>
    </>
  );
}
