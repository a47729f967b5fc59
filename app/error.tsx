"use client";

import { Bare } from "@/components/ui/bare";

export default function ServiceProblem({ reset }: { reset: () => void }) {
  return (
    <Bare>
      <h1>There is a problem with the service</h1>
      <p>
        What you sent or saved before this page is safe. A draft keeps everything up to its last
        save.
      </p>
      <p>
        <button
          className="min-h-11 rounded-md bg-accent px-4 font-semibold text-white"
          onClick={reset}
          type="button"
        >
          Try again
        </button>
      </p>
      <p>
        If somebody is in danger, do not wait for this page: call 999, then tell your safeguarding
        lead in person.
      </p>
    </Bare>
  );
}
