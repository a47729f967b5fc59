import Link from "next/link";
import { ActionForm } from "@/components/forms/action-form";
import { Choices, SubmitButton, TextArea } from "@/components/forms/fields";
import { Card } from "@/components/ui/page";
import { Tag } from "@/components/ui/tag";
import type { ReadCase } from "@/lib/cases/read-case";
import { markWords } from "@/lib/clocks/labels";
import { formatDay } from "@/lib/dates";
import { answerFlagAction } from "@/lib/referrals/actions";
import {
  type Flag,
  flagRecord,
  flagsAsOf,
  flagWords,
  raiseFlags,
} from "@/lib/referrals/raise-flags";

function FlagForm({ flag, read }: { flag: Flag; read: ReadCase }) {
  const last = read.records.of(flagRecord(flag.code));
  return (
    <ActionForm action={answerFlagAction} className="mt-3 space-y-4" formKey={crypto.randomUUID()}>
      <input name="caseId" type="hidden" value={read.found.id} />
      <input name="code" type="hidden" value={flag.code} />
      <input name="after" type="hidden" value={last?.version ?? 0} />
      <Choices
        choices={Object.entries(flagWords).map(([value, label]) => ({ value, label }))}
        inline
        label="What was done about it"
        name="said"
      />
      <TextArea label="Reason, and whose advice" name="reason" rows={3} />
      <SubmitButton>Save</SubmitButton>
    </ActionForm>
  );
}

/** Laws to take advice on in a case of this kind: questions with their source, never conclusions. */
export function LawFlags({ read, law }: { read: ReadCase; law: string | undefined }) {
  const raised = raiseFlags(read.found);
  if (raised.length === 0) return null;
  const answered = raised.filter((flag) => read.records.of(flagRecord(flag.code))).length;
  return (
    <Card title="Laws to take advice on">
      <details open={law !== undefined || answered > 0}>
        <summary className="disclose">
          {raised.length} questions, {answered} answered
        </summary>
        <p className="mt-2 text-soft">
          Questions for whoever advises the school, as of {formatDay(flagsAsOf.asOf)}. Daybook draws
          no conclusion.
        </p>
        <ul className="divide-y divide-line">
          {raised.map((flag) => {
            const last = read.records.of(flagRecord(flag.code));
            const said = last ? String(last.answers.said) : null;
            return (
              <li className="py-3" id={flag.code} key={flag.code}>
                <p className="flex flex-wrap items-center gap-x-3">
                  <strong>{flag.label}</strong>
                  {said ? (
                    <Tag tone={said === "dismissed" ? "calm" : "good"}>{flagWords[said]}</Tag>
                  ) : null}
                </p>
                <p>{flag.ask}</p>
                {last ? (
                  <p className="whitespace-pre-wrap break-words border-accent border-l-4 pl-3">
                    {String(last.answers.reason)}
                  </p>
                ) : null}
                <p className="text-sm text-soft">
                  {flag.source}. {markWords[flag.mark]}.
                </p>
                {law === flag.code ? (
                  <FlagForm flag={flag} read={read} />
                ) : (
                  <Link
                    className="inline-flex min-h-11 items-center text-accent underline underline-offset-2"
                    href={
                      `/cases/${read.found.id}/referrals?law=${flag.code}#${flag.code}` as never
                    }
                    prefetch={false}
                  >
                    Say what was done<span className="sr-only">: {flag.label}</span>
                  </Link>
                )}
              </li>
            );
          })}
        </ul>
      </details>
    </Card>
  );
}
