import { ActionForm } from "@/components/forms/action-form";
import { SubmitButton, TextArea, TextField } from "@/components/forms/fields";
import { Banner, Card, Page, Summary } from "@/components/ui/page";
import { Tag } from "@/components/ui/tag";
import { runAs } from "@/lib/access/run-as";
import { formatDate, formatDay } from "@/lib/dates";
import { changePeriodAction } from "@/lib/retention/actions";
import { otherRecords, retentionRules, ruleOf, rulesAsOf } from "@/lib/retention/compute-review";
import { periodWords } from "@/lib/retention/labels";
import { listPeriods } from "@/lib/retention/list-reviews";

export const metadata = { title: "How long records are kept - Daybook" };

type Props = { searchParams: Promise<{ rule?: string; done?: string }> };

export default async function Rules({ searchParams }: Props) {
  const query = await searchParams;
  const own = await runAs((tx, actor) => listPeriods(tx, actor));
  const chosen = retentionRules.find((one) => one.code === query.rule);
  if (chosen) {
    const now = own.get(chosen.code);
    return (
      <Page
        back={{ href: "/retention/rules", label: "How long records are kept" }}
        narrow
        title={chosen.record}
      >
        <p className="mb-6">
          Now {periodWords(chosen, now?.years ?? chosen.years).toLowerCase()}.
          {chosen.leastYears === undefined
            ? " No guidance sets a shortest time: the school decides."
            : ` No less than ${chosen.leastYears} years: ${chosen.authority}.`}
        </p>
        <ActionForm action={changePeriodAction} formKey={crypto.randomUUID()}>
          <input name="rule" type="hidden" value={chosen.code} />
          <input name="after" type="hidden" value={now?.version ?? 0} />
          <TextField inputMode="numeric" label="Years" name="years" narrow />
          <TextArea
            hint="The school's schedule, or who advised it. No names"
            label="Why the school keeps it that long"
            name="reason"
            rows={3}
          />
          <SubmitButton>Save period</SubmitButton>
        </ActionForm>
      </Page>
    );
  }
  return (
    <Page
      back={{ href: "/retention", label: "Records due for review" }}
      narrow
      title="How long records are kept"
    >
      {query.done ? <Banner>The period was changed. Reviews are worked out again.</Banner> : null}
      <p className="mb-6 text-soft">
        As of {formatDay(rulesAsOf.asOf)}. On its day a record is looked at by a person; nothing is
        deleted by itself.
      </p>
      {retentionRules.map((rule) => {
        const now = own.get(rule.code);
        return (
          <div id={rule.code} key={rule.code}>
            <Card title={rule.record}>
              {rule.mark === "U" || rule.check ? (
                <p className="mb-2">
                  <Tag tone="warn">Check locally</Tag>
                  {rule.check ? ` ${rule.check}.` : ""}
                </p>
              ) : null}
              <Summary
                rows={[
                  {
                    key: "Reviewed",
                    value: periodWords(ruleOf(rule.code), now?.years ?? rule.years),
                    ...(rule.preserve ? {} : { change: `/retention/rules?rule=${rule.code}` }),
                  },
                  ...(now
                    ? [
                        {
                          key: "Changed by the school",
                          value: `${now.reason}\n${formatDate(now.changedAt)}`,
                        },
                      ]
                    : []),
                  { key: "Authority", value: rule.authority },
                  { key: "Source", value: rule.source },
                  ...(rule.note ? [{ key: "Note", value: `${rule.note}.` }] : []),
                ]}
              />
            </Card>
          </div>
        );
      })}
      <Card title="Other records">
        <Summary
          rows={otherRecords.map((one) => ({
            key: one.record,
            value: `${one.says}.${one.mark === "U" ? " Check locally." : ""}`,
          }))}
        />
      </Card>
    </Page>
  );
}
