import { cookies, headers } from "next/headers";
import NextAuth, { CredentialsSignin, type NextAuthConfig } from "next-auth";
import { getToken } from "next-auth/jwt";
import Credentials from "next-auth/providers/credentials";
import Google from "next-auth/providers/google";
import MicrosoftEntraID from "next-auth/providers/microsoft-entra-id";
import { env } from "@/lib/env";
import { KnownError } from "@/lib/errors";
import { linkIdentity } from "./accept-invitation";
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

function providers(): NextAuthConfig["providers"] {
  const e = env();
  const list: NextAuthConfig["providers"] = [
    Credentials({
      id: "password",
      authorize: async (input, request) => {
        let token: string | null = null;
        try {
          token = await openSession({
            email: text(input.email).trim().toLowerCase(),
            password: text(input.password),
            address: addressOf(request.headers),
            agent: agentOf(request),
          });
        } catch (error) {
          if (error instanceof KnownError && error.code === "too-many") throw new TooMany();
          throw error;
        }
        if (!token) throw new NotRight();
        return { id: token };
      },
    }),
  ];
  if (e.DAYBOOK_DEMO === "1") {
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
  if (e.AUTH_ENTRA_ID_ID && e.AUTH_ENTRA_ID_SECRET && e.AUTH_ENTRA_ID_ISSUER) {
    list.push(
      MicrosoftEntraID({
        clientId: e.AUTH_ENTRA_ID_ID,
        clientSecret: e.AUTH_ENTRA_ID_SECRET,
        issuer: e.AUTH_ENTRA_ID_ISSUER,
        checks: ["pkce", "state", "nonce"],
      }),
    );
  }
  if (e.AUTH_GOOGLE_ID && e.AUTH_GOOGLE_SECRET) {
    list.push(
      Google({
        clientId: e.AUTH_GOOGLE_ID,
        clientSecret: e.AUTH_GOOGLE_SECRET,
        checks: ["pkce", "state", "nonce"],
      }),
    );
  }
  if (e.AUTH_OIDC_ISSUER && e.AUTH_OIDC_ID && e.AUTH_OIDC_SECRET) {
    list.push({
      id: "oidc",
      name: e.AUTH_OIDC_NAME,
      type: "oidc",
      issuer: e.AUTH_OIDC_ISSUER,
      clientId: e.AUTH_OIDC_ID,
      clientSecret: e.AUTH_OIDC_SECRET,
      checks: ["pkce", "state", "nonce"],
    });
  }
  return list;
}

/** The school's own directories that are set up, for the buttons of the sign-in page. */
export function directories(): { id: string; name: string }[] {
  const e = env();
  return [
    ...(e.AUTH_ENTRA_ID_ID ? [{ id: "microsoft-entra-id", name: "Microsoft" }] : []),
    ...(e.AUTH_GOOGLE_ID ? [{ id: "google", name: "Google" }] : []),
    ...(e.AUTH_OIDC_ID ? [{ id: "oidc", name: e.AUTH_OIDC_NAME }] : []),
  ];
}

async function identityToken(profile: Record<string, unknown>): Promise<string | null> {
  const who = { issuer: text(profile.iss), subject: text(profile.sub) };
  if (!who.issuer || !who.subject) return null;
  const jar = await cookies();
  const invitation = jar.get(invitationCookie)?.value;
  if (invitation) {
    await linkIdentity(invitation, who);
    jar.delete(invitationCookie);
  }
  const methods = Array.isArray(profile.amr) ? profile.amr.map(String) : [];
  const agent = (await headers()).get("user-agent") ?? "";
  return openIdentity({ ...who, factor: methods.some((m) => strong.has(m)), agent });
}

export const { handlers, signIn, signOut } = NextAuth(() => ({
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
      const token = profile ? await identityToken(profile as Record<string, unknown>) : null;
      if (!token) return "/sign-in?error=unknown";
      user.id = token;
      return true;
    },
    jwt: ({ token, user }) => (user?.id ? { sid: user.id } : token),
    // The endpoint that answers a page's script says nothing of the session.
    session: ({ session }) => ({ expires: session.expires }),
  },
}));

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
