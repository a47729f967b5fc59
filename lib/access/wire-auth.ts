import { cookies, headers } from "next/headers";
import NextAuth, { CredentialsSignin, type NextAuthConfig } from "next-auth";
import { getToken } from "next-auth/jwt";
import Credentials from "next-auth/providers/credentials";
import { env } from "@/lib/env";
import { KnownError } from "@/lib/errors";
import { listDirectories } from "./list-directories";
import { enterCode } from "./open-code";
import { openDemo, openIdentity, openSession } from "./open-session";

/** Every import of next-auth is in this file, so that it can be replaced in one place. */

const secure = () => env().DAYBOOK_URL.startsWith("https:");
const cookieName = () => (secure() ? "__Host-daybook" : "daybook");

export { AuthError } from "next-auth";
export const invitationCookie = "daybook-invitation";

class NotRight extends CredentialsSignin {
  override code = "not-right";
}
class TooMany extends CredentialsSignin {
  override code = "too-many";
}

/** Methods by which a directory says that more than a password was shown. */
const strong = new Set(["mfa", "otp", "hwk", "fpt", "face", "sms", "ngcmfa", "swk"]);

const text = (value: unknown) => (typeof value === "string" ? value : "");
const agentOf = (request: Request) => request.headers.get("user-agent") ?? "";
export const addressOf = (list: Headers) =>
  list.get("x-forwarded-for")?.split(",").at(-1)?.trim() || list.get("x-real-ip") || "local";

/** A throttle that has had its fill, in the words next-auth lets through. */
const limited = (opening: Promise<string | null>) =>
  opening.catch((error) => {
    throw error instanceof KnownError && error.code === "too-many" ? new TooMany() : error;
  });

function providers(): NextAuthConfig["providers"] {
  const list: NextAuthConfig["providers"] = [
    Credentials({
      id: "password",
      authorize: async (input, request) => {
        const token = await limited(
          openSession({
            email: text(input.email).trim().toLowerCase(),
            password: text(input.password),
            address: addressOf(request.headers),
            agent: agentOf(request),
          }),
        );
        if (!token) throw new NotRight();
        return { id: token };
      },
    }),
    Credentials({
      id: "code",
      authorize: async (input, request) => {
        const token = await limited(enterCode(text(input.code), addressOf(request.headers)));
        if (!token) throw new NotRight();
        return { id: token };
      },
    }),
  ];
  if (env().DAYBOOK_DEMO === "1") {
    list.push(
      Credentials({
        id: "demo",
        authorize: async (input, request) => {
          const token = await openDemo(text(input.email), agentOf(request));
          return token ? { id: token } : null;
        },
      }),
    );
  }
  // Only who somebody is gets asked for: no name, no address, no picture.
  for (const { id, name, issuer, clientId, clientSecret } of listDirectories()) {
    list.push({
      id,
      name,
      type: "oidc",
      issuer,
      clientId,
      clientSecret,
      authorization: { params: { scope: "openid" } },
      checks: ["pkce", "state", "nonce"],
    });
  }
  return list;
}

/** Where a directory's answer leads: to a session of ours, or back with what was wrong. */
async function identityToken(profile: Record<string, unknown>) {
  const jar = await cookies();
  // Deleted in a route handler, a cookie is left behind empty.
  const invitation = jar.get(invitationCookie)?.value || undefined;
  jar.delete(invitationCookie);
  const methods = Array.isArray(profile.amr) ? profile.amr.map(String) : [];
  const token = await openIdentity({
    issuer: text(profile.iss),
    subject: text(profile.sub),
    factor: methods.some((m) => strong.has(m)),
    agent: (await headers()).get("user-agent") ?? "",
    invitation,
  });
  return token ? { token } : { error: invitation === undefined ? "unknown" : "invitation" };
}

const settings = (): NextAuthConfig => ({
  secret: env().AUTH_SECRET,
  trustHost: true,
  providers: providers(),
  session: { strategy: "jwt", maxAge: 24 * 60 * 60 },
  pages: { signIn: "/sign-in", error: "/sign-in" },
  cookies: {
    sessionToken: {
      name: cookieName(),
      options: { httpOnly: true, sameSite: "lax", path: "/", secure: secure() },
    },
  },
  // Failed sign-ins are no faults; nothing here may print an address or a token.
  logger: { error: () => {}, warn: () => {}, debug: () => {} },
  callbacks: {
    // A directory's sign-in is let through only when it leads to a session of ours.
    signIn: async ({ account, profile, user }) => {
      if (account?.type !== "oidc" && account?.type !== "oauth") return true;
      if (!profile?.iss || !profile.sub) return false;
      const answer = await identityToken(profile as Record<string, unknown>);
      if (!answer.token) return `/sign-in?error=${answer.error}`;
      user.id = answer.token;
      return true;
    },
    jwt: ({ token, user }) => (user?.id ? { sid: user.id } : token),
    // The endpoint that answers a page's script says nothing of the session.
    session: ({ session }) => ({ expires: session.expires }),
  },
});

export const { handlers, signIn, signOut } = NextAuth(() => {
  // Where a directory sends people back to is a setting, never what a request says of itself.
  process.env.AUTH_URL = env().DAYBOOK_URL;
  return settings();
});

/** The session token of a request, from the cookie that only we can open. */
export async function tokenFrom(list: Headers): Promise<string | null> {
  const jwt = await getToken({
    req: { headers: list },
    secret: env().AUTH_SECRET,
    secureCookie: secure(),
    cookieName: cookieName(),
    salt: cookieName(),
  });
  return typeof jwt?.sid === "string" ? jwt.sid : null;
}
