import { cookies } from "next/headers";
import { PhoneForm } from "@/components/evidence/phone-form";
import { Moment } from "@/components/ui/moment";
import { Banner, Page } from "@/components/ui/page";
import { problemWords } from "@/lib/evidence/labels";
import { phoneCookie, readPhonePage } from "@/lib/evidence/open-phone-link";

export const metadata = { title: "Add files from this phone - Daybook" };

export default async function Phone({
  searchParams,
}: {
  searchParams: Promise<{ problem?: string }>;
}) {
  const { problem } = await searchParams;
  const device = (await cookies()).get(phoneCookie)?.value;
  const page = device ? await readPhonePage(device) : null;
  if (!page)
    return (
      <Page narrow title="This link has ended">
        <p>
          It works once, on one phone, for ten minutes. On the computer choose “Use my phone” again.
          What you sent before has arrived.
        </p>
      </Page>
    );
  return (
    <Page narrow title="Add files from this phone">
      {problem ? (
        <Banner tone="warn">
          {problemWords[problem] ?? "The file could not be added. Try again"}
        </Banner>
      ) : null}
      <p className="mb-4">
        Do not photograph pupils with a personal phone. If a picture may show a child nude or in a
        sexual way, do not send it: tell your safeguarding lead.
      </p>
      <PhoneForm />
      <h2 className="mt-6 mb-2">Sent from this phone</h2>
      {page.sent.length === 0 ? <p className="text-soft">Nothing yet</p> : null}
      <ul className="list-disc pl-5">
        {page.sent.map((name, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list only grows, and names repeat
          <li className="break-words" key={i}>
            {name}
          </li>
        ))}
      </ul>
      <p className="mt-4 text-soft">
        This link ends at <Moment at={page.endsAt} />.
      </p>
    </Page>
  );
}
