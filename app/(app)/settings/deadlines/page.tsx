import { ActionForm } from "@/components/forms/action-form";
import { SubmitButton } from "@/components/forms/fields";
import { Banner, Card, Page } from "@/components/ui/page";
import { Tag } from "@/components/ui/tag";
import { mayAct } from "@/lib/access/permissions";
import { runAs } from "@/lib/access/run-as";
import { chooseReadingAction } from "@/lib/clocks/actions";
import { clockRules, lengthWords, markWords, ruleFor, rulesAsOf } from "@/lib/clocks/labels";
import type { ClockRule } from "@/lib/clocks/types";
import { formatDay } from "@/lib/dates";
import { schoolCalendar } from "@/lib/schools/queries";

export const metadata = { title: "Deadlines and their sources - Daybook" };

const forces: [force: ClockRule["force"], title: string][] = [
  ["statutory", "Set by law, guidance or local procedure"],
  ["target", "The school's own targets"],
  ["information", "For information: nobody is reminded"],
];

function Rule({ rule, reading }: { rule: ClockRule; reading: ClockRule }) {
  const local = rule.check ?? (rule.mark === "U" ? "This was not checked" : null);
  return (
    <li className="py-3">
      <p className="flex flex-wrap items-center gap-x-3">
        <strong>{rule.label}</strong>
        <span>{lengthWords(reading)}</span>
        {local ? <Tag tone="warn">Check locally</Tag> : null}
      </p>
      <p>
        From: {rule.from}. Who: {rule.who}.{rule.says === lengthWords(rule) ? "" : ` ${rule.says}.`}
      </p>
      <p className="text-soft">
        {rule.basis}. Source: {rule.source}. {markWords[rule.mark]}
        {rule.timeMark === "P" ? "; the time is our own figure" : ""}.{local ? ` ${local}.` : ""}
      </p>
    </li>
  );
}

export default async function Deadlines({
  searchParams,
}: {
  searchParams: Promise<{ done?: string }>;
}) {
  const { done } = await searchParams;
  const { school, sets } = await runAs(async (tx, actor) => ({
    school: await schoolCalendar(tx, actor),
    sets: mayAct(actor, "set-clocks"),
  }));
  return (
    <Page
      back={{ href: "/settings", label: "Your account" }}
      narrow
      title="Deadlines and their sources"
    >
      {done === "chosen" ? (
        <Banner>The school goes by this time from now on. Deadlines that run stay.</Banner>
      ) : null}
      <p className="prose-block mb-6">
        As of {formatDay(rulesAsOf.asOf)}. Working days are those of the school's nation; school
        days and hours stop in the holidays and on inset days. Reminders come at half the time, at
        four fifths, when a deadline is due and when it has passed. This is not legal advice.
      </p>
      {forces.map(([force, title]) => (
        <Card key={force} title={title}>
          <ul className="divide-y divide-line">
            {clockRules
              .filter((rule) => rule.force === force)
              .map((rule) => (
                <Rule key={rule.kind} reading={ruleFor(rule.kind, school.readings)} rule={rule} />
              ))}
          </ul>
        </Card>
      ))}
      {sets ? (
        <Card title="Where authorities differ">
          {clockRules
            .filter((rule) => rule.readings)
            .map((rule) => (
              <ActionForm
                action={chooseReadingAction}
                className="mb-6 space-y-3"
                formKey={crypto.randomUUID()}
                key={rule.kind}
              >
                <input name="kind" type="hidden" value={rule.kind} />
                <label className="block font-semibold" htmlFor={rule.kind}>
                  {rule.label}
                </label>
                <select
                  className="field-box max-w-xl"
                  defaultValue={school.readings[rule.kind] ?? "national"}
                  id={rule.kind}
                  name="reading"
                >
                  <option value="national">{lengthWords(rule)} (the default)</option>
                  {rule.readings?.map((reading) => (
                    <option key={reading.code} value={reading.code}>
                      {reading.label}
                    </option>
                  ))}
                </select>
                <SubmitButton kind="secondary">
                  Save<span className="sr-only"> the time for: {rule.label}</span>
                </SubmitButton>
              </ActionForm>
            ))}
        </Card>
      ) : null}
    </Page>
  );
}
