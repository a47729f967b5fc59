import { CaseFrame } from "@/components/cases/case-frame";
import { caseTitle } from "@/components/cases/case-title";
import { ButtonLink } from "@/components/ui/button";
import { Moment } from "@/components/ui/moment";
import { Card, Empty } from "@/components/ui/page";
import { Tag } from "@/components/ui/tag";
import { mayAct } from "@/lib/access/permissions";
import { runAs } from "@/lib/access/run-as";
import { purposeWords } from "@/lib/cases/labels";
import { listDisclosures } from "@/lib/cases/list-disclosures";
import { readCase } from "@/lib/cases/read-case";
import { formatDay } from "@/lib/dates";

type Props = {
  params: Promise<{ caseId: string }>;
  searchParams: Promise<{ done?: string }>;
};

export const generateMetadata = (props: Props) => caseTitle(props, "Disclosures");

export default async function CaseDisclosures({ params, searchParams }: Props) {
  const { caseId } = await params;
  const { done } = await searchParams;
  const { read, list } = await runAs(async (tx, actor) => ({
    read: await readCase(tx, actor, { caseId, page: "disclosures" }),
    list: await listDisclosures(tx, actor, caseId),
  }));
  const leavers =
    read.found.track === "T2" && mayAct(read.actor, "transfer-files")
      ? read.people.filter(({ kind, part }) => kind === "pupil" && part !== "witness")
      : [];
  const base = `/cases/${caseId}/disclosures`;
  return (
    <CaseFrame current="/disclosures" read={read} said={done}>
      {read.discloses ? (
        <p className="mb-6">
          <ButtonLink href={`${base}/new`}>Disclose</ButtonLink>
        </p>
      ) : null}
      {leavers.length > 0 ? (
        <p className="mb-6">
          A child goes to another school?{" "}
          {leavers.map((person) => (
            <a
              className="mr-3 inline-flex min-h-6 items-center text-accent underline underline-offset-2"
              href={`/transfers/new?person=${person.personId}`}
              key={person.personId}
            >
              Transfer the file of {person.name}
            </a>
          ))}
        </p>
      ) : null}
      {list.length === 0 ? (
        <Empty>
          <p className="font-semibold text-ink">Nothing was given to anybody outside</p>
          <p>
            What the police, the LADO, a tribunal, another school or the person it is about gets
            goes from here, and is written down here.
          </p>
        </Empty>
      ) : null}
      {list.map((one) => (
        <Card key={one.id} title={`${one.recipient}, ${one.organisation}`}>
          <p className="mb-2 flex flex-wrap gap-2">
            <Tag tone={one.state === "given" ? "good" : "warn"}>
              {one.state === "given" ? "Given" : "Not given yet"}
            </Tag>
            {one.lentUntil ? <Tag tone="warn">Lent until {formatDay(one.lentUntil)}</Tag> : null}
          </p>
          <p>{purposeWords(one.purpose)}</p>
          <p>
            {one.included} of {one.included + one.leftOut} items
            {one.chronology ? ", with the chronology" : ""}
          </p>
          <p className="text-soft">
            {one.givenAt ? (
              <>
                <Moment at={one.givenAt} />, {one.givenBy}
              </>
            ) : (
              <>
                Drafted <Moment at={one.draftedAt} />
              </>
            )}
          </p>
          {read.discloses ? (
            <p className="mt-2">
              <a className="text-accent underline underline-offset-2" href={`${base}/${one.id}`}>
                {one.state === "given" ? "What it holds" : "Check and give"}
                <span className="sr-only">
                  , {one.recipient}, {one.organisation}
                </span>
              </a>
            </p>
          ) : null}
        </Card>
      ))}
    </CaseFrame>
  );
}
