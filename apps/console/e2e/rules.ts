/** The rules of WCAG 2.2 AA, as far as a machine can tell. */
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { expect } from "vitest";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What is wrong, a line each. Of the rules, those of colours alone say something else in the dark. */
export async function violationsIn(page: Page): Promise<string[]> {
  await page.emulateMedia({ colorScheme: "light" });
  const light = await linesOf(createChecker(page).withTags(TAGS));
  await page.emulateMedia({ colorScheme: "dark" });
  return [...light, ...(await linesOf(createChecker(page).withRules(["color-contrast"])))];
}

/** There are no frames to look into, for which it would open another page. */
function createChecker(page: Page): AxeBuilder {
  return new AxeBuilder({ page }).options({ resultTypes: ["violations"] }).setLegacyMode();
}

async function linesOf(checker: AxeBuilder): Promise<string[]> {
  const { violations, passes } = await checker.analyze();
  expect(passes.map(({ id }) => id)).toContain("color-contrast");
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  );
}
