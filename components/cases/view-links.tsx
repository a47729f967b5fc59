import { queueAddress } from "@/lib/cases/labels";
import type { QueueView } from "@/lib/cases/list-queue";
import type { SavedView } from "@/lib/connections/list-views";

/** The saved views of the queue as plain addresses, and the way to keep the one on the page. */
export function ViewLinks({ view, views }: { view: QueueView; views: SavedView[] }) {
  const here = queueAddress(view, {});
  const link = "inline-flex min-h-11 items-center text-accent underline underline-offset-2";
  const address = (saved: SavedView) => queueAddress(saved.view, {});
  const saved = views.some((one) => address(one) === here);
  return (
    <nav aria-label="Saved views" className="no-print mb-3 flex flex-wrap items-center gap-x-4">
      {views.map((one) => (
        <a
          aria-current={address(one) === here ? "page" : undefined}
          className={`inline-flex min-h-11 items-center ${address(one) === here ? "font-semibold text-ink" : "text-accent underline underline-offset-2"}`}
          href={address(one)}
          key={one.id}
        >
          {one.name}
        </a>
      ))}
      {saved ? null : (
        <a
          className={link}
          href={`/queue/views?save=${encodeURIComponent(here.slice("/queue?".length))}`}
        >
          Save this view
        </a>
      )}
      {views.length > 0 ? (
        <a className={link} href="/queue/views">
          Change views
        </a>
      ) : null}
    </nav>
  );
}
