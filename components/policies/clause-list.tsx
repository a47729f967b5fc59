import Link from "next/link";
import type { ReactNode } from "react";
import { Tag } from "@/components/ui/tag";
import { kindWords } from "@/lib/policies/labels";
import type { Clause, ClauseKind } from "@/lib/policies/types";

/** The clauses in order under the headings of the document, each with what is to be said of it. */
export function ClauseList<C extends Clause & { id: string }>({
  clauses,
  editAt,
  about,
  level = 2,
}: {
  clauses: readonly C[];
  editAt?: (clause: C) => string;
  about?: (clause: C) => ReactNode;
  /** Of the headings. */
  level?: 2 | 3;
}) {
  const Heading = `h${level}` as const;
  const parts = [...Map.groupBy(clauses, (clause) => clause.heading || "Clauses")];
  return parts.map(([heading, list]) => (
    <section className="mb-6 rounded-lg border border-line bg-card p-4 sm:p-5" key={heading}>
      <Heading className="mb-3">{heading}</Heading>
      <ul className="divide-y divide-line">
        {list.map((clause) => (
          <li className="py-3 first:pt-0 last:pb-0" id={clause.code} key={clause.id}>
            <p className="mb-1 flex flex-wrap items-center gap-2">
              <strong>{clause.code}</strong>
              <Tag>{kindWords[clause.kind as ClauseKind] ?? clause.kind}</Tag>
              {editAt ? (
                <Link
                  className="no-print inline-flex min-h-6 items-center text-accent underline underline-offset-2"
                  href={editAt(clause)}
                  prefetch={false}
                >
                  Edit<span className="sr-only"> clause {clause.code}</span>
                </Link>
              ) : null}
            </p>
            <p className="whitespace-pre-wrap break-words">{clause.words}</p>
            {about?.(clause)}
          </li>
        ))}
      </ul>
    </section>
  ));
}
