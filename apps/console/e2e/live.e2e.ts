import { describe, expect, it } from "vitest";
import { openConsole } from "./console-page.ts";
import { save } from "./saved-policies.ts";

const ADD_PETS = '["POST /petstore/v1/pets"]';
const ADD_AND_DELETE = '["POST /petstore/v1/pets", "DELETE /petstore/v1/pets/{petId}"]';
const DELETE_PET = "pet-owner, DELETE /petstore/v1/pets/{petId}";
/** It says that a save is seen within a second; a machine that does other things as well takes longer. */
const MOST_MS = 10_000;

describe("a policy that is saved while the page is open", () => {
  it("is shown at once, with what it lets in since the stack started", async () => {
    const page = await openConsole();
    await page.getByRole("link", { name: `${DELETE_PET}: denied` }).waitFor();
    const start = performance.now();
    await save("pet-owner", ADD_PETS, ADD_AND_DELETE);
    await page.getByRole("link", { name: `${DELETE_PET}: allowed` }).waitFor();
    const milliseconds = performance.now() - start;
    console.log(`a save is seen after ${Math.round(milliseconds)} ms`);
    expect(milliseconds).toBeLessThan(MOST_MS);
    const said = page.getByRole("status").filter({ hasText: "Policies saved" });
    await said.getByText("Policies saved. Compared with when the stack started: 1 gained.").waitFor();
    await said.getByRole("link", { name: "Compare" }).click();
    await page.getByRole("heading", { name: "Compare", level: 1 }).waitFor();
    await page.getByRole("button", { name: "Dismiss" }).click();
    await said.waitFor({ state: "detached" });
  });

  it("changes an answer that is looked at, and its source", async () => {
    const page = await openConsole("#/why?groups=pet-owner&method=DELETE&path=/petstore/v1/pets/1");
    await page.locator(".verdict-bad").waitFor();
    await save("pet-owner", ADD_PETS, ADD_AND_DELETE);
    await page.locator(".verdict-good").getByText("allowed by AddPets of pet-owner").waitFor();
    expect((await page.locator("mark").allTextContents()).join("\n")).toContain(ADD_AND_DELETE);
  });

  it("breaks a guardrail, which the checks show with a request that leads to the reason", async () => {
    const page = await openConsole("#/checks");
    await page.getByText("Nothing has to be mended: 6 of 6 guardrails proved").waitFor();
    await save("pet-owner", ADD_PETS, ADD_AND_DELETE);
    const broken = page
      .getByRole("listitem")
      .filter({ hasText: "DeletingPets" })
      .filter({ hasText: "✗ broken" });
    await broken
      .getByRole("link", { name: /^Why: pet-owner, DELETE / })
      .first()
      .click();
    await page.locator(".verdict-good").getByText("A member of pet-owner may DELETE").waitFor();
  });

  it("is named with file and line where it is broken, and what was sound before stays", async () => {
    const page = await openConsole();
    await page.getByRole("grid").waitFor();
    await save("pet-owner", "routes: [", "routes: [[");
    const banner = page.getByRole("alert");
    await banner.getByText("1 problem in the policies as saved.").waitFor();
    expect(await banner.getByRole("listitem").locator("code").first().textContent()).toMatch(
      /^policies\/pet-owner\.ts:\d+$/,
    );
    await page.getByRole("link", { name: `${DELETE_PET}: denied` }).waitFor();

    const late = await openConsole("#/checks");
    await late.getByRole("alert").getByText("policies/pet-owner.ts").waitFor();

    await save("pet-owner", "routes: [[", "routes: [");
    await banner.getByText("problem").waitFor({ state: "detached" });
    await late.getByRole("alert").getByText("problem").waitFor({ state: "detached" });
  });
});
