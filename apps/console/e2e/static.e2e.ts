import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { openConsole } from "./console-page.ts";
import { type StaticSite, serveFolder } from "./static-site.ts";

const folder = mkdtempSync(join(tmpdir(), "console-site-"));
let site: StaticSite | undefined;

beforeAll(async () => {
  if (inject("browser") === undefined) return;
  const cli = join(inject("root"), "node_modules/@lychgate/cli/bin/lychgate.mjs");
  const words = ["bundle", "--base", inject("root"), "--console", folder];
  await promisify(execFile)(process.execPath, [cli, ...words], { cwd: inject("root") });
  site = await serveFolder(folder);
});

afterAll(async () => {
  await site?.close();
  rmSync(folder, { recursive: true });
});

it("what `lychgate bundle --console` writes works below any path, without a stack", async () => {
  const page = await openConsole("", { at: site?.url ?? "" });
  await page.getByRole("link", { name: "pet-owner, DELETE /petstore/v1/pets/{petId}: denied" }).click();
  await page.locator(".verdict-bad").getByText("no statement allows it").waitFor();
  const views = page.getByRole("navigation");
  await views.getByRole("link", { name: "Compare" }).click();
  await page.getByText("Nothing is let in or shut out.").waitFor();
  await views.getByRole("link", { name: "API" }).click();
  await page.locator(".operation-link").first().click();
  await page.getByRole("heading", { name: "Who may call it" }).waitFor();
  expect(await page.getByRole("link", { name: "Try it on the local stack" }).count()).toBe(0);
  await views.getByRole("link", { name: "Try it" }).click();
  await page.getByText("There is no local stack behind this page").waitFor();
});
