"use client";

import { type ComponentType, useEffect, useState } from "react";

type Memory = ComponentType<{ signIn: string }>;

/** Once for each sign-in, when the page has nothing else to do, the browser looks at the ledger. */
export function HeadWatch({ signIn }: { signIn: string }) {
  const [Found, setFound] = useState<Memory>();
  useEffect(() => {
    if (sessionStorage.getItem("daybook-head") === signIn) return;
    const timer = setTimeout(() => {
      import("./head-memory").then(
        (m) => setFound(() => m.HeadMemory),
        () => {},
      );
    }, 3_000);
    return () => clearTimeout(timer);
  }, [signIn]);
  return Found ? <Found signIn={signIn} /> : null;
}
