import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: [
      "{packages,apps}/*/{src,test}/**/*.test.ts",
      "policies/**/*.test.ts",
      "terraform/src/**/*.test.ts",
      "test/**/*.test.ts",
    ],
    reporters: ["default", "./test/secret-reporter.ts", "./test/count-reporter.ts"],
    // Left to itself, vitest keeps a core for others.
    maxWorkers: "100%",
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
