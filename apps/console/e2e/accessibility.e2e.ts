import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { focusedName } from "./ask.ts";
import { openConsole } from "./console-page.ts";
import { violationsIn } from "./rules.ts";
import { save } from "./saved-policies.ts";

/** Each with what it shows once it is loaded. */
const VIEWS = [
  ["the matrix", "#/matrix", ".matrix-cell"],
  ["why", "#/why?groups=pet-veterinarian,pet-groomer&method=DELETE&path=/petstore/v1/pets/1", ".verdict"],
  ["why, with errors", "#/why?groups=admins&path=x&ip=y&time=z", ".field-error"],
  ["compare", "#/compare", "main h1"],
  ["the checks", "#/checks", ".check-item"],
  ["try it", "#/try", ".try-form"],
  ["the API portal", "#/api", ".operation-link"],
  ["an operation", "#/api/apps/petstore/openapi.yaml:POST:/petstore/v1/pets", ".operation"],
] as const;

it.each(VIEWS)(
  "%s breaks no rule of WCAG 2.2 AA, does not scroll sideways on a narrow screen, and is walked by Tab",
  async (_, hash, shown) => {
    const page = await openConsole(hash);
    await page.locator(shown).first().waitFor();
    expect(await violationsIn(page)).toEqual([]);

    await page.setViewportSize({ width: 360, height: 640 });
    const { content, screen } = await page.evaluate(() => ({
      content: document.documentElement.scrollWidth,
      screen: document.documentElement.clientWidth,
    }));
    expect(content).toBeLessThanOrEqual(screen);

    const stops = await walkByTab(page);
    expect(stops[0]?.text).toContain("Skip to the content");
    expect(stops.filter(({ isSeen }) => !isSeen)).toEqual([]);
    expect(stops.length).toBeGreaterThanOrEqual(8);
    expect(stops.some(({ isInMain }) => isInMain)).toBe(hash !== "#/compare");
  },
);

it("what is told of policies that are saved, and a change that is looked into, break no rule either", async () => {
  const page = await openConsole("#/compare");
  await page.getByText("nothing changes").waitFor();
  await save("pet-owner", '["POST /petstore/v1/pets"]', '["DELETE /petstore/v1/pets/{petId}"]');
  for (const change of [0, 1]) await page.locator(".change summary").nth(change).click();
  await page.locator(".change-proof").nth(1).waitFor();
  await save("pet-veterinarian", "statements: [", "statements: [[");
  await page.getByRole("alert").getByText("1 problem").waitFor();
  expect(await violationsIn(page)).toEqual([]);
  await save("pet-veterinarian", "statements: [[", "statements: [");
  await page.getByRole("alert").getByText("1 problem").waitFor({ state: "detached" });
});

it("the way to the content skips the navigation, and a view that is gone to has the focus", async () => {
  const page = await openConsole("#/checks");
  await page.getByText("guardrails proved").waitFor();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  expect(await focusedName(page)).toMatch(/^all/);
  await page.getByRole("link", { name: "Compare" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Compare" }).waitFor();
  expect(await page.evaluate(() => document.activeElement?.id)).toBe("main");
  expect(await page.title()).toBe("Compare · Lychgate");
});

it("a theme that is chosen stays", async () => {
  const page = await openConsole("", { colorScheme: "light" });
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.getByRole("grid").waitFor();
  const light = await ground();
  await page.getByLabel("Theme").selectOption("dark");
  const dark = await ground();
  expect(dark).not.toBe(light);
  await page.reload();
  await page.getByRole("grid").waitFor();
  expect(await ground()).toBe(dark);
});

interface Stop {
  text: string;
  isSeen: boolean;
  isInMain: boolean;
}

/** Nobody stops so often on a page, unless Tab is kept in a part of it. */
const MOST_STOPS = 120;

/** Where Tab leads to, until it leaves the page. */
async function walkByTab(page: Page): Promise<Stop[]> {
  const stops: Stop[] = [];
  while (stops.length < MOST_STOPS) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(() => {
      const focused = document.activeElement;
      if (!focused || focused === document.body) return undefined;
      const { outlineStyle, outlineWidth } = getComputedStyle(focused);
      const { width, height } = focused.getBoundingClientRect();
      const isMarked = outlineStyle !== "none" && Number.parseFloat(outlineWidth) > 0;
      return {
        text: focused.outerHTML.slice(0, 200),
        isSeen: isMarked && width > 0 && height > 0,
        isInMain: document.getElementById("main")?.contains(focused) === true,
      };
    });
    if (stop === undefined) return stops;
    stops.push(stop);
  }
  throw new Error(`expected Tab to leave the page after ${MOST_STOPS} stops`);
}
