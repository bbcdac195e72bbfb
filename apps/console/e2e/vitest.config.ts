import { defineConfig } from "vitest/config";

/** What needs a browser; `npm test` needs none. */
export default defineConfig({
  cacheDir: "../../../node_modules/.vite/console",
  test: {
    root: import.meta.dirname,
    include: ["*.e2e.ts"],
    globalSetup: ["./global-setup.ts"],
    reporters: ["default", "../../../test/count-reporter.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // They edit the policies of one stack.
    fileParallelism: false,
  },
});
