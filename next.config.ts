import type { NextConfig } from "next";

const config: NextConfig = {
  output: "standalone",
  typedRoutes: false,
  reactCompiler: true,
  poweredByHeader: false,
  // Every title stands in the head before the page is read, with or without script.
  htmlLimitedBots: /.*/,
  // The compiler has its own step in .ci/run, over tests and scripts too.
  typescript: { ignoreBuildErrors: true },
  experimental: { authInterrupts: true },
  serverExternalPackages: ["@node-rs/argon2", "sharp", "postgres", "pino"],
};
export default config;
