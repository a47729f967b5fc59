import Link from "next/link";
import { notFound } from "next/navigation";
import { ActionForm } from "@/components/forms/action-form";
import { SubmitButton } from "@/components/forms/fields";
import { ClauseList } from "@/components/policies/clause-list";
import { ClauseDefects, DefectList } from "@/components/policies/defect-list";
import { VersionDetails } from "@/components/policies/version-details";
import { ButtonLink } from "@/components/ui/button";
import { Banner, Card, Empty, Page } from "@/components/ui/page";
import { mayAct } from "@/lib/access/permissions";
import { runAs } from "@/lib/access/run-as";
import { localDay } from "@/lib/dates";
import { discardVersionAction } from "@/lib/policies/actions";
import { findDefects } from "@/lib/policies/find-defects";
import { draftOf } from "@/lib/policies/queries";

export const metadata = { title: "Draft - Policies - Daybook" };

const banners: Record<string, string> = {
  saved: "Saved.",
  added: "The clause is added.",
  removed: "The clause is removed.",
  moved: "The clause is moved.",
};

export default async function Draft({
  params,
  searchParams,
}: {
  params: Promise<{ policyId: string }>;
  searchParams: Promise<{ done?: string }>;
}) {
  const { policyId } = await params;
  const { done } = await searchParams;
  const { draft, writes, today } = await runAs(async (tx, actor) => {
    if (!mayAct(actor, "publish-policy")) notFound();
    return {
      draft: await draftOf(tx, actor, policyId),
      writes: mayAct(actor, "administer-policies"),
      today: localDay(actor.at),
    };
  });
  const defects = findDefects(draft, today);
  const waiting = draft.clauses.filter((clause) => clause.proposed).length;
  const here = `/policies/${policyId}/draft`;
  return (
    <Page
      back={
        draft.number > 1
          ? { href: `/policies/${policyId}`, label: "The version in force" }
          : { href: "/policies", label: "Policies" }
      }
      caption={`Draft of version ${draft.number}, binds nobody yet`}
      narrow
      title={draft.title}
    >
      {done && banners[done] ? <Banner>{banners[done]}</Banner> : null}
      {waiting > 0 ? (
        <Banner tone="note">
          <p>
            {waiting} of {draft.clauses.length} clauses were found in the document and wait for
            somebody to confirm them.
          </p>
          <p>
            <Link
              className="font-semibold text-accent underline underline-offset-2"
              href={`${here}/confirm`}
              prefetch={false}
            >
              Confirm clauses
            </Link>
          </p>
        </Banner>
      ) : null}
      <div className="mb-6 flex flex-wrap gap-3">
        <ButtonLink href={`${here}/publish`}>Publish</ButtonLink>
        {writes ? (
          <ButtonLink href={`${here}/clauses/new`} kind="secondary">
            Add a clause
          </ButtonLink>
        ) : null}
        {draft.number > 1 ? (
          <ButtonLink href={`/policies/${policyId}/compare`} kind="secondary">
            Compare with the version in force
          </ButtonLink>
        ) : null}
      </div>
      <Card title="Details">
        <VersionDetails version={draft} />
        {writes ? (
          <p className="mt-3">
            <ButtonLink href={`${here}/details`} kind="secondary">
              Change the details
            </ButtonLink>{" "}
            <ButtonLink href={`${here}/rules`} kind="secondary">
              Set the rules
            </ButtonLink>
          </p>
        ) : null}
      </Card>
      {draft.clauses.length === 0 ? (
        <Empty>No clause yet.</Empty>
      ) : (
        <DefectList defects={defects} />
      )}
      <ClauseList
        about={(clause) => (
          <ClauseDefects defects={defects.filter((defect) => defect.clause === clause.code)} />
        )}
        clauses={draft.clauses}
        {...(writes ? { editAt: (clause: { id: string }) => `${here}/clauses/${clause.id}` } : {})}
      />
      {writes ? (
        <details>
          <summary className="disclose">Throw this draft away</summary>
          <ActionForm action={discardVersionAction} className="" formKey={crypto.randomUUID()}>
            <input name="versionId" type="hidden" value={draft.versionId} />
            <p className="mb-3">What was written in it is gone for good.</p>
            <SubmitButton kind="warning">Discard draft</SubmitButton>
          </ActionForm>
        </details>
      ) : null}
    </Page>
  );
}
