"use client";

import { useEffect, useState } from "react";
import type { TimeLeft } from "@/lib/access/types";

/**
 * Says that the session is about to end (WCAG 2.2.1). The server alone knows when: it is asked
 * before anything is said, for other tabs and autosaving count too. Any key or click is somebody
 * being there; the focus is never moved. At the end the page is loaded again, and the server leads
 * to the sign-in page and back here.
 */
export function IdleWarning() {
  const [left, setLeft] = useState<TimeLeft>();
  useEffect(() => {
    const tabs = new BroadcastChannel("daybook-session");
    let askAt = 0;
    let warned = false;
    const ask = async (method: "GET" | "POST") => {
      askAt = Date.now() + 5_000;
      const answer = await fetch("/api/session", { method }).catch(() => null);
      if (answer?.status === 404) location.reload();
      if (!answer?.ok) return;
      const now: TimeLeft = await answer.json();
      askAt = Date.now() + (now.warnIn || now.left + 1) * 1000;
      warned = now.warnIn === 0 && !now.last;
      setLeft(now.warnIn === 0 ? now : undefined);
      if (method === "POST") tabs.postMessage(null);
    };
    const here = () => {
      if (warned) {
        warned = false;
        void ask("POST");
      }
    };
    tabs.onmessage = () => void ask("GET");
    const timer = setInterval(() => {
      if (Date.now() >= askAt) void ask("GET");
    }, 1_000);
    document.addEventListener("keydown", here);
    document.addEventListener("click", here);
    return () => {
      clearInterval(timer);
      tabs.close();
      document.removeEventListener("keydown", here);
      document.removeEventListener("click", here);
    };
  }, []);
  if (!left) return null;
  const minutes = Math.ceil(left.left / 60);
  return (
    <section
      className="no-print fixed inset-x-0 bottom-0 z-20 border-warn border-t-4 bg-card p-4 shadow-lg"
      role="alert"
    >
      <div className="mx-auto flex max-w-6xl flex-wrap items-center gap-4">
        <p>
          <strong>
            You will be signed out in about {minutes === 1 ? "a minute" : `${minutes} minutes`}.
          </strong>{" "}
          {left.last
            ? "You have been signed in for as long as your school allows. Save or send what you are writing, then sign in again."
            : "Nothing was done here for a while."}
        </p>
        {left.last ? null : (
          <button
            className="min-h-11 cursor-pointer rounded-md bg-accent px-4 font-semibold text-white"
            type="button"
          >
            Stay signed in
          </button>
        )}
      </div>
    </section>
  );
}
