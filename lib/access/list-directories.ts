import { env } from "@/lib/env";

export type Directory = {
  id: string;
  name: string;
  issuer: string;
  clientId: string;
  clientSecret: string;
};

/**
 * The school's own directories that are set up, by OpenID Connect. Of Microsoft only one tenant's:
 * its issuer names the tenant, and an answer of any other issuer is refused.
 */
export function listDirectories(): Directory[] {
  const e = env();
  const all = [
    {
      id: "microsoft-entra-id",
      name: "Microsoft",
      issuer: e.AUTH_ENTRA_ID_ISSUER,
      clientId: e.AUTH_ENTRA_ID_ID,
      clientSecret: e.AUTH_ENTRA_ID_SECRET,
    },
    {
      id: "google",
      name: "Google",
      issuer: "https://accounts.google.com",
      clientId: e.AUTH_GOOGLE_ID,
      clientSecret: e.AUTH_GOOGLE_SECRET,
    },
    {
      id: "oidc",
      name: e.AUTH_OIDC_NAME,
      issuer: e.AUTH_OIDC_ISSUER,
      clientId: e.AUTH_OIDC_ID,
      clientSecret: e.AUTH_OIDC_SECRET,
    },
  ];
  return all.filter((d): d is Directory => Boolean(d.issuer && d.clientId && d.clientSecret));
}
