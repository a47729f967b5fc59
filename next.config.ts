import type { NextConfig } from "next";

const config: NextConfig = {
  output: "standalone",
  typedRoutes: false,
  reactCompiler: true,
  poweredByHeader: false,
  experimental: { authInterrupts: true },
  serverExternalPackages: ["@node-rs/argon2", "sharp", "postgres", "pino"],
};
export default config;
