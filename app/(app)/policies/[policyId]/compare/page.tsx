import { SelectField } from "@/components/forms/fields";
import { Compared } from "@/components/policies/compared";
import { Button } from "@/components/ui/button";
import { Empty, Page } from "@/components/ui/page";
import { runAs } from "@/lib/access/run-as";
import { compareDetails, compareVersions } from "@/lib/policies/compare-versions";
import { versionById, versionsOf } from "@/lib/policies/queries";

export const metadata = { title: "Compare two versions - Policies - Daybook" };

export default async function Compare({
  params,
  searchParams,
}: {
  params: Promise<{ policyId: string }>;
  searchParams: Promise<{ from?: string; to?: string }>;
}) {
  const { policyId } = await params;
  const query = await searchParams;
  const { versions, before, after } = await runAs(async (tx, actor) => {
    const all = await versionsOf(tx, actor, policyId);
    const pick = (number: string | undefined, other: number) =>
      all.find((version) => String(version.number) === number) ?? all[other] ?? all[0];
    const [from, to] = [pick(query.from, 1), pick(query.to, 0)];
    return {
      versions: all,
      before: await versionById(tx, actor, from?.versionId ?? ""),
      after: await versionById(tx, actor, to?.versionId ?? ""),
    };
  });
  const choices = versions.map((version) => ({
    value: String(version.number),
    label: `Version ${version.number}${version.publishedAt ? "" : " (draft)"}`,
  }));
  return (
    <Page
      back={{ href: `/policies/${policyId}`, label: after.title }}
      caption={after.title}
      title="Compare two versions"
    >
      <form className="no-print mb-6 flex flex-wrap items-end gap-4" method="get">
        <SelectField
          choices={choices}
          defaultValue={String(before.number)}
          label="Earlier"
          name="from"
        />
        <SelectField
          choices={choices}
          defaultValue={String(after.number)}
          label="Later"
          name="to"
        />
        <Button kind="secondary">Compare</Button>
      </form>
      {before.versionId === after.versionId ? (
        <Empty>There is only this one to compare.</Empty>
      ) : (
        <Compared
          after={after}
          before={before}
          clauses={compareVersions(before, after)}
          details={compareDetails(before, after)}
        />
      )}
    </Page>
  );
}
