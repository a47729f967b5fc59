import { Card, Page } from "@/components/ui/page";
import { runAs } from "@/lib/access/run-as";
import { formatDay } from "@/lib/dates";
import { policyById } from "@/lib/policies/queries";

export const metadata = { title: "Policy - Daybook" };

export default async function Policy({ params }: { params: Promise<{ policyId: string }> }) {
  const { policyId } = await params;
  const { policy, clauses } = await runAs((tx, actor) => policyById(tx, actor, policyId));
  const definitions = clauses.filter((clause) => clause.kind === "definition");
  const rules = clauses.filter((clause) => clause.kind !== "definition");
  return (
    <Page
      back={{ href: "/policies", label: "Policies" }}
      caption={`Version ${policy.number}`}
      narrow
      title={policy.title}
    >
      <p className="mb-6 text-soft">
        Approved by {policy.approvedBy} on {formatDay(policy.approvedOn)}. Next review{" "}
        {formatDay(policy.nextReviewOn)}.
      </p>
      {[
        ["What words mean", definitions],
        ["Clauses", rules],
      ].map(([title, list]) =>
        typeof title === "string" && typeof list !== "string" && list && list.length > 0 ? (
          <Card key={title} title={title}>
            <ul className="space-y-3">
              {list.map((clause) => (
                <li id={clause.code} key={clause.id}>
                  <strong>{clause.code}</strong> {clause.words}
                </li>
              ))}
            </ul>
          </Card>
        ) : null,
      )}
    </Page>
  );
}
