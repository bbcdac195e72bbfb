import type { Reporter, TestCase, TestModule } from "vitest/node";

/** Ends a run with one line that says how many cases ran. */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const cases = modules.flatMap((module): TestCase[] => [...module.children.allTests()]);
    const count = (state: string) => cases.filter((each) => each.result().state === state).length;
    const brokenModules = modules.filter((module) => module.errors().length > 0).length;
    console.log(
      `${count("passed")} passed, ${count("failed") + brokenModules} failed, ${count("skipped")} skipped`,
    );
  }
}
