import type { ReactNode } from "react";

/** A page by itself, without the school's bar: for errors and for people not signed in. */
export function Bare({ children }: { children: ReactNode }) {
  return (
    <main className="prose-block mx-auto max-w-2xl px-4 py-12" id="main">
      {children}
    </main>
  );
}
