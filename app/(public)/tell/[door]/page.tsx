import { notFound } from "next/navigation";
import { ActionForm } from "@/components/forms/action-form";
import { Choices, DateField, SelectField, TextArea, TextField } from "@/components/forms/fields";
import { PrintButton } from "@/components/policies/print-button";
import { TellSteps } from "@/components/reports/tell-steps";
import { Page, Phone, StopCard } from "@/components/ui/page";
import { findDoor } from "@/lib/access/open-code";
import { tellSchoolAction } from "@/lib/reports/actions";
import { choicesOf } from "@/lib/reports/labels";
import { tellSteps } from "@/lib/reports/tell-school";

export const metadata = { title: "Tell the school - Daybook" };

const safety = {
  no: "No",
  danger: "Yes, somebody is in danger now",
  image: "Yes, there is or may be a nude or sexual picture or video of somebody under 18",
};
const types = {
  CYB: "Somebody is bullied, threatened or humiliated online",
  SEX: "Somebody is asked for pictures or meetings, or sent sexual messages",
  IMP: "A fake account, or a made-up picture or video",
  HRM: "Posts about hurting oneself, suicide, eating or violence",
  RAD: "Hate or extremism",
  ADC: "How a grown-up behaves towards a child or young person",
  UNS: "Something else, or I am not sure",
};
const affected = {
  pupil: "A pupil",
  colleague: "Somebody who works at the school",
  parent: "A parent or carer",
  other: "Somebody else",
  unknown: "I do not know",
};
const about = {
  headteacher: "The headteacher",
  dsl: "The person who leads on keeping pupils safe (DSL)",
  "deputy-dsl": "The deputy DSL",
  chair: "The chair of governors",
  governor: "Another governor",
};
const kinds = {
  "": "I do not know",
  pupil: "A pupil",
  staff: "Somebody who works at the school",
  parent: "A parent or carer",
  outsider: "Somebody else",
};
const when = {
  today: "Today",
  yesterday: "Yesterday",
  date: "Another date",
  unknown: "I do not know",
};

export default async function Tell({ params }: { params: Promise<{ door: string }> }) {
  const { door } = await params;
  const school = await findDoor(door);
  if (!school) notFound();
  const [first, second, third, fourth, fifth, sixth] = tellSteps;
  return (
    <Page caption={school.name} narrow title="Tell the school">
      <p className="mb-4">
        <strong>In danger now? Call 999.</strong> You can also phone the school:{" "}
        <Phone number={school.safeguardingPhone} />. Nobody reads this at night or in the holidays.
      </p>
      <p className="no-print mb-6">
        You need not say who you are. <a href="/tell/code">I have a code</a>.{" "}
        <a href="https://www.bbc.co.uk/weather" rel="noreferrer">
          Leave this page now
        </a>
        , then clear it from the browser&apos;s history if others use this device.
      </p>
      <ActionForm action={tellSchoolAction} formKey={crypto.randomUUID()}>
        <input name="door" type="hidden" value={door} />
        <TellSteps
          sent={
            <div className="prose-block mt-4 space-y-3">
              <p>
                With the code you see here what came of it and can answer a question, at{" "}
                <a href="/tell/code">Check a report by code</a>.
              </p>
              <p>
                Somebody at school who handles concerns reads it. Nobody whom you said it is about
                is told of it or can read it.
              </p>
              <PrintButton />
            </div>
          }
          steps={[
            {
              title: "Is anyone in danger?",
              names: first,
              fields: (
                <Choices
                  choices={choicesOf(safety)}
                  hint="Real or made by a computer. If you are not sure, choose yes"
                  label="Is anyone in danger now, or is there a nude or sexual picture of somebody under 18?"
                  name="safety"
                />
              ),
            },
            {
              title: "Do this first",
              names: second,
              fields: (
                <StopCard>
                  <p>If somebody is in danger now, call 999 before anything else.</p>
                  <p>
                    If there is a picture: do not open it again, send it on, save it or take a
                    screenshot. It can be a crime, whatever the reason. Do not ask anybody to delete
                    it.
                  </p>
                  <p>
                    Phone the school: <Phone number={school.safeguardingPhone} />. Out of hours:{" "}
                    {school.outOfHours}
                  </p>
                  <p>Then go on here, in words only. Do not describe the picture.</p>
                </StopCard>
              ),
            },
            {
              title: "What happened?",
              names: third,
              fields: (
                <>
                  <Choices choices={choicesOf(types)} label="What is it about?" name="type" />
                  <TextArea
                    hint="As you would tell it. Leave out anything that shows who you are, if you want nobody to know"
                    label="What happened?"
                    name="account"
                    rows={8}
                  />
                </>
              ),
            },
            {
              title: "When and where?",
              names: fourth,
              fields: (
                <div className="group/when space-y-4">
                  <Choices choices={choicesOf(when)} label="When did it happen?" name="when" />
                  <div className="hidden group-has-[[value=date]:checked]/when:block">
                    <DateField label="Date" name="date" />
                  </div>
                  <TextField
                    hint="The app, site or group"
                    label="Where was it? (optional)"
                    name="platform"
                  />
                </div>
              ),
            },
            {
              title: "Who is in it?",
              names: fifth,
              fields: (
                <>
                  <Choices
                    choices={choicesOf(affected)}
                    label="Who is hurt by it?"
                    name="affected"
                  />
                  <TextField label="Their name (optional)" name="affectedName" />
                  <TextField label="Who did it? A name or account (optional)" name="named0Name" />
                  <SelectField choices={choicesOf(kinds)} label="Who is that?" name="named0Kind" />
                  <Choices
                    choices={choicesOf(about)}
                    hint="Whoever you choose never sees this report and is never told of it"
                    label="Is it about any of these? (optional)"
                    many
                    name="about"
                  />
                </>
              ),
            },
            {
              title: "Check and send",
              names: sixth,
              fields: (
                <>
                  <TextField
                    hint="Leave it empty to stay unknown. Nobody can then ask you in person"
                    label="Your name (optional)"
                    name="name"
                  />
                  <TextArea
                    label="What would you like to happen? (optional)"
                    name="wish"
                    rows={3}
                  />
                </>
              ),
            },
          ]}
          words={[
            { name: "type", label: "What it is about", choices: types },
            { name: "account", label: "What happened" },
            { name: "when", label: "When", choices: when },
            { name: "platform", label: "Where" },
            { name: "affected", label: "Who is hurt", choices: affected },
            { name: "affectedName", label: "Their name" },
            { name: "named0Name", label: "Who did it" },
            { name: "about", label: "It is about", choices: about },
          ]}
        />
      </ActionForm>
    </Page>
  );
}
