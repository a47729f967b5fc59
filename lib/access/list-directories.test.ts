import { afterEach, beforeEach, expect, test, vi } from "vitest";

const tenant = "11111111-2222-3333-4444-555555555555";
const needed = {
  APP_DATABASE_URL: "postgres://nowhere",
  DAYBOOK_URL: "http://localhost:3000",
  AUTH_SECRET: "x".repeat(32),
  UPLOAD_SECRET: "x".repeat(32),
  ROOT_KEY_FILE: "root-key.txt",
};

/** The environment is read once a process, so each test loads it anew. */
async function directoriesIn(settings: Record<string, string>) {
  for (const [name, value] of Object.entries({ ...needed, ...settings })) vi.stubEnv(name, value);
  const { listDirectories } = await import("./list-directories");
  return listDirectories();
}
beforeEach(() => void vi.resetModules());
afterEach(() => void vi.unstubAllEnvs());

test("Microsoft is one tenant of it, named by its id", async () => {
  const issuer = `https://login.microsoftonline.com/${tenant}/v2.0`;
  const settings = { AUTH_ENTRA_ID_ID: "id", AUTH_ENTRA_ID_SECRET: "secret" };
  expect(await directoriesIn({ ...settings, AUTH_ENTRA_ID_ISSUER: issuer })).toEqual([
    { id: "microsoft-entra-id", name: "Microsoft", issuer, clientId: "id", clientSecret: "secret" },
  ]);
});

test.each(["common", "organizations", "consumers", "school.onmicrosoft.com", `${tenant}/..`])(
  "Microsoft's %s is refused, for it lets other tenants answer",
  async (name) => {
    const issuer = `https://login.microsoftonline.com/${name}/v2.0`;
    await expect(directoriesIn({ AUTH_ENTRA_ID_ISSUER: issuer })).rejects.toThrow(
      "AUTH_ENTRA_ID_ISSUER: names no tenant",
    );
  },
);

test("Google has one issuer, and needs only a client", async () => {
  const [google] = await directoriesIn({ AUTH_GOOGLE_ID: "id", AUTH_GOOGLE_SECRET: "secret" });
  expect(google).toMatchObject({ id: "google", issuer: "https://accounts.google.com" });
});

test("any other issuer is named by its own words, and cannot be overheard", async () => {
  const settings = {
    AUTH_OIDC_ID: "id",
    AUTH_OIDC_SECRET: "secret",
    AUTH_OIDC_NAME: "Trust account",
  };
  const issuer = "https://sso.trust.example";
  expect(await directoriesIn({ ...settings, AUTH_OIDC_ISSUER: issuer })).toMatchObject([
    { id: "oidc", name: "Trust account", issuer },
  ]);
  vi.resetModules();
  await expect(
    directoriesIn({ ...settings, AUTH_OIDC_ISSUER: "http://sso.trust.example" }),
  ).rejects.toThrow("AUTH_OIDC_ISSUER: is not an address that starts with https://");
});

test("a directory that is set up by half is named at the start, not on somebody's screen", async () => {
  await expect(directoriesIn({ AUTH_GOOGLE_ID: "id" })).rejects.toThrow(
    "AUTH_GOOGLE_SECRET: is missing",
  );
});
