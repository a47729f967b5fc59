import { type NextRequest, NextResponse } from "next/server";
import { sameOrigin } from "@/lib/access/check-origin";
import { listDirectories } from "@/lib/access/list-directories";

const development = process.env.NODE_ENV === "development";

/**
 * Where the forms of a page may lead. Those of signing in lead to the school's directory: without
 * script the browser follows them there itself, and would refuse.
 */
function formTargets(path: string): string {
  const out = /^\/(sign-in|invite)(\/|$)/.test(path) ? listDirectories() : [];
  return ["'self'", ...out.map((directory) => new URL(directory.issuer).origin)].join(" ");
}

function policy(nonce: string, path: string): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    `form-action ${formTargets(path)}`,
  ].join("; ");
}

const changes = (request: NextRequest) => request.method !== "GET" && request.method !== "HEAD";

/** Headers for every page. Never the only guard: each page proves its actor again. */
export function proxy(request: NextRequest): NextResponse {
  if (changes(request) && !sameOrigin(request.headers))
    return new NextResponse("Not allowed from here", { status: 403 });
  const nonce = Buffer.from(crypto.randomUUID()).toString("base64");
  // What an API answers is data: nothing in it may run, load or be framed, not even on its own.
  const path = request.nextUrl.pathname;
  const csp = path.startsWith("/api/")
    ? "default-src 'none'; frame-ancestors 'none'; sandbox"
    : policy(nonce, path);
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("x-daybook-path", path);
  headers.set("content-security-policy", csp);
  const response = NextResponse.next({ request: { headers } });
  const secure: Record<string, string> = {
    "content-security-policy": csp,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "cache-control": "private, no-store",
  };
  for (const [name, value] of Object.entries(secure)) response.headers.set(name, value);
  if (process.env.DAYBOOK_URL?.startsWith("https:")) {
    response.headers.set("strict-transport-security", "max-age=31536000; includeSubDomains");
  }
  return response;
}

/** The ingest path is left out: bodies that pass through here are cut at 10 MiB. */
export const config = {
  matcher: ["/((?!_next/static|api/ingest|.*/upload|icon.svg).*)"],
};
