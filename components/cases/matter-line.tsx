import Link from "next/link";
import type { ReactNode } from "react";
import { Moment } from "@/components/ui/moment";
import { RiskTag } from "@/components/ui/tag";
import { statusWords } from "@/lib/cases/labels";

/** One report or case in a list: which, how bad, what, where it stands. */
export function MatterLine({
  matter,
  children,
}: {
  matter: {
    id: string;
    kind: "report" | "case";
    reference: string;
    type: string;
    severity: number;
    state: string;
    at?: Date;
  };
  children?: ReactNode;
}) {
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 py-3">
      <strong>
        <Link
          href={matter.kind === "report" ? `/queue/${matter.id}` : `/cases/${matter.id}`}
          prefetch={false}
        >
          {matter.reference}
        </Link>
      </strong>
      <RiskTag severity={matter.severity} />
      <span>
        {matter.kind === "case" ? "Case" : "Report"}, {matter.type}
      </span>
      <span className="text-soft">
        {statusWords(matter.state)}
        {matter.at ? (
          <>
            , <Moment at={matter.at} />
          </>
        ) : null}
      </span>
      {children}
    </li>
  );
}
