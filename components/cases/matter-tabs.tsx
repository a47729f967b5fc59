import Link from "next/link";

/** Tabs of the queue and of a case: the one piece of every page's furniture that loads the router. */
export function Tabs({
  label,
  items,
}: {
  label: string;
  items: { href: string; label: string; count?: string; current: boolean }[];
}) {
  return (
    <nav aria-label={label} className="no-print mb-6 border-line border-b">
      <ul className="flex flex-wrap gap-x-1">
        {items.map((item) => (
          <li key={item.href}>
            <Link
              aria-current={item.current ? "page" : undefined}
              className={`inline-flex min-h-11 items-center gap-1.5 border-b-4 px-2 font-medium ${item.current ? "border-accent text-ink" : "border-transparent text-accent underline underline-offset-2"}`}
              href={item.href}
              prefetch={false}
            >
              {item.label}
              {item.count === undefined ? null : <span className="text-soft">({item.count})</span>}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
