import Link from "next/link";
import { CaseFrame } from "@/components/cases/case-frame";
import { caseTitle } from "@/components/cases/case-title";
import { LawFlags } from "@/components/referrals/law-flags";
import { OutsideCard } from "@/components/referrals/outside-card";
import { ButtonLink } from "@/components/ui/button";
import { Moment } from "@/components/ui/moment";
import { Card, Empty } from "@/components/ui/page";
import { Tag } from "@/components/ui/tag";
import { runAs } from "@/lib/access/run-as";
import { readCase } from "@/lib/cases/read-case";
import { letterKinds, letterOf } from "@/lib/referrals/fill-letter";
import { decidedWords } from "@/lib/referrals/labels";
import { caseLetters } from "@/lib/referrals/list-letters";
import { caseOutside } from "@/lib/referrals/list-outside";
import { caseReferrals } from "@/lib/referrals/queries";
import { roleWords } from "@/lib/reports/labels";

type Props = {
  params: Promise<{ caseId: string }>;
  searchParams: Promise<{ done?: string; law?: string }>;
};
const link = "inline-flex min-h-6 items-center text-accent underline underline-offset-2";
const states: Record<string, string> = {
  open: "Waiting for a decision",
  withdrawn: "Withdrawn",
};

export const generateMetadata = (props: Props) => caseTitle(props, "Referrals");

export default async function CaseReferrals({ params, searchParams }: Props) {
  const { caseId } = await params;
  const { done, law } = await searchParams;
  const { read, list, outside, letters } = await runAs(async (tx, actor) => ({
    read: await readCase(tx, actor, { caseId, page: "referrals" }),
    list: await caseReferrals(tx, actor, caseId),
    outside: await caseOutside(tx, actor, caseId),
    letters: await caseLetters(tx, actor, caseId),
  }));
  return (
    <CaseFrame current="/referrals" read={read} said={done}>
      {read.refers && read.found.state !== "closed" ? (
        <p className="no-print mb-6">
          <ButtonLink href={`/cases/${caseId}/referrals/new`} kind="secondary">
            Refer outside
          </ButtonLink>
        </p>
      ) : null}
      {list.length + outside.length === 0 ? (
        <Empty>
          <p className="font-semibold text-ink">Not referred to anybody yet</p>
          <p>
            When a decision about somebody&apos;s conduct is needed, refer the case. It goes to the
            headteacher, or past them when they have a part in it. What goes to the LADO, the
            police, a platform or any other body outside is written down here too.
          </p>
        </Empty>
      ) : null}
      {read.refers && list.some((referral) => referral.decision) ? (
        <Card title="Letters about the decision">
          <ul>
            {letters.map((letter) => (
              <li className="py-1" key={letter.id}>
                <Link
                  className={link}
                  href={`/cases/${caseId}/letters/${letter.id}`}
                  prefetch={false}
                >
                  {letterOf(letter.kind)?.label}, {letter.toName}, version {letter.version}
                </Link>
                <span className="text-soft">
                  {" "}
                  <Moment at={letter.writtenAt} />
                </span>
              </li>
            ))}
          </ul>
          <p className="no-print mt-2 flex flex-wrap gap-x-6">
            <span>Write one:</span>
            {letterKinds.map((letter) => (
              <Link
                className={link}
                href={`/cases/${caseId}/letters/new?kind=${letter.kind}`}
                key={letter.kind}
                prefetch={false}
              >
                {letter.label}
              </Link>
            ))}
          </p>
        </Card>
      ) : null}
      {outside.map((row) => (
        <OutsideCard at={read.actor.at} key={row.id} row={row} />
      ))}
      {list.map((referral) => (
        <Card key={referral.id} title={`To the ${roleWords[referral.to] ?? referral.to}`}>
          <p className="mb-2">
            <Tag tone={referral.state === "open" ? "warn" : referral.decision ? "good" : "calm"}>
              {referral.decision ? "Decided" : (states[referral.state] ?? referral.state)}
            </Tag>{" "}
            {referral.decision ? (
              <strong>{decidedWords(referral.decision, referral.outcome)}</strong>
            ) : null}
          </p>
          <p className="text-soft">
            Sent <Moment at={referral.sentAt} />, due <Moment at={referral.dueAt} />
          </p>
          <p className="mt-2 whitespace-pre-wrap break-words">{referral.asked}</p>
          {referral.reason && referral.decidedAt ? (
            <div className="mt-3 border-accent border-l-4 pl-4">
              <p className="text-soft">
                Decided by the {roleWords[referral.decidedAs ?? ""]},{" "}
                <Moment at={referral.decidedAt} />
                {referral.clause ? `, under clause ${referral.clause}` : ""}
              </p>
              <p className="whitespace-pre-wrap break-words">{referral.reason}</p>
            </div>
          ) : null}
        </Card>
      ))}
      {read.refers ? <LawFlags law={law} read={read} /> : null}
    </CaseFrame>
  );
}
