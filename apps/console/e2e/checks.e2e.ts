import type { AccessBundle } from "@lychgate/cli/bundle";
import { describe, expect, it } from "vitest";
import { bundleNow } from "./ask.ts";
import { openConsole } from "./console-page.ts";

const REQUEST = {
  groups: ["pet-owner"],
  method: "DELETE",
  path: "/petstore/v1/pets/1",
  context: { "aws:SourceIp": "203.0.113.10" },
};

/** With something of every kind to show. */
async function checkedBundle(): Promise<AccessBundle> {
  const bundle = await bundleNow();
  const [guardrail] = bundle.guardrails;
  if (!guardrail) throw new Error("expected a guardrail");
  return {
    ...bundle,
    guardrails: [
      { ...guardrail, id: "Broken", outcome: "failed", failures: [{ text: "owners may", request: REQUEST }] },
      { ...guardrail, id: "Open", outcome: "undecided", failures: [{ text: "too many classes" }] },
      ...bundle.guardrails,
    ],
    lint: [
      {
        rule: "LY302-shadowed",
        severity: "warning",
        message: "`ReadPets` adds nothing",
        fix: "remove it",
        file: "policies/pet-owner.ts",
        line: 9,
        group: "pet-owner",
        request: REQUEST,
      },
    ],
    coverage: {
      routes: { covered: 7, total: 7 },
      statements: { covered: 3, total: 5 },
      mutations: { covered: 9, total: 10 },
      gaps: [{ text: "no test uses `AddPets`", file: "policies/pet-owner.ts", line: 14 }],
    },
  };
}

describe("the checks", () => {
  it("say which guardrails hold, and that there is nothing else", async () => {
    const page = await openConsole("#/checks");
    await page.getByText("Nothing has to be mended: 6 of 6 guardrails proved, 0 findings.").waitFor();
    const { guardrails } = await bundleNow();
    const items = page.getByRole("region", { name: "Guardrails" }).getByRole("listitem");
    expect(await items.allTextContents()).toEqual(
      guardrails.map(({ id, file, line }) => expect.stringMatching(`✓ proved${id}.*${file}:${line}`)),
    );
    await page.getByText("No findings.").waitFor();
    await page.getByText("The policies' tests were not run for this bundle").waitFor();
  });

  it("show what is broken, found and not covered, by severity, and lead to the reason", async () => {
    const page = await openConsole("#/checks", {
      answers: { "/bundle.json": { json: await checkedBundle() } },
    });
    await page.getByText("to mend: 6 of 8 guardrails proved, 1 finding.").waitFor();
    await page.getByText("60%").waitFor();
    const filter = page.getByRole("group", { name: "Show only checks that are" });
    await filter.getByText("to mend").click();
    await page.getByText("✓ proved").first().waitFor({ state: "detached" });
    expect(page.url()).toMatch(/#\/checks\?severity=bad$/);
    const broken = page.getByRole("listitem").filter({ hasText: "Broken" });
    await broken
      .getByRole("link", { name: "Why: pet-owner, DELETE /petstore/v1/pets/1 from 203.0.113.10" })
      .click();
    await page.locator(".verdict-bad").getByText("from 203.0.113.10").waitFor();
    await page.goBack();
    await filter.getByText("to look at").click();
    await page.getByText("LY302-shadowed").waitFor();
    await page.getByText("? undecided").waitFor();
    await filter.getByText("fine").click();
    await page.getByText("No finding is of this kind.").waitFor();
  });

  it("say how to have guardrails where there are none", async () => {
    const bundle = { ...(await bundleNow()), guardrails: [] };
    const page = await openConsole("#/checks", { answers: { "/bundle.json": { json: bundle } } });
    await page
      .getByText("There are no guardrails: guardrails.ts beside the policies exports them.")
      .waitFor();
  });
});
