import { SignpostList, supportCodes } from "@/components/reports/signpost-list";
import { Button, ButtonLink } from "@/components/ui/button";
import { isViewReason, viewReasons } from "@/lib/evidence/labels";
import type { EvidenceItem } from "@/lib/evidence/queries";

const sizes = [
  ["100", ""],
  ["150", "group-has-[[value='150']:checked]/zoom:w-[150%]"],
  ["200", "group-has-[[value='200']:checked]/zoom:w-[200%]"],
  ["300", "group-has-[[value='300']:checked]/zoom:w-[300%]"],
  ["400", "group-has-[[value='400']:checked]/zoom:w-[400%]"],
] as const;

type Query = { show?: string; reason?: string; page?: string };
/** How an item is shown in the clear: whether a reason is asked, and what was given. */
export type Shown = { asks: boolean; reason?: string | undefined; page?: string | undefined };

/** Nothing, unless the address asks for this item. */
export const shownAs = (
  query: Query,
  item: EvidenceItem,
  asks?: ReadonlySet<string>,
): Shown | undefined =>
  query.show === item.id
    ? { asks: asks?.has(item.reportId ?? "") === true, reason: query.reason, page: query.page }
    : undefined;

const sourceOf = (item: EvidenceItem, shown: Shown, as: "view" | "original", page = 1) => {
  const query = new URLSearchParams({ as });
  if (page > 1) query.set("page", String(page));
  if (isViewReason(shown.reason)) query.set("reason", shown.reason);
  return `/api/evidence/${item.id}?${query}`;
};

/** Why? The school's rule asks before anything is opened (B13.6). Works as a plain form. */
export function AskWhy({ id, at, from }: { id: string; at: string; from?: string }) {
  return (
    <form action={`${at}#${id}`} className="mt-4 space-y-3" method="get">
      <input name="show" type="hidden" value={id} />
      {from ? <input name="from" type="hidden" value={from} /> : null}
      <label className="block font-semibold" htmlFor={`why-${id}`}>
        Why do you need to see it?
      </label>
      <select className="field-box max-w-xl" id={`why-${id}`} name="reason" required>
        <option value="">Select a reason</option>
        {Object.entries(viewReasons).map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
      <Button>Show it</Button>
    </form>
  );
}

/**
 * One item in the clear: a picture, or one page of a document. Its size is chosen by button or
 * arrow key and moved by scrolling; nothing needs dragging, and nothing needs a script.
 */
export function EvidenceViewer({
  item,
  shown,
  at,
  words,
  original,
}: {
  item: EvidenceItem;
  shown: Shown;
  /** The address it stands on, without a query. */
  at: string;
  /** What it shows, for people who cannot see it. */
  words: string;
  original?: boolean | undefined;
}) {
  if (shown.asks && !isViewReason(shown.reason)) return <AskWhy at={at} id={item.id} />;
  const pages = Number(item.metadata?.pages ?? 0);
  const asked = Number(shown.page ?? 1);
  const page = Number.isInteger(asked) && asked > 0 ? asked : 1;
  const turn = (to: number) => {
    const query = new URLSearchParams({ show: item.id, page: String(to) });
    if (isViewReason(shown.reason)) query.set("reason", shown.reason);
    return `${at}?${query}#${item.id}`;
  };
  const source = sourceOf(item, shown, "view", page);
  const save = original ? <a href={sourceOf(item, shown, "original")}>Save the original</a> : null;
  if (item.kind !== "image" && item.kind !== "pdf") return <p className="mt-4">{save}</p>;
  return (
    <div className="mt-4">
      <div className="group/zoom">
        <fieldset className="flex flex-wrap gap-2">
          <legend className="mb-1 font-semibold">Size</legend>
          {sizes.map(([size]) => (
            <label
              className="relative inline-flex min-h-11 min-w-16 cursor-pointer items-center justify-center rounded-md border border-soft bg-card px-3 has-[:checked]:bg-accent has-[:checked]:text-white has-[:focus-visible]:outline-3 has-[:focus-visible]:outline-offset-2"
              key={size}
            >
              <input
                className="absolute inset-0 cursor-pointer opacity-0"
                defaultChecked={size === "100"}
                name={`size-${item.id}`}
                type="radio"
                value={size}
              />
              {size}%
            </label>
          ))}
        </fieldset>
        <section
          aria-label="The picture. Scroll it with the arrow keys"
          className="mt-3 max-h-[85vh] overflow-auto rounded border border-line"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached with the keyboard
          tabIndex={0}
        >
          {/* biome-ignore lint/performance/noImgElement: evidence is never optimised or cached */}
          <img
            alt={words || "No description was given"}
            className={`h-auto w-full max-w-none ${sizes.map(([, look]) => look).join(" ")}`}
            height={item.height ?? undefined}
            src={source}
            width={item.width ?? undefined}
          />
        </section>
      </div>
      {item.kind === "pdf" ? (
        <nav aria-label="Pages of the document" className="mt-3 flex flex-wrap items-center gap-3">
          {page > 1 ? (
            <ButtonLink href={turn(page - 1)} kind="secondary">
              Page before
            </ButtonLink>
          ) : null}
          <span>{pages > 0 ? `Page ${page} of ${pages}` : `Page ${page}`}</span>
          {pages === 0 || page < pages ? (
            <ButtonLink href={turn(page + 1)} kind="secondary">
              Next page
            </ButtonLink>
          ) : null}
        </nav>
      ) : null}
      <p className="mt-3 flex flex-wrap items-center gap-x-4 gap-y-2">
        <ButtonLink href={`${at}#${item.id}`} kind="secondary">
          Stop looking
        </ButtonLink>
        <a href={source}>Open the picture on its own page</a>
        {save}
      </p>
      <p className="mt-2 text-soft">
        This view is written in the record. What you see may stay with you: stop when you have seen
        enough, and talk to somebody.
      </p>
      <details className="mt-1">
        <summary className="disclose">Somebody to talk to</summary>
        <SignpostList codes={supportCodes} />
      </details>
    </div>
  );
}
