"use client";

import { type ComponentType, useEffect, useState } from "react";

/** Brings the warning when it is due, and nothing of it before: every page carries this. */
export function IdleWatch({ warnIn }: { warnIn: number }) {
  const [Warning, setWarning] = useState<ComponentType>();
  useEffect(() => {
    const due = Date.now() + warnIn * 1000;
    // Timers stand still while a laptop sleeps; its clock does not.
    const timer = setInterval(() => {
      if (Date.now() >= due) {
        import("./idle-warning").then(
          (m) => {
            clearInterval(timer);
            setWarning(() => m.IdleWarning);
          },
          () => {},
        );
      }
    }, 5_000);
    return () => clearInterval(timer);
  }, [warnIn]);
  return Warning ? <Warning /> : null;
}
