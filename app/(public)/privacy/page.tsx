import { Page } from "@/components/ui/page";

export const metadata = { title: "Privacy - Daybook" };

export default function Privacy() {
  return (
    <Page narrow title="Privacy">
      <div className="prose-block">
        <p>
          Your school runs this service and decides what is kept. Its own privacy notice says on
          what basis.
        </p>
        <ul>
          <li>Reports and evidence stay on the school's own server. No other service gets them.</li>
          <li>
            Messages by e-mail carry a reference and a link, never a name or a word of a report.
          </li>
          <li>
            Every change, and every view of a report, a case or evidence, is written in a record
            that cannot be altered unseen.
          </li>
          <li>One cookie keeps you signed in. Nothing about a report is kept in your browser.</li>
        </ul>
      </div>
    </Page>
  );
}
