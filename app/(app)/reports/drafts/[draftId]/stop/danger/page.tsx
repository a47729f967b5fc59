import { ButtonLink } from "@/components/ui/button";
import { Page, StopCard } from "@/components/ui/page";
import { runAs } from "@/lib/access/run-as";
import { myDraft } from "@/lib/reports/queries";
import { schoolDetails } from "@/lib/schools/queries";

export const metadata = { title: "Act now - Report a concern - Daybook" };

export default async function Danger({ params }: { params: Promise<{ draftId: string }> }) {
  const { draftId } = await params;
  const school = await runAs(async (tx, actor) => {
    await myDraft(tx, actor, draftId);
    return schoolDetails(tx, actor);
  });
  return (
    <Page narrow title="Act now">
      <StopCard title="Call 999">
        <p>If somebody is in danger now, call 999 before anything else.</p>
        <p>
          Then phone the designated safeguarding lead (DSL):{" "}
          <strong>{school.safeguardingPhone}</strong>
        </p>
        <p>Out of school hours: {school.outOfHours}</p>
        <p>Then write down what you know. Your answers so far are saved.</p>
        <ButtonLink href={`/reports/drafts/${draftId}/what-happened?seen=danger`}>
          I have done this, continue
        </ButtonLink>
      </StopCard>
    </Page>
  );
}
