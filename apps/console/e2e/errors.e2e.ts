import { describe, expect, it } from "vitest";
import { bundleNow } from "./ask.ts";
import { openConsole } from "./console-page.ts";
import { startStack } from "./running-stack.ts";

const JSON_TYPE = "application/json";

describe("a bundle that cannot be shown", () => {
  it.each([
    [
      "is missing",
      { status: 404, body: "" },
      "there is no bundle.json beside this page (HTTP 404)",
      "lychgate bundle",
    ],
    [
      "is another page",
      { contentType: "text/html", body: "<!doctype html>" },
      "bundle.json is not JSON",
      "lychgate bundle",
    ],
    [
      "is of a newer format",
      { json: { format: 2 } },
      "bundle.json is of format 2, this page reads format 1",
      "of one version",
    ],
    [
      "is cut off",
      { contentType: JSON_TYPE, body: '{"format":1,' },
      "bundle.json is not JSON",
      "lychgate bundle",
    ],
    ["lacks a part", { json: { format: 1 } }, "bundle.json lacks a part of a bundle", "lychgate bundle"],
    ["is not one", { json: [] }, "bundle.json is not a bundle", "lychgate bundle"],
  ] as const)("that %s says so, and what to do", async (_, answer, message, advice) => {
    const page = await openConsole("", { answers: { "/bundle.json": answer } });
    const failure = page.getByRole("alert").filter({ hasText: message });
    await failure.getByText(advice).waitFor();
    expect(await page.getByRole("navigation").getByRole("link").count()).toBeGreaterThan(4);
  });
});

describe("a bundle with nothing", () => {
  it("is shown as empty, view by view", async () => {
    const bundle = await bundleNow();
    const empty = {
      ...bundle,
      apis: [],
      policies: [],
      matrix: { groups: [], rows: [] },
      guardrails: [],
      comparison: undefined,
    };
    const page = await openConsole("", { answers: { "/bundle.json": { json: empty } } });
    await page.getByText("There are no policies yet.").waitFor();
    const views = page.getByRole("navigation");
    await views.getByRole("link", { name: "Why" }).click();
    await page.getByText("Choose a group and a path").waitFor();
    await views.getByRole("link", { name: "Compare" }).click();
    await page.getByText("compared with nothing").waitFor();
    await views.getByRole("link", { name: "Checks" }).click();
    await page.getByText("There are no guardrails").waitFor();
    await views.getByRole("link", { name: "API" }).click();
    await page.getByText("0 operations").waitFor();
  });
});

describe("a bundle that means harm", () => {
  it("is text, whatever it holds", async () => {
    const evil = `<img src=x onerror="document.title='run'"><script>document.title='run'</script>`;
    const bundle = await bundleNow();
    const groups = [evil, "constructor", "__proto__"];
    const hostile = {
      ...bundle,
      revision: { name: evil, hash: evil },
      policies: bundle.policies.map((policy, index) => ({
        ...policy,
        group: groups[index] ?? policy.group,
        description: evil,
        source: evil,
        file: evil,
      })),
      matrix: {
        groups,
        rows: bundle.matrix.rows.map((row) => ({ ...row, summary: evil, access: ["if", "part", "yes"] })),
      },
      lint: [{ rule: evil, severity: "error", message: evil, fix: evil, file: evil, line: 1 }],
    };
    const page = await openConsole("", { answers: { "/bundle.json": { json: hostile } } });
    await page.getByRole("columnheader", { name: "__proto__" }).waitFor();
    for (const group of groups) {
      await page.goto(`${new URL(page.url()).origin}/#/matrix`);
      await page.getByRole("gridcell").getByRole("link").nth(groups.indexOf(group)).click();
      await page.locator(".verdict").waitFor();
      expect(await page.getByRole("list", { name: "Groups asked about" }).textContent()).toContain(group);
    }
    for (const view of ["compare", "checks", "api"]) {
      await page.goto(`${new URL(page.url()).origin}/#/${view}`);
      await page.getByRole("heading", { level: 1 }).waitFor();
    }
    expect(await page.locator("img, main script").count()).toBe(0);
    expect(await page.title()).not.toBe("run");
  });
});

it("a link that nobody could have got still leads to a page", async () => {
  const page = await openConsole();
  const home = page.url();
  for (const hash of [
    "#/nowhere/at/all",
    "#/%E0%A4%A",
    "#/why?groups=%00&path=%2F%2F&ip=%ZZ",
    "#/try?path=%",
  ]) {
    await page.goto("about:blank");
    await page.goto(new URL(hash, home).href);
    await page.getByRole("heading", { level: 1 }).waitFor();
    expect(await page.getByText("this view cannot be shown").count(), hash).toBe(0);
  }
});

describe("a part that cannot be loaded", () => {
  it("is said, and the others go on", async () => {
    const page = await openConsole("#/checks");
    await page.getByRole("heading", { name: "Checks" }).waitFor();
    await page.route(/compare-view/, (route) => route.abort());
    await page.getByRole("link", { name: "Compare" }).click();
    await page.getByText("the view Compare cannot be loaded").waitFor();
    await page.getByRole("link", { name: "Checks" }).click();
    await page.getByRole("heading", { name: "Checks" }).waitFor();
  });
});

describe("a gateway that is down", () => {
  it("is said where it is called, with where to look", async () => {
    const down = { status: 502, contentType: JSON_TYPE, body: '{"message":"the stack does not answer"}' };
    const answers = { "/gateway/clinic/dev/petstore/v1/pets": down };
    const page = await openConsole("#/try?credential=none", { answers });
    await page.getByLabel("Path").fill("/petstore/v1/pets");
    await page.getByRole("button", { name: "Call", exact: true }).click();
    const answer = page.getByRole("region", { name: "The answer" });
    await answer.getByText("502 Bad Gateway").waitFor();
    await answer.getByText("the terminal in which npm start runs says more").waitFor();
  });
});

describe("a stack that ends", () => {
  it("leaves the page as it was, and what needs the stack says so", async () => {
    const stack = await startStack();
    try {
      const page = await openConsole("#/checks", { at: stack.consoleUrl });
      await page.getByText("6 of 6 guardrails proved").waitFor();
      await page.getByRole("link", { name: "Try it" }).click();
      await page.getByLabel("Bring").selectOption("none");
      await stack.end();
      await page.getByRole("button", { name: "Call", exact: true }).click();
      await page.getByRole("alert").getByText("nobody answered").waitFor();
      await page.getByText("Is npm start still running?").waitFor();
      await page.getByRole("link", { name: "Checks" }).click();
      await page.getByText("6 of 6 guardrails proved").waitFor();
    } finally {
      await stack.end();
    }
  });
});
