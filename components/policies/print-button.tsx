"use client";

import { useSyncExternalStore } from "react";
import { Button } from "@/components/ui/button";

const never = () => () => {};

/** Prints the page; not there for a browser without scripts, which has its own menu for it. */
export function PrintButton() {
  const ready = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  return ready ? (
    <span className="no-print">
      <Button kind="secondary" onClick={() => window.print()} type="button">
        Print
      </Button>
    </span>
  ) : null;
}
