import type { AccessBundle } from "@lychgate/cli/bundle";
import { describe, expect, it } from "vitest";
import { bundleNow, focusedName } from "./ask.ts";
import { openConsole } from "./console-page.ts";

const WORDS = { yes: "allowed", if: "conditional", part: "partial", no: "denied" } as const;
const SIGNS = { yes: "●", if: "◐", part: "◔", no: "○" } as const;

describe("the matrix", () => {
  it("says of each group and operation what it may do, in words, by a sign and by a colour", async () => {
    const page = await openConsole();
    const cells = page.getByRole("gridcell");
    await cells.first().waitFor();
    const shown = await cells.getByRole("link").evaluateAll((links) =>
      links.map((link) => ({
        name: link.getAttribute("aria-label"),
        text: link.textContent,
        colour: getComputedStyle(link).color,
      })),
    );
    const { matrix } = await bundleNow();
    expect(shown.map(({ name, text }) => `${name} ${text}`)).toEqual(cellsOf(matrix));
    const texts = new Set(shown.map(({ text }) => text));
    expect(new Set(shown.map(({ text, colour }) => `${text} ${colour}`)).size).toBe(texts.size);
    expect(new Set(shown.map(({ colour }) => colour)).size).toBe(texts.size);
    expect(shown.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        "pet-owner, DELETE /petstore/v1/pets/{petId}: denied",
        "pet-owner, GET /petstore/v1/pets: allowed",
        "pet-veterinarian, DELETE /petstore/v1/pets/{petId}: conditional, from 192.0.2.0/24 or 198.51.100.0/24",
      ]),
    );
    expect(await page.locator(".matrix-size").textContent()).toBe(
      `${matrix.rows.length} operations, ${matrix.groups.length} groups`,
    );
  });

  it("counts the cells of each level, and shows only those of one", async () => {
    const page = await openConsole();
    const levels = page.getByRole("group", { name: "Show only cells that are" }).getByRole("button");
    const { matrix } = await bundleNow();
    const count = (level: string) =>
      matrix.rows.flatMap(({ access }) => access).filter((each) => each === level).length;
    expect(await levels.allTextContents()).toEqual(
      (["yes", "if", "part", "no"] as const).map(
        (level) => `${SIGNS[level]} ${WORDS[level]} ${count(level)}`,
      ),
    );
    await levels.filter({ hasText: "conditional" }).click();
    await page.getByRole("columnheader", { name: "pet-owner" }).waitFor({ state: "detached" });
    expect(await page.getByRole("columnheader").allTextContents()).toEqual(["Operation", "pet-veterinarian"]);
    await page.waitForURL(/#\/matrix\?level=if$/);
  });

  it("is filtered by words, of which the address tells a second reader", async () => {
    const page = await openConsole();
    await page.getByRole("textbox", { name: "Operations" }).fill("delete pet");
    await page.getByRole("textbox", { name: "Groups" }).fill("OWNER");
    await page.getByText("1 operation, 1 group of").waitFor();
    await page.waitForURL(/g=OWNER/);
    const second = await openConsole(new URL(page.url()).hash);
    await second.getByText("1 operation, 1 group of").waitFor();
    expect(await second.getByRole("gridcell").getByRole("link").evaluateAll(names)).toEqual([
      "pet-owner, DELETE /petstore/v1/pets/{petId}: denied",
    ]);
    await second.getByRole("button", { name: "Show all" }).click();
    await second.getByRole("columnheader", { name: "admins" }).waitFor();
  });

  it("says so where nothing fits", async () => {
    const page = await openConsole("#/matrix?q=nothing+of+the+kind");
    await page.getByText("No operation and group fit the filter.").waitFor();
    expect(await page.getByRole("grid").count()).toBe(0);
  });

  it("shows only what the contract marks as sensitive", async () => {
    const page = await openConsole();
    await page.getByLabel("Sensitive only").check();
    const { matrix } = await bundleNow();
    const sensitive = matrix.rows.filter((row) => row.sensitive);
    await page.getByText(`${sensitive.length} operation`).waitFor();
    expect(sensitive.length).toBeLessThan(matrix.rows.length);
  });

  it("is walked by keyboard: one stop for Tab, arrows from cell to cell, Enter for the reason", async () => {
    const page = await openConsole();
    const grid = page.getByRole("grid", { name: "Access of groups to operations" });
    await grid.waitFor();
    expect(await grid.locator('[tabindex="0"]').count()).toBe(1);
    const { matrix } = await bundleNow();
    const [cells, columns] = [cellsOf(matrix), matrix.groups.length];
    const rows = matrix.rows.length;
    const nameAt = (row: number, column: number) => cells[row * columns + column]?.replace(/ \S+$/, "");

    await page.getByRole("button", { name: "denied" }).focus();
    await page.keyboard.press("Tab");
    expect(await focusedName(page)).toBe(nameAt(0, 0));
    const walk: [string, number, number][] = [
      ["ArrowUp", 0, 0],
      ["ArrowDown", 1, 0],
      ["ArrowRight", 1, 1],
      ["End", 1, columns - 1],
      ["ArrowRight", 1, columns - 1],
      ["Home", 1, 0],
      ["Control+End", rows - 1, columns - 1],
      ["PageUp", 0, columns - 1],
      ["Control+Home", 0, 0],
      ["ArrowRight", 0, 1],
    ];
    for (const [key, row, column] of walk) {
      await page.keyboard.press(key);
      expect(await focusedName(page), key).toBe(nameAt(row, column));
    }
    expect(await grid.locator('[tabindex="0"]').count()).toBe(1);

    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Why", level: 1 }).waitFor();
    await page.getByText("A member of pet-owner may GET /petstore/v1/pets").waitFor();
    await page.goBack();
    await grid.waitFor();
  });
});

/** Row by row: the name of each cell and its text. */
function cellsOf({ groups, rows }: AccessBundle["matrix"]): string[] {
  return rows.flatMap(({ method, route, access, conditions }) =>
    groups.map((group, place) => {
      const level = access[place] ?? "no";
      const condition = conditions[group] === undefined ? "" : `, ${conditions[group]}`;
      return `${group}, ${method} ${route}: ${WORDS[level]}${condition} ${SIGNS[level]}${WORDS[level]}`;
    }),
  );
}

function names(links: readonly Element[]): (string | null)[] {
  return links.map((link) => link.getAttribute("aria-label"));
}
