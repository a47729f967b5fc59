"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

/** While something on the page is still being worked on: looks again, every three seconds. */
export function RefreshSoon() {
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(() => router.refresh(), 3000);
    return () => clearInterval(timer);
  }, [router]);
  return null;
}
