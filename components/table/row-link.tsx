import Link from "next/link";
import type { ReactNode } from "react";

/** The first cell of a row: what it is called, and where it is. */
export const RowLink = ({ href, children }: { href: string; children: ReactNode }) => (
  <Link
    className="inline-flex min-h-6 items-center whitespace-nowrap font-semibold text-accent underline underline-offset-2"
    href={href as never}
    prefetch={false}
  >
    {children}
  </Link>
);
