/** Says how the client is built and tested. The server serves what the build leaves in static/. */

import { defineConfig } from "vitest/config";

export default defineConfig({
  base: "./", // addresses are relative: the server says below which path the product stands
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: "../server/static",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    target: "es2022",
  },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.{ts,tsx}", "tests/**/*.test.{ts,tsx}"],
  },
});
