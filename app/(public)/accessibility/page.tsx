import { Page } from "@/components/ui/page";

export const metadata = { title: "Accessibility - Daybook" };

export default function Accessibility() {
  return (
    <Page narrow title="Accessibility">
      <div className="prose-block">
        <p>Daybook aims to meet level AA of the Web Content Accessibility Guidelines 2.2.</p>
        <ul>
          <li>
            Every form works with a keyboard alone, with a screen reader and without JavaScript.
          </li>
          <li>Nothing needs dragging, and nothing depends on colour alone.</li>
          <li>Text can be made twice as large, and pages fit a screen 320 pixels wide.</li>
        </ul>
        <p>
          Automatic checks run on its pages with every change. They cannot find everything: tell
          your school if something stops you.
        </p>
      </div>
    </Page>
  );
}
