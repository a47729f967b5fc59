import type { ReactNode } from "react";

export function Page({
  title,
  caption,
  back,
  actions,
  narrow,
  children,
}: {
  title: string;
  caption?: string;
  back?: { href: string; label: string };
  actions?: ReactNode;
  narrow?: boolean;
  children: ReactNode;
}) {
  return (
    <main className={`mx-auto w-full px-4 py-6 ${narrow ? "max-w-3xl" : "max-w-6xl"}`} id="main">
      {back ? (
        <p className="no-print mb-4">
          <a className="text-accent underline underline-offset-2" href={back.href}>
            <span aria-hidden="true">‹ </span>
            {back.label}
          </a>
        </p>
      ) : null}
      <div className="mb-6 flex flex-wrap items-start justify-between gap-4">
        <div>
          {caption ? <p className="text-soft">{caption}</p> : null}
          <h1>{title}</h1>
        </div>
        {actions}
      </div>
      {children}
    </main>
  );
}

export function Card({ title, children }: { title?: string; children: ReactNode }) {
  return (
    <section className="mb-6 rounded-lg border border-line bg-card p-4 sm:p-5">
      {title ? <h2 className="mb-3">{title}</h2> : null}
      {children}
    </section>
  );
}

export function Empty({ children }: { children: ReactNode }) {
  return (
    <div className="prose-block rounded-lg border border-line border-dashed p-6 text-soft">
      {children}
    </div>
  );
}

/** What just happened, above the page it led to. */
export function Banner({
  children,
  tone = "good",
}: {
  children: ReactNode;
  tone?: "good" | "note" | "warn";
}) {
  const tones = {
    good: "border-accent bg-tint",
    note: "border-note bg-note-tint",
    warn: "border-warn bg-warn-tint",
  };
  return (
    <div className={`prose-block mb-6 rounded-md border-l-4 p-4 ${tones[tone]}`} role="status">
      {children}
    </div>
  );
}

/** Stops a person before harm: GOV.UK's interruption pattern in our own clothes. */
export function StopCard({ children }: { children: ReactNode }) {
  return (
    <section className="prose-block rounded-lg border-2 border-danger bg-danger-tint p-5 sm:p-8">
      {children}
    </section>
  );
}

/** A number that a phone can call; words that are not a number stay words. */
export function Phone({ number }: { number: string }) {
  const dial = /^[\d\s()+-]{3,}$/.test(number) ? number.replace(/[^\d+]/g, "") : null;
  return dial ? (
    <a className="font-bold underline underline-offset-2" href={`tel:${dial}`}>
      {number}
    </a>
  ) : (
    <strong>{number}</strong>
  );
}

export function Summary({ rows }: { rows: { key: string; value: ReactNode; change?: string }[] }) {
  return (
    <dl className="divide-y divide-line">
      {rows.map((row) => (
        <div className="grid gap-1 py-3 sm:grid-cols-[13rem_1fr_auto] sm:gap-4" key={row.key}>
          <dt className="font-semibold">{row.key}</dt>
          <dd className="min-w-0 whitespace-pre-wrap break-words">{row.value}</dd>
          {row.change ? (
            <dd className="no-print">
              <a href={row.change}>
                Change<span className="sr-only"> {row.key.toLowerCase()}</span>
              </a>
            </dd>
          ) : null}
        </div>
      ))}
    </dl>
  );
}

/** The page that an address asks for: 1 to 200, and the first for whatever is no number. */
export const pageOf = (asked: string | undefined): number =>
  Math.min(200, Math.max(1, Math.floor(Number(asked)) || 1));

/** Previous and next by address, without a total: a total grows with the record. */
export function Paging({
  page,
  more,
  href,
}: {
  page: number;
  more: boolean;
  href: (page: number) => string;
}) {
  if (page === 1 && !more) return null;
  const look = "inline-flex min-h-11 items-center px-2 text-accent underline underline-offset-2";
  return (
    <nav aria-label="Pages" className="no-print mt-4 flex items-center gap-4">
      {page > 1 ? (
        <a className={look} href={href(page - 1)} rel="prev">
          Previous
        </a>
      ) : null}
      <span className="text-soft">Page {page}</span>
      {more ? (
        <a className={look} href={href(page + 1)} rel="next">
          Next
        </a>
      ) : null}
    </nav>
  );
}

export function Timeline({
  events,
}: {
  events: { id: string; title: string; words: string | null; by: string; at: ReactNode }[];
}) {
  return (
    <ol className="timeline">
      {events.map((event) => (
        <li key={event.id}>
          <p>{event.title}</p>
          <p>
            {event.at}, {event.by}
          </p>
          {event.words ? <p>{event.words}</p> : null}
        </li>
      ))}
    </ol>
  );
}
