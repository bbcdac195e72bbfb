import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { consolePage } from "./console-page.ts";

const PAGE = consolePage(join(import.meta.dirname, "../../.."));

function row(operation: string): string {
  return PAGE.split("\n").find((line) => line.includes(`>${operation}<`)) ?? "";
}

describe("the console's page", () => {
  it("has a column for each group", () => {
    expect(PAGE).toContain(">admins</th>");
    expect(PAGE).toContain(">pet-owner</th>");
    expect(PAGE).toContain(">pet-veterinarian</th>");
  });

  it.each([
    ["GET /petstore/v1/pets", "● allowed", "● allowed", "◐ from a clinic"],
    ["DELETE /petstore/v1/pets/{petId}", "● allowed", "○ denied", "◐ from a clinic"],
    ["GET /petstore/v2/pets", "● allowed", "○ denied", "○ denied"],
  ])("says who may %s", (operation, ...cells) => {
    expect(row(operation).match(/<td>[^<]*/g)).toEqual(cells.map((cell) => `<td>${cell}`));
  });
});
