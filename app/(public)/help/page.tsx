import { Page } from "@/components/ui/page";

export const metadata = { title: "What happens to a report - Help - Daybook" };

export default function Help() {
  return (
    <Page narrow title="What happens to a report">
      <div className="prose-block">
        <p>
          <strong>If somebody is in danger now, call 999.</strong> Then tell your designated
          safeguarding lead (DSL) in person or by phone.
        </p>
        <h2>First</h2>
        <ul>
          <li>Do not answer the post or message, and do not argue with it.</li>
          <li>Keep the original. Do not delete messages or close the account.</li>
          <li>Take a screenshot that shows the date, the time and where it was.</li>
          <li>
            If a picture may show a nude or sexual image of somebody under 18: do not open it again,
            copy it, send it on, print it or save it. Report it in words only.
          </li>
        </ul>
        <h2>Then</h2>
        <ol>
          <li>You report it. It is frozen as you wrote it; you can add to it, never lose it.</li>
          <li>The right person at the school reads it, usually the DSL or the headteacher.</li>
          <li>They open a case, ask you something, or write down why nothing more is needed.</li>
          <li>
            You see the status in words on your home page, and messages from whoever handles it.
          </li>
        </ol>
        <h2>Who can see it</h2>
        <p>
          Only people whose role needs it. Somebody the report is about cannot see it, find it,
          count it or get a message about it, whatever their role. Governors see numbers, never
          names.
        </p>
      </div>
    </Page>
  );
}
