import Link from "next/link";
import { BreachCard } from "@/components/cases/breach-card";
import { CaseFrame } from "@/components/cases/case-frame";
import { caseTitle } from "@/components/cases/case-title";
import { Moment } from "@/components/ui/moment";
import { Card, Summary } from "@/components/ui/page";
import { Tag } from "@/components/ui/tag";
import { runAs } from "@/lib/access/run-as";
import { caseForm, formsOf } from "@/lib/cases/case-forms";
import { describeAnswers } from "@/lib/cases/form-parts";
import { breachDuties } from "@/lib/cases/list-breaches";
import { listRecords } from "@/lib/cases/list-records";
import { readCase } from "@/lib/cases/read-case";
import { partWords } from "@/lib/reports/labels";
import { findDataTeam } from "@/lib/reports/tell-data-team";

type Props = {
  params: Promise<{ caseId: string }>;
  searchParams: Promise<{ done?: string }>;
};
const link = "text-accent underline underline-offset-2";

export const generateMetadata = (props: Props) => caseTitle(props, "Fair process");

export default async function Process({ params, searchParams }: Props) {
  const { caseId } = await params;
  const { done } = await searchParams;
  const { read, records, breach } = await runAs(async (tx, actor) => {
    const opened = await readCase(tx, actor, { caseId, page: "process" });
    return {
      read: opened,
      records: await listRecords(tx, actor, caseId),
      breach:
        opened.found.track === "T4"
          ? {
              duties: await breachDuties(tx, actor, caseId),
              team: await findDataTeam(tx, actor),
            }
          : null,
    };
  });
  const held = read.found.state === "external-hold";
  const cards = formsOf(read.found.track).flatMap((kind) => {
    const form = caseForm(kind);
    const about =
      form.about === "case"
        ? [{ personId: caseId, name: "", part: "" }]
        : read.people.filter((person) => form.parts?.includes(person.part));
    if (about.length === 0) return [];
    const rows = about.map((one) => {
      const versions = records.filter((r) => r.kind === kind && r.aboutId === one.personId);
      return { ...one, versions, last: versions[0] };
    });
    // What is rarely needed waits folded until somebody writes it.
    const rare = kind === "override" || kind === "jurisdiction";
    return [{ kind, form, rows, rare: rare && rows.every((row) => !row.last) }];
  });
  const address = (kind: string, about: string) =>
    `/cases/${caseId}/process/${kind.toLowerCase()}?about=${about}`;
  const begin = (kind: string, about: string, label: string) =>
    read.adds ? (
      <Link className={link} href={address(kind, about) as never} prefetch={false}>
        {label}
      </Link>
    ) : null;
  return (
    <CaseFrame current="/process" read={read} said={done}>
      {breach ? <BreachCard read={read} {...breach} /> : null}
      {cards
        .filter((card) => !card.rare)
        .map(({ kind, form, rows }) => (
          <Card key={kind} title={form.title}>
            {rows.map((row) => (
              <div className="mb-4 last:mb-0" key={`${row.personId}${row.part}`}>
                {row.name ? (
                  <p className="mb-1 flex flex-wrap items-center gap-2">
                    <strong className="break-words">{row.name}</strong>
                    <Tag>{partWords[row.part] ?? row.part}</Tag>
                  </p>
                ) : null}
                {row.last ? (
                  <>
                    <Summary
                      rows={describeAnswers(form, row.last.answers, row.last.names).map((one) => ({
                        key: one.label,
                        value: one.words,
                      }))}
                    />
                    <p className="text-soft">
                      Version {row.last.version}, {row.last.by}, <Moment at={row.last.at} />.{" "}
                      {held && !form.welfare
                        ? null
                        : begin(kind, row.personId, "Write a new version")}
                    </p>
                  </>
                ) : (
                  <p className="text-soft">
                    Not written yet.{" "}
                    {held && !form.welfare
                      ? "It waits until the hold is released."
                      : begin(kind, row.personId, `Write it`)}
                  </p>
                )}
              </div>
            ))}
          </Card>
        ))}
      <ul className="mb-6 space-y-2">
        {cards
          .filter((card) => card.rare)
          .flatMap(({ kind, form, rows }) =>
            rows.map((row) => (
              <li key={`${kind}${row.personId}`}>
                {begin(kind, row.personId, row.name ? `${form.title}: ${row.name}` : form.title)}
              </li>
            )),
          )}
      </ul>
    </CaseFrame>
  );
}
