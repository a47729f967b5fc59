"use client";

import { useEffect, useState } from "react";
import { checkGrowth } from "@/lib/ledger/check-growth";

const bytes = (base64: string) => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));

/** Works the proof out again in this browser, so that nobody has to take the server's word. */
export function GrowthCheck(props: {
  from: { size: number; root: string };
  to: { size: number; root: string };
  proof: string[];
}) {
  const [right, setRight] = useState<boolean>();
  useEffect(() => {
    const at = ({ size, root }: { size: number; root: string }) => ({ size, root: bytes(root) });
    checkGrowth({ from: at(props.from), to: at(props.to), proof: props.proof.map(bytes) }).then(
      setRight,
      () => setRight(false),
    );
  }, [props]);
  return right === undefined ? null : (
    <p role="status">
      {right
        ? "Your browser worked the proof out itself: it is right."
        : "Your browser worked the proof out itself, and it is wrong. Do not rely on this answer."}
    </p>
  );
}
