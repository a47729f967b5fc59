import { ActionForm } from "@/components/forms/action-form";
import { SubmitButton, TextField } from "@/components/forms/fields";
import { Card } from "@/components/ui/page";
import { Tag } from "@/components/ui/tag";
import { typeWords } from "@/lib/cases/labels";
import { setAsideAction } from "@/lib/connections/actions";
import type { Connection } from "@/lib/connections/find-connections";
import { whyWords } from "@/lib/connections/labels";
import { MatterLine } from "./matter-line";

/** What may be connected with a case, why, and what to do about it. */
export function ConnectionList({
  caseId,
  connections,
  types,
  works,
}: {
  caseId: string;
  connections: Connection[];
  types: { code: string; label: string }[];
  works: boolean;
}) {
  if (connections.length === 0) return null;
  const label = new Map(types.map((type) => [type.code, type.label]));
  const look = "inline-flex min-h-11 items-center text-accent underline underline-offset-2";
  return (
    <Card title="May be connected">
      <ul className="divide-y divide-line">
        {connections.map((one) => (
          <MatterLine key={one.id} matter={{ ...one, type: typeWords(label, one.type) }}>
            <span className="flex flex-wrap gap-2">
              {one.why.map((why) => (
                <Tag key={why}>{whyWords[why]}</Tag>
              ))}
            </span>
            {works ? (
              <div className="flex w-full flex-wrap items-start gap-x-6">
                <a
                  className={look}
                  href={
                    one.kind === "case"
                      ? `/cases/${caseId}/related?with=${one.reference}#step`
                      : `/queue/${one.id}?do=join#outcome`
                  }
                >
                  {one.kind === "case" ? "Link them" : "Join it to this case"}
                  <span className="sr-only"> {one.reference}</span>
                </a>
                <details>
                  <summary className={`${look} cursor-pointer`}>
                    Not connected<span className="sr-only"> {one.reference}</span>
                  </summary>
                  <ActionForm
                    action={setAsideAction}
                    className="my-2 space-y-4"
                    formKey={crypto.randomUUID()}
                  >
                    <input name="caseId" type="hidden" value={caseId} />
                    <input name="otherId" type="hidden" value={one.id} />
                    <TextField label="Why not" name="reason" />
                    <SubmitButton kind="secondary">Set aside</SubmitButton>
                  </ActionForm>
                </details>
              </div>
            ) : null}
          </MatterLine>
        ))}
      </ul>
    </Card>
  );
}
