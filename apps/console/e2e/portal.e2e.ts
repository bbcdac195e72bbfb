import { describe, expect, it } from "vitest";
import { bundleNow } from "./ask.ts";
import { openConsole } from "./console-page.ts";

describe("the API portal", () => {
  it("lists the operations of every contract, and finds those that are searched for", async () => {
    const page = await openConsole("#/api");
    const operations = page.locator(".operation-link");
    await operations.first().waitFor();
    const { apis } = await bundleNow();
    expect(await page.getByRole("heading", { level: 2 }).count()).toBe(apis.length);
    const all = await operations.count();
    await page.getByText(`${all} operations`, { exact: true }).waitFor();
    await page.getByLabel("Search").fill("delete pet");
    await page.getByText("1 operation", { exact: true }).waitFor();
    expect(await operations.allTextContents()).toEqual([
      expect.stringMatching(/^DELETE \/petstore\/v1\/pets/),
    ]);
    await page.getByLabel("Search").fill("");
    await page.getByLabel("Needs no credential").check();
    await operations.getByText("/network/pets").waitFor();
    expect(await operations.count()).toBeLessThan(all);
    await page.getByLabel("Search").fill("nothing of the kind");
    await page.getByText("No operation fits what is searched for.").waitFor();
  });

  it("says of an operation what to bring, who may call it and what it answers, and leads to the reason", async () => {
    const page = await openConsole("#/api");
    await page.getByRole("link", { name: "DELETE /petstore/v1/pets/{petId}" }).click();
    await page.getByRole("heading", { level: 1, name: "DELETE /petstore/v1/pets/{petId}" }).waitFor();
    const callers = page.locator(".callers").getByRole("listitem");
    expect(await callers.allTextContents()).toEqual([
      "● admins: allowed",
      "○ pet-owner: denied",
      "◐ pet-veterinarian: conditional from 192.0.2.0/24 or 198.51.100.0/24",
    ]);
    expect(await page.getByRole("group", { name: "curl", exact: true }).textContent()).toContain(
      "/petstore/v1/pets/1",
    );
    await page.locator(".answer summary").first().click();
    await callers.getByRole("link", { name: "pet-owner" }).click();
    await page.locator(".verdict-bad").getByText("may not DELETE /petstore/v1/pets/1").waitFor();
  });

  it("has a page of every operation, whatever its contract asks for", async () => {
    const page = await openConsole("#/api");
    const links = page.locator(".operation-link");
    await links.first().waitFor();
    const hrefs = await links.evaluateAll((all) => all.map((link) => link.getAttribute("href") ?? ""));
    for (const href of hrefs) {
      await page.evaluate((to) => window.location.assign(to), href);
      await page.getByRole("heading", { name: "What to bring" }).waitFor();
      const [, method = "", route = ""] = /:([A-Z]+):([^:]+)$/.exec(decodeURIComponent(href)) ?? [];
      expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe(`${method} ${route}`);
    }
    expect(hrefs.length).toBeGreaterThan(10);
  });

  it("says so where a link leads to an operation that is gone", async () => {
    const page = await openConsole("#/api/apps/petstore/openapi.yaml:GET:/gone");
    await page.getByText("No contract has this operation any more.").waitFor();
  });
});
