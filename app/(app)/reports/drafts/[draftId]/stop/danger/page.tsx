import { ButtonLink } from "@/components/ui/button";
import { Page, Phone, StopCard } from "@/components/ui/page";
import { runAs } from "@/lib/access/run-as";
import { myDraft } from "@/lib/reports/queries";
import { schoolDetails } from "@/lib/schools/queries";

export async function generateMetadata() {
  const name = await runAs(async (_tx, actor) => actor.schoolName);
  return { title: `Act now - Report a concern - ${name}` };
}

export default async function Danger({ params }: { params: Promise<{ draftId: string }> }) {
  const { draftId } = await params;
  const school = await runAs(async (tx, actor) => {
    await myDraft(tx, actor, draftId);
    return schoolDetails(tx, actor);
  });
  return (
    <Page caption="Report a concern" narrow title="Act now: call 999">
      <StopCard>
        <p>If somebody is in danger now, call 999 before anything else.</p>
        <p>
          Then phone the designated safeguarding lead (DSL):{" "}
          <Phone number={school.safeguardingPhone} />
        </p>
        <p>Out of school hours: {school.outOfHours}. Do not rely on a message being read.</p>
        <p>Then write down what you know. Your answers so far are saved.</p>
        <ButtonLink href={`/reports/drafts/${draftId}/what-happened?seen=danger`}>
          I have done this, continue
        </ButtonLink>
      </StopCard>
    </Page>
  );
}
