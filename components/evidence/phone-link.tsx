import { ActionForm } from "@/components/forms/action-form";
import { SubmitButton } from "@/components/forms/fields";
import { Moment } from "@/components/ui/moment";
import { Qr } from "@/components/ui/qr";
import { makePhoneLinkAction } from "@/lib/evidence/actions";
import type { PhoneLink } from "@/lib/evidence/make-phone-link";
import { WatchPhone } from "./watch-phone";

/** "Use my phone": a QR code for one phone, and what became of it. */
export function PhoneLinkPanel({
  to,
  link,
  address,
}: {
  to: { draftId?: string; reportId?: string };
  link: PhoneLink | null;
  address: string;
}) {
  return (
    <section className="mt-4" id="phone">
      {link && link.state !== "ended" ? (
        <div className="flex flex-wrap gap-4 rounded-lg border border-line bg-card p-4">
          <WatchPhone id={link.id} sent={link.sent} state={link.state} />
          {link.state === "waiting" ? <Qr text={address} /> : null}
          <div className="min-w-0 flex-1 basis-56">
            <h2 className="mb-2">Use my phone</h2>
            <div aria-live="polite">
              {link.state === "waiting" ? (
                <p>
                  Point your phone's camera at the code. It works once, until{" "}
                  <Moment at={link.expiresAt} />. No sign-in is needed, and the phone sees nothing
                  of the report.
                </p>
              ) : (
                <p>
                  {link.sent === 0
                    ? "The phone is connected. Choose pictures there."
                    : `Files from the phone: ${link.sent}. Each is in the list below.`}
                </p>
              )}
            </div>
          </div>
        </div>
      ) : (
        <ActionForm action={makePhoneLinkAction} className="" formKey={crypto.randomUUID()}>
          {to.draftId ? <input name="draftId" type="hidden" value={to.draftId} /> : null}
          {to.reportId ? <input name="reportId" type="hidden" value={to.reportId} /> : null}
          <div className="flex flex-wrap items-center gap-3">
            <SubmitButton kind="secondary">Use my phone</SubmitButton>
            <span className="text-soft">
              {link ? "That link has ended. This makes a new one" : "Shows a code to scan"}
            </span>
          </div>
        </ActionForm>
      )}
    </section>
  );
}
