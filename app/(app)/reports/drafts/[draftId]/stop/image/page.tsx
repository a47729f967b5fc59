import { ButtonLink } from "@/components/ui/button";
import { Page, Phone, StopCard } from "@/components/ui/page";
import { runAs } from "@/lib/access/run-as";
import { myDraft } from "@/lib/reports/queries";
import { schoolDetails } from "@/lib/schools/queries";

export async function generateMetadata() {
  const name = await runAs(async (_tx, actor) => actor.schoolName);
  return { title: `Stop and tell the DSL - Report a concern - ${name}` };
}

export default async function Image({ params }: { params: Promise<{ draftId: string }> }) {
  const { draftId } = await params;
  const school = await runAs(async (tx, actor) => {
    await myDraft(tx, actor, draftId);
    return schoolDetails(tx, actor);
  });
  return (
    <Page caption="Report a concern" narrow title="Stop and tell the DSL">
      <StopCard>
        <p>
          <strong>Do not</strong> open it again, copy it, send it on, print it, save it or take a
          screenshot of it. To keep it can be a crime, whatever the reason.
        </p>
        <ul>
          <li>Do not ask the child to send it, show it or delete it.</li>
          <li>Keep the device safe as you found it, offline if you can.</li>
          <li>
            Tell the designated safeguarding lead (DSL) now:{" "}
            <Phone number={school.safeguardingPhone} />. Out of hours: {school.outOfHours}
          </li>
          <li>
            If an adult is involved, or it is on an adult&apos;s device, call the police now: 999 in
            danger, otherwise 101.
          </li>
        </ul>
        <p>
          Files are switched off for this report. Next, write in words who told you, when, on which
          app and account, who holds the device, who has seen it and what was done. Do not describe
          the picture.
        </p>
        <ButtonLink href={`/reports/drafts/${draftId}/what-happened?seen=image`}>
          Continue in words
        </ButtonLink>
      </StopCard>
    </Page>
  );
}
