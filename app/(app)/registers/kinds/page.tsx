import { notFound } from "next/navigation";
import { RegisterTabs } from "@/components/registers/register-tabs";
import { DataTable } from "@/components/table/data-table";
import { Page } from "@/components/ui/page";
import { Tag } from "@/components/ui/tag";
import { mayAct } from "@/lib/access/permissions";
import { runAs } from "@/lib/access/run-as";
import { lastsWords, sourceWords } from "@/lib/registers/labels";
import { countWaiting } from "@/lib/registers/list-entries";
import { readKinds } from "@/lib/registers/read-kinds";
import { roleWords } from "@/lib/reports/labels";

export const metadata = { title: "What is asked - Registers - Daybook" };

const columns = [
  { id: "kind", header: "What" },
  { id: "approvers", header: "Who answers" },
  { id: "lasts", header: "How long" },
  { id: "from", header: "Where it comes from" },
];

export default async function Kinds() {
  const { kinds, ...tabs } = await runAs(async (tx, actor) => {
    if (!mayAct(actor, "set-registers")) notFound();
    return {
      kinds: await readKinds(tx, actor),
      waiting: await countWaiting(tx, actor),
      reads: true,
      sets: true,
    };
  });
  return (
    <Page title="What is asked, and who answers">
      <RegisterTabs current="kinds" {...tabs} />
      <p className="mb-4 text-soft">
        The national default of 21 November 2026, over it what a policy in force says, and over that
        what this school set. What was asked for before keeps the rule it was asked under.
      </p>
      <DataTable
        caption="Kinds of permissions, declarations and records"
        columns={columns}
        rows={kinds.map((kind) => ({
          id: kind.code,
          cells: {
            kind: (
              <>
                <a className="whitespace-normal" href={`/registers/kinds/${kind.code}`}>
                  {kind.label}
                </a>
                {kind.enabled ? null : <Tag tone="warn">Cannot be asked for</Tag>}
              </>
            ),
            approvers:
              kind.approvers.map((role) => roleWords[role] ?? role).join(", or ") ||
              "Nobody: it is recorded",
            lasts: lastsWords(kind),
            from: (
              <>
                {sourceWords[kind.source]}
                {kind.clause ? <small>{kind.clause}</small> : null}
              </>
            ),
          },
        }))}
      />
    </Page>
  );
}
