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
  // Read by name while a PDF's pages are drawn, and the letters of a schedule of our own.
  outputFileTracingIncludes: {
    "/**": [
      "node_modules/dejavu-fonts-ttf/ttf/DejaVuSans{,-Bold}.ttf",
      "node_modules/pdfjs-dist/legacy/build/pdf.worker.mjs",
      "node_modules/pdfjs-dist/legacy/build/pdf.renderer.mjs",
      "node_modules/pdfjs-dist/{cmaps,iccs,standard_fonts,wasm}/**",
      "node_modules/@napi-rs/canvas*/**",
    ],
  },
  experimental: { authInterrupts: true },
  serverExternalPackages: [
    "@napi-rs/canvas",
    "@node-rs/argon2",
    "pdfjs-dist",
    "pdfkit",
    "pino",
    "postgres",
    "sharp",
  ],
};
export default config;
