import { SignpostList, supportCodes } from "@/components/reports/signpost-list";
import type { Help } from "@/lib/policies/read-help";

/**
 * What to do before anything else, in the school's own terms, with the policy and the people outside
 * one click away. What evidence needs and its limits stand whatever a policy says (A5, A6-2).
 */
export function FirstSteps({ help, phone }: { help: Help; phone: string }) {
  return (
    <>
      <ul className="list-disc space-y-1 pl-5">
        {help.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
        {help.national ? null : (
          <li>Keep the original, and note its time, its date and its place</li>
        )}
        <li>
          <strong>Never copy, save or send a picture that may show a nude child.</strong> Say only
          that there is one
        </li>
        <li>
          Do not open a fake account, join a closed group or search a pupil&apos;s profile to find
          out more
        </li>
      </ul>
      <p className="mt-2">
        To talk to somebody, phone the {help.lead}: <strong>{phone}</strong>
      </p>
      {help.policy ? (
        <p>
          <a
            className="inline-flex min-h-11 items-center text-accent underline underline-offset-2"
            href={`/policies/${help.policy.policyId}`}
          >
            Read the policy: {help.policy.title}
          </a>
        </p>
      ) : null}
      <details>
        <summary className="disclose">Help outside school</summary>
        <SignpostList codes={supportCodes} />
      </details>
      <p className="mt-1 text-soft">
        {help.national ? help.source : `School policy: ${help.source}`}
      </p>
    </>
  );
}
