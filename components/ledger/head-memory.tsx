"use client";

import { useEffect, useState } from "react";
import { compareHead, type KeptHead, type ServerHead } from "@/lib/ledger/compare-head";

const place = "daybook-ledger";

/** A number of entries, a hash and a key: nothing of anybody. */
function readKept(): KeptHead | null {
  try {
    return JSON.parse(localStorage.getItem(place) ?? "null") as KeptHead | null;
  } catch {
    return null;
  }
}

const ask = async (kept: KeptHead | null): Promise<ServerHead | null> => {
  const query = kept
    ? `?${new URLSearchParams({ entries: String(kept.size), root: kept.root })}`
    : "";
  const answer = await fetch(`/api/ledger${query}`).catch(() => null);
  return answer?.ok ? ((await answer.json()) as ServerHead) : null;
};

/**
 * Remembers the last head this browser saw, and says so when today's ledger does not extend it: it
 * was cut back, or there are two. After a restore that was recorded it says that instead.
 */
export function HeadMemory({ signIn }: { signIn: string }) {
  const [said, setSaid] = useState<{ restored: string | null }>();
  useEffect(() => {
    const look = async () => {
      const kept = readKept();
      const now = await ask(kept);
      if (!now) return;
      const differs = await compareHead(kept, now);
      if (differs === null || now.restored) {
        const { size, root, key } = now;
        localStorage.setItem(place, JSON.stringify({ size, root, key }));
        sessionStorage.setItem("daybook-head", signIn);
        if (now.restored) setSaid({ restored: now.restored });
        return;
      }
      setSaid({ restored: null });
      await fetch("/api/ledger", { method: "POST", body: JSON.stringify(kept) });
    };
    void look().catch(() => {});
  }, [signIn]);
  if (!said) return null;
  return (
    <section
      className="no-print fixed inset-x-0 bottom-0 z-20 max-h-[50vh] overflow-auto border-warn border-t-4 bg-card p-4 shadow-lg"
      role="alert"
    >
      <div className="prose-block mx-auto max-w-6xl">
        {said.restored ? (
          <p>
            <strong>Daybook was restored from a backup.</strong> {said.restored} Look whether
            something you entered is missing, and enter it again.
          </p>
        ) : (
          <>
            <p>
              <strong>The record is not the one that this browser saw last.</strong> Entries that
              were there have been changed or lost.
            </p>
            <p>
              Do not rely on the record until this is explained. Speak with your headteacher and
              with whoever looks after Daybook. The DSL and the administrators have been told, and
              it was written down.
            </p>
          </>
        )}
        <button
          className="min-h-11 cursor-pointer rounded-md bg-accent px-4 font-semibold text-white"
          onClick={() => setSaid(undefined)}
          type="button"
        >
          Close
        </button>
      </div>
    </section>
  );
}
