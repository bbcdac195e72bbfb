import { defineConfig } from "vitest/config";

/** What needs Terraform and its AWS provider; `npm test` needs neither. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ["test/**/*.deploy.ts"],
    testTimeout: 180_000,
    hookTimeout: 180_000,
    fileParallelism: false,
  },
});
