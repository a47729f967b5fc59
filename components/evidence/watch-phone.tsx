"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

/** Milliseconds between two looks: what a phone sends is on the page within three seconds. */
const every = 1500;

/** Reads the page again when the phone came, sent something, or its link is over. */
export function WatchPhone({ id, state, sent }: { id: string; state: string; sent: number }) {
  const router = useRouter();
  useEffect(() => {
    const look = async () => {
      const answer = await fetch(`/api/phone/${id}`).catch(() => null);
      if (!answer?.ok) return;
      const now = (await answer.json()) as { state: string; sent: number };
      if (now.state !== state || now.sent !== sent) router.refresh();
    };
    const timer = setInterval(look, every);
    return () => clearInterval(timer);
  }, [id, state, sent, router]);
  return null;
}
