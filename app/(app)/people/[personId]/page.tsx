import { ActionForm } from "@/components/forms/action-form";
import { DateField, SelectField, SubmitButton } from "@/components/forms/fields";
import { Moment } from "@/components/ui/moment";
import { Banner, Card, Page, Summary } from "@/components/ui/page";
import { mayAct } from "@/lib/access/permissions";
import { runAs } from "@/lib/access/run-as";
import { roles } from "@/lib/access/types";
import {
  arrangeCoverAction,
  assignRoleAction,
  endRoleAction,
  reinstateAccountAction,
  renewInvitationAction,
  resetFactorAction,
  suspendAccountAction,
} from "@/lib/people/actions";
import { coverChoices } from "@/lib/people/arrange-cover";
import { accountOf } from "@/lib/people/list-accounts";
import { namesOf } from "@/lib/people/queries";
import { roleWords } from "@/lib/reports/labels";

export const metadata = { title: "A person - People - Daybook" };

const done: Record<string, string> = {
  assigned: "The role is given.",
  covered: "The cover is arranged. What comes in that time goes to them first.",
  ended: "The role has ended. It bites at their next click.",
  suspended: "The account is suspended. It bites at their next click.",
  reinstated: "The account is active again.",
  reset: "The second step was cleared. They set up a new one when they next sign in.",
};

export default async function Person({
  params,
  searchParams,
}: {
  params: Promise<{ personId: string }>;
  searchParams: Promise<{ done?: string; invitation?: string }>;
}) {
  const { personId } = await params;
  const query = await searchParams;
  const { actor, person, choices, names } = await runAs(async (tx, a) => {
    const found = await accountOf(tx, a, personId);
    return {
      actor: a,
      person: found,
      choices: await coverChoices(tx, a, personId),
      names: await namesOf(
        tx,
        a,
        found.roles.map((role) => role.coverFor),
      ),
    };
  });
  const edits = mayAct(actor, "administer-people") && actor.personId !== personId;
  const covered = [
    ...new Set(person.roles.map((role) => role.role).filter((role) => role !== "staff")),
  ];
  const about = <input name="personId" type="hidden" value={personId} />;
  return (
    <Page back={{ href: "/people", label: "People and access" }} narrow title={person.name}>
      {query.done && done[query.done] ? <Banner>{done[query.done]}</Banner> : null}
      {query.invitation ? (
        <Banner>
          <p>
            <strong>Give them this link.</strong> It works once, for seven days, and is shown only
            now.
          </p>
          <p className="break-all">/invite/{query.invitation}</p>
        </Banner>
      ) : null}
      <Card>
        <Summary
          rows={[
            { key: "Email", value: person.email ?? "No account" },
            { key: "Job", value: person.jobTitle ?? "Not said" },
            { key: "Account", value: person.state ?? "None" },
            {
              key: "Last signed in",
              value: person.lastSignInAt ? <Moment at={person.lastSignInAt} /> : "Never",
            },
          ]}
        />
      </Card>
      <Card title="Roles">
        {person.roles.length === 0 ? <p className="text-soft">No role.</p> : null}
        <ul className="divide-y divide-line">
          {person.roles.map((role) => (
            <li className="flex flex-wrap items-center justify-between gap-3 py-2" key={role.id}>
              <span>
                {roleWords[role.role]}
                {role.coverFor ? (
                  <span className="text-soft">
                    {" "}
                    in place of {names.get(role.coverFor) ?? "somebody"} from{" "}
                    <Moment at={role.startsAt} />
                  </span>
                ) : null}
                {role.endsAt ? (
                  <span className="text-soft">
                    {" "}
                    until <Moment at={role.endsAt} />
                  </span>
                ) : null}
              </span>
              {edits ? (
                <ActionForm action={endRoleAction} className="" formKey={crypto.randomUUID()}>
                  {about}
                  <input name="assignmentId" type="hidden" value={role.id} />
                  <SubmitButton kind="secondary">
                    End role<span className="sr-only"> {roleWords[role.role]}</span>
                  </SubmitButton>
                </ActionForm>
              ) : null}
            </li>
          ))}
        </ul>
      </Card>
      {edits ? (
        <>
          <Card title="Give a role">
            <ActionForm action={assignRoleAction} formKey={crypto.randomUUID()}>
              {about}
              <SelectField
                choices={roles.map((role) => ({ value: role, label: roleWords[role] ?? role }))}
                label="Role"
                name="role"
              />
              <DateField
                hint="Leave empty for a role that does not end. Cover for absence ends by itself"
                label="Last day (optional)"
                name="until"
              />
              <SubmitButton>Give role</SubmitButton>
            </ActionForm>
          </Card>
          {covered.length > 0 && choices.length > 0 ? (
            <Card title="Cover for absence">
              <ActionForm action={arrangeCoverAction} formKey={crypto.randomUUID()}>
                {about}
                <SelectField
                  choices={covered.map((role) => ({ value: role, label: roleWords[role] ?? role }))}
                  label="Role to cover"
                  name="coverRole"
                />
                <SelectField
                  choices={choices.map((one) => ({ value: one.id, label: one.name }))}
                  label="Who covers"
                  name="coverId"
                />
                <DateField hint="For example, 4 12 2026" label="First day" name="coverFrom" />
                <DateField
                  hint="The cover ends by itself after it"
                  label="Last day"
                  name="coverUntil"
                />
                <SubmitButton>Arrange cover</SubmitButton>
              </ActionForm>
            </Card>
          ) : null}
          <Card title="Access">
            <div className="flex flex-wrap gap-3">
              {person.state === "suspended" ? (
                <ActionForm
                  action={reinstateAccountAction}
                  className=""
                  formKey={crypto.randomUUID()}
                >
                  {about}
                  <SubmitButton kind="secondary">Reinstate account</SubmitButton>
                </ActionForm>
              ) : null}
              {person.state === "invited" ? (
                <ActionForm
                  action={renewInvitationAction}
                  className=""
                  formKey={crypto.randomUUID()}
                >
                  {about}
                  <SubmitButton kind="secondary">New invitation</SubmitButton>
                </ActionForm>
              ) : null}
              {person.state === "active" ? (
                <>
                  <ActionForm
                    action={suspendAccountAction}
                    className=""
                    formKey={crypto.randomUUID()}
                  >
                    {about}
                    <SubmitButton kind="warning">Suspend account</SubmitButton>
                  </ActionForm>
                  <ActionForm action={resetFactorAction} className="" formKey={crypto.randomUUID()}>
                    {about}
                    <SubmitButton kind="secondary">Reset second step</SubmitButton>
                  </ActionForm>
                </>
              ) : null}
            </div>
          </Card>
        </>
      ) : null}
    </Page>
  );
}
