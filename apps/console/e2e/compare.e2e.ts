import { describe, expect, it } from "vitest";
import { bundleNow } from "./ask.ts";
import { openConsole } from "./console-page.ts";
import { save } from "./saved-policies.ts";

describe("what a change lets in and shuts out", () => {
  it("is nothing where nothing is changed", async () => {
    const page = await openConsole("#/compare");
    await page.getByText("nothing changes in who may do what").waitFor();
    await page.getByText("Nothing is let in or shut out.").waitFor();
  });

  it("is listed, riskiest first, each with a request that proves it and the lines on both sides", async () => {
    const page = await openConsole("#/compare");
    await page.getByText("nothing changes").waitFor();
    await save("pet-owner", '["POST /petstore/v1/pets"]', '["DELETE /petstore/v1/pets/{petId}"]');
    await save("pet-veterinarian", '"192.0.2.0/24", ', "");
    const changes = page.getByRole("list", { name: "Changes" }).locator(":scope > li");
    await changes.nth(3).waitFor();
    await page.locator(".lead").getByText("1 gained, 1 lost, ").waitFor();
    const said = await changes.allTextContents();
    expect(said[0]).toMatch(/let in.*pet-owner DELETE \/petstore\/v1\/pets\/\{petId\}.*→becomes/);
    expect(said.at(-1)).toMatch(/pet-(owner|veterinarian)/);

    await changes.first().locator("summary").click();
    const proof = changes.first().locator(".change-proof");
    await proof.getByRole("heading", { name: "Before allowed by nothing, now allowed" }).waitFor();
    expect(await proof.getByRole("group", { name: "lychgate explain", exact: true }).textContent()).toMatch(
      /^npx lychgate explain pet-owner DELETE \/petstore\/v1\/pets\/\S+/,
    );
    const sides = proof.getByRole("group", { name: "policies/pet-owner.ts" });
    expect(await sides.nth(0).locator("mark").allTextContents()).toEqual(
      expect.arrayContaining([expect.stringContaining('["POST /petstore/v1/pets"]')]),
    );
    expect(await sides.nth(1).locator("mark").allTextContents()).toEqual(
      expect.arrayContaining([expect.stringContaining('["DELETE /petstore/v1/pets/{petId}"]')]),
    );
    await proof.getByRole("link", { name: /^Why, as the policies are now: DELETE / }).click();
    await page.locator(".verdict-good").getByText("allowed by AddPets of pet-owner").waitFor();
  });

  it("is filtered by words and by risk, of which the address tells", async () => {
    const page = await openConsole("#/compare");
    await page.getByText("nothing changes").waitFor();
    await save("pet-owner", '["POST /petstore/v1/pets"]', '["DELETE /petstore/v1/pets/{petId}"]');
    const changes = page.getByRole("list", { name: "Changes" }).locator(":scope > li");
    await changes.nth(1).waitFor();
    await page.getByRole("group", { name: "Show only changes that are" }).getByText("lost").click();
    await changes.nth(1).waitFor({ state: "detached" });
    expect(await changes.allTextContents()).toEqual([expect.stringContaining("POST /petstore/v1/pets")]);
    await page.getByLabel("Groups, routes, statements").fill("delete");
    await page.getByText("No change fits the filter.").waitFor();
    await page.waitForURL(/#\/compare\?risk=lost&q=delete$/);
    await page.getByRole("group").getByText("all").click();
    await changes.getByText("DELETE").first().waitFor();
  });

  it("says how to compare where there is nothing to compare with", async () => {
    const { comparison: _, ...bundle } = await bundleNow();
    const page = await openConsole("#/compare", { answers: { "/bundle.json": { json: bundle } } });
    await page.getByText("These policies are compared with nothing").waitFor();
  });
});
