import { notFound } from "next/navigation";
import { ActionForm } from "@/components/forms/action-form";
import { SelectField, SubmitButton } from "@/components/forms/fields";
import { SignpostList } from "@/components/reports/signpost-list";
import { Banner, Card, Page, Summary } from "@/components/ui/page";
import { mayAct } from "@/lib/access/permissions";
import { runAs } from "@/lib/access/run-as";
import type { Role } from "@/lib/access/types";
import { markWords } from "@/lib/clocks/labels";
import type { Mark } from "@/lib/clocks/types";
import { formatDay } from "@/lib/dates";
import { roleWords, trackWords } from "@/lib/reports/labels";
import { addRecipientAction, dropRecipientAction } from "@/lib/schools/actions";
import { noteOf, routeWords } from "@/lib/schools/labels";
import { schoolRoutes } from "@/lib/schools/queries";
import { recipientRoles } from "@/lib/schools/schema";

export const metadata = { title: "A row of the routing table - Daybook" };

const done: Record<string, string> = {
  added: "The recipient was added. Reports sent from now on reach them too.",
  dropped: "The recipient was taken away. Reports sent from now on do not reach them.",
};
const list = (roles: readonly Role[]) =>
  roles.map((role) => roleWords[role] ?? role).join(", then ") || "Nobody";

export default async function RouteRow({
  params,
  searchParams,
}: {
  params: Promise<{ row: string }>;
  searchParams: Promise<{ done?: string }>;
}) {
  const { row } = await params;
  const said = done[(await searchParams).done ?? ""];
  const { route, changes } = await runAs(async (tx, actor) => {
    const found = (await schoolRoutes(tx, actor)).find((one) => String(one.row) === row);
    if (!found || !mayAct(actor, "try-routes")) notFound();
    return { route: found, changes: mayAct(actor, "change-routes") };
  });
  const own = route.told.filter((role) => !route.added.includes(role));
  const free = recipientRoles.filter(
    (role) =>
      !route.told.includes(role) && !route.walled.includes(role) && route.owners[0] !== role,
  );
  return (
    <Page
      back={{ href: "/routes", label: "Who would get this?" }}
      caption={`Row ${route.row}`}
      narrow
      title={routeWords[route.about]}
    >
      {said ? <Banner>{said}</Banner> : null}
      <Card>
        <Summary
          rows={[
            { key: "Kind of case", value: trackWords[route.track] },
            { key: "Goes to", value: list(route.owners) },
            { key: "Also told", value: list(own).replaceAll(", then ", ", ") },
            { key: "Kept out", value: list(route.walled).replaceAll(", then ", ", ") },
            { key: "Mind", value: noteOf(route.row) ?? "Nothing more" },
            { key: "Source", value: `${route.source}, as of ${formatDay(route.asOf)}` },
            { key: "How far checked", value: markWords[route.mark as Mark] },
          ]}
        />
      </Card>
      <Card title="Recipients this school added">
        {route.added.length === 0 ? <p className="text-soft">None.</p> : null}
        <ul className="divide-y divide-line">
          {route.added.map((role) => (
            <li className="flex flex-wrap items-center justify-between gap-3 py-2" key={role}>
              {roleWords[role]}
              {changes ? (
                <ActionForm action={dropRecipientAction} className="" formKey={crypto.randomUUID()}>
                  <input name="row" type="hidden" value={route.row} />
                  <input name="role" type="hidden" value={role} />
                  <SubmitButton kind="secondary">
                    Take away<span className="sr-only"> {roleWords[role]}</span>
                  </SubmitButton>
                </ActionForm>
              ) : null}
            </li>
          ))}
        </ul>
        {changes && !route.restricted && free.length > 0 ? (
          <ActionForm action={addRecipientAction} formKey={crypto.randomUUID()}>
            <input name="row" type="hidden" value={route.row} />
            <SelectField
              choices={free.map((role) => ({ value: role, label: roleWords[role] ?? role }))}
              hint="They may read every report of this row. What the row itself names stays"
              label="Tell somebody else too"
              name="role"
            />
            <SubmitButton>Add recipient</SubmitButton>
          </ActionForm>
        ) : null}
        {route.restricted ? (
          <p className="text-soft">This row is sealed: nobody can be added to it.</p>
        ) : null}
      </Card>
      {route.external.length > 0 ? (
        <Card title="Bodies outside school">
          <SignpostList codes={route.external} />
        </Card>
      ) : null}
    </Page>
  );
}
