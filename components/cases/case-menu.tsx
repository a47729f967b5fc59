import Link from "next/link";
import { ButtonLink } from "@/components/ui/button";
import type { ReadCase } from "@/lib/cases/read-case";
import type { Move } from "@/lib/cases/transitions";

const addressOf = (read: ReadCase, move: Move) => {
  const base = `/cases/${read.found.id}`;
  if (move.page === "refer") return `${base}/refer`;
  if (move.page === "decide") return `/decisions/${read.asked?.id}`;
  if (move.page === "appeal") return `${base}/appeal`;
  if (move.page === "retention") return `/retention/${read.found.id}`;
  return `${base}/move/${move.action}`;
};

/** The next step as a button, everything else in one menu; all of them are links to a page. */
export function CaseMenu({ read }: { read: ReadCase }) {
  const [main, ...rest] = read.moves;
  const base = `/cases/${read.found.id}`;
  const others = [
    ...rest.map((move) => ({ href: addressOf(read, move), label: move.label })),
    ...(read.refers && read.found.state !== "closed"
      ? [{ href: `${base}/referrals/new`, label: "Refer outside" }]
      : []),
    ...(read.works
      ? [
          { href: `${base}/risk`, label: "Change the risk" },
          { href: `${base}/owner`, label: "Pass to somebody else" },
          { href: `${base}/related?do=link`, label: "Link, take up or take apart" },
          { href: `${base}/related?do=track`, label: "Change the kind of case" },
        ]
      : []),
    ...(read.adds
      ? [
          { href: `${base}/timeline#words`, label: "Add a note" },
          { href: `${base}/people#person`, label: "Add a person" },
          { href: `${base}/messages`, label: "Message the reporter" },
        ]
      : []),
    ...(read.discloses
      ? [{ href: `${base}/disclosures/new`, label: "Disclose to somebody outside" }]
      : []),
    ...(read.found.emergency
      ? []
      : [{ href: `${base}/step-aside`, label: "I should not handle this" }]),
  ];
  return (
    <div className="no-print flex flex-wrap items-start gap-3">
      {main ? <ButtonLink href={addressOf(read, main)}>{main.label}</ButtonLink> : null}
      <details className="group relative">
        <summary className="inline-flex min-h-11 cursor-pointer list-none items-center gap-2 rounded-md border border-soft bg-card px-4 py-2 font-semibold hover:bg-tint">
          More actions
          <span aria-hidden="true" className="group-open:rotate-180">
            ▾
          </span>
        </summary>
        <ul className="absolute right-0 z-10 mt-1 w-72 max-w-[calc(100vw-2rem)] rounded-md border border-line bg-card py-1 shadow-lg max-sm:right-auto max-sm:left-0">
          {others.map((item) => (
            <li key={item.label}>
              <Link
                className="flex min-h-11 items-center px-4 py-2 hover:bg-tint hover:underline"
                href={item.href}
                prefetch={false}
              >
                {item.label}
              </Link>
            </li>
          ))}
        </ul>
      </details>
    </div>
  );
}
