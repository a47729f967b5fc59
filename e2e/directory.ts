import { randomBytes } from "node:crypto";
import Provider from "oidc-provider";

/** The environment that makes the product's server and this suite mean the same directory. */
const { AUTH_OIDC_ISSUER, AUTH_OIDC_ID, AUTH_OIDC_SECRET } = process.env;

const page = `<!doctype html><html lang="en"><title>Directory</title>
<form method="post"><label>Login <input name="login"></label><button>Sign in there</button></form>`;

/**
 * A school's directory: a real OpenID Connect provider on this machine. Whoever types a login is
 * that subject; "mfa:" before it means that a second factor was shown there, and an "@" in it that
 * the directory calls it their verified e-mail address.
 */
export async function startDirectory(ours: string): Promise<() => Promise<void>> {
  const provider = new Provider(AUTH_OIDC_ISSUER ?? "", {
    clients: [
      {
        client_id: AUTH_OIDC_ID ?? "",
        client_secret: AUTH_OIDC_SECRET ?? "",
        redirect_uris: [`${ours}/api/auth/callback/oidc`],
      },
    ],
    pkce: { required: () => true },
    cookies: { keys: [randomBytes(16).toString("hex")] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    conformIdTokenClaims: false,
    claims: { openid: ["sub", "amr", "email", "email_verified"] },
    findAccount: (_ctx, id) => ({
      accountId: id,
      claims: () => ({ sub: id, ...(id.includes("@") ? { email: id, email_verified: true } : {}) }),
    }),
    // The school has agreed for everybody, as schools do: nobody is asked what Daybook may know.
    loadExistingGrant: async (ctx) => {
      const { client, session } = ctx.oidc;
      if (!client || !session?.accountId) return undefined;
      const grant = new provider.Grant({
        clientId: client.clientId,
        accountId: session.accountId,
      });
      grant.addOIDCScope("openid");
      await grant.save();
      return grant;
    },
  });
  provider.use(async (ctx, next) => {
    if (!ctx.path.startsWith("/interaction/")) return next();
    if (ctx.method === "GET") {
      ctx.type = "html";
      ctx.body = page;
      return;
    }
    const body = await new Response(ctx.req as never).text();
    const accountId = new URLSearchParams(body).get("login") ?? "";
    const amr = accountId.startsWith("mfa:") ? ["pwd", "mfa"] : ["pwd"];
    ctx.respond = false;
    await provider.interactionFinished(ctx.req, ctx.res, { login: { accountId, amr } });
  });
  const server = provider.listen(Number(new URL(AUTH_OIDC_ISSUER ?? "").port));
  await new Promise((done) => server.once("listening", done));
  return () =>
    new Promise((done) => {
      server.close(() => done());
      server.closeAllConnections();
    });
}
