import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Page } from "playwright-core";
import { describe, expect, inject, it } from "vitest";
import { NETWORKS } from "../../local/src/networks.ts";
import { whyHref } from "../src/why/why-state.ts";
import { bundleNow, stackNow, tokenOf } from "./ask.ts";
import { openConsole } from "./console-page.ts";

const verdictOf = (page: Page) => page.locator(".verdict");

describe("why, by clicks alone", () => {
  it("can't pet-owner delete a pet from home", async () => {
    const page = await openConsole();
    await page.getByRole("link", { name: "pet-owner, DELETE /petstore/v1/pets/{petId}: denied" }).click();
    await verdictOf(page)
      .getByText(
        "A member of pet-owner may not DELETE /petstore/v1/pets/1 from 192.0.2.10: no statement allows it.",
      )
      .waitFor();
    await page.getByText("Always denied: whatever the circumstances").waitFor();
    const group = page.getByRole("region", { name: "Group pet-owner" });
    await group.getByText("ReadPets allows GET here, not this method policies/pet-owner.ts:9").waitFor();
    expect((await group.locator("mark").allTextContents()).join("")).toContain('sid: "ReadPets"');
  });

  it("can a veterinarian delete a pet in the clinic, but not from home", async () => {
    const page = await openConsole();
    await page
      .getByRole("link", { name: "pet-veterinarian, DELETE /petstore/v1/pets/{petId}: cond" })
      .click();
    await verdictOf(page).getByText("allowed by PetStoreV1 of pet-veterinarian").waitFor();
    await page.getByRole("link", { name: "denied from 203.0.113.10" }).click();
    await verdictOf(page).getByText("may not DELETE /petstore/v1/pets/1 from 203.0.113.10").waitFor();
    const why =
      "PetStoreV1 allows it only from 192.0.2.0/24 or 198.51.100.0/24; this request comes from 203.0.113.10";
    await page.getByRole("region", { name: "Group pet-veterinarian" }).getByText(why).waitFor();
    await page.goBack();
    await verdictOf(page).getByText("may DELETE").waitFor();
  });
});

describe("a request that is typed", () => {
  it("is put together by keyboard, with suggestions", async () => {
    const page = await openConsole("#/why");
    await page.getByText("Choose a group and a path, or a cell of the matrix.").waitFor();
    const groups = page.getByRole("combobox", { name: "The caller's groups" });
    await groups.focus();
    await page.keyboard.type("owner");
    await page.keyboard.press("ArrowDown");
    expect(await groups.getAttribute("aria-activedescendant")).toBe(
      await page.getByRole("option", { name: "pet-owner" }).getAttribute("id"),
    );
    await page.keyboard.press("Enter");
    await page.keyboard.type("pet-groomer");
    await page.keyboard.press("Enter");
    expect(await page.getByRole("list", { name: "Groups asked about" }).getByRole("listitem").count()).toBe(
      2,
    );
    const path = page.getByRole("combobox", { name: "Path" });
    await path.focus();
    await page.keyboard.type("put pets");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    expect([await page.getByLabel("Method").inputValue(), await path.inputValue()]).toEqual([
      "PUT",
      "/petstore/v1/pets/1",
    ]);
    await verdictOf(page).getByText("may not PUT /petstore/v1/pets/1").waitFor();
    await page.getByRole("region", { name: "Group pet-groomer" }).getByText("has no policy").waitFor();
    await page.getByRole("button", { name: "Remove pet-groomer" }).click();
    await page.getByRole("region", { name: "Group pet-groomer" }).waitFor({ state: "detached" });
  });

  it("says at the field what is wrong with it, and answers nothing until it is mended", async () => {
    const page = await openConsole("#/why?groups=admins");
    const wrong: [string, string, string][] = [
      ["Path", "petstore", "expected the path to begin with /"],
      ["Path", "/petstore/v1/pets/{petId}", "expected a value in the place of each {parameter}"],
      ["Path", "/petstore/v1/pets?a=b", "expected a path without a query, a # or a space"],
      ["Source address", "192.0.2.300", "expected an IPv4 or IPv6 address, such as 192.0.2.10"],
      ["Time", "yesterday", "expected a date such as 2026-11-03 or 2026-11-03T10:15:30Z"],
    ];
    for (const [label, text, error] of wrong) {
      const field = page.getByLabel(label, { exact: true });
      await field.fill(text);
      await page.getByText(error, { exact: true }).waitFor();
      expect(await field.getAttribute("aria-invalid")).toBe("true");
      expect(await descriptionOf(page, field)).toContain(error);
      expect(await verdictOf(page).count()).toBe(0);
      await field.fill(label === "Path" ? "/petstore/v1/pets" : "");
      await verdictOf(page).getByText("may GET /petstore/v1/pets").waitFor();
    }
  });

  it("says of a route that there is not, and of one of another API, whose it is", async () => {
    const page = await openConsole("#/why?groups=admins&path=/nowhere");
    await page.getByText("no API has this route, so API Gateway answers 403").waitFor();
    await page.getByLabel("Path").fill("/demo/pets");
    await page.getByText("apps/petstore/methods.yaml has GET /demo/pets").waitFor();
  });

  it("combines groups as the gateway does", async () => {
    const page = await openConsole(
      "#/why?groups=pet-owner,pet-veterinarian&method=DELETE&path=/petstore/v1/pets/1",
    );
    await verdictOf(page).getByText("may DELETE").waitFor();
    await page.getByLabel("Source address").fill("203.0.113.10");
    await verdictOf(page).getByText("may not DELETE").waitFor();
  });
});

describe("an answer", () => {
  it("is the same for who is sent its link", async () => {
    const page = await openConsole("#/why", { permissions: ["clipboard-read", "clipboard-write"] });
    await page.getByRole("combobox", { name: "The caller's groups" }).fill("pet-veterinarian");
    await page.keyboard.press("Enter");
    await page.getByLabel("Path").fill("/petstore/v2/status");
    await page.getByLabel("Source address").fill("2001:db8::1");
    await page.getByLabel("User-Agent").fill("clinic & co=1?#/");
    await verdictOf(page).getByText("with the User-Agent clinic & co=1?#/").waitFor();
    await page.getByRole("button", { name: "Copy link to this answer" }).click();
    await page.getByText("Copied").waitFor();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    const second = await openConsole(link);
    await verdictOf(second).waitFor();
    expect(await verdictOf(second).textContent()).toBe(await verdictOf(page).textContent());
    expect(await second.getByLabel("User-Agent").inputValue()).toBe("clinic & co=1?#/");
  });

  it("is what `lychgate explain` says, whose command it shows", async () => {
    const page = await openConsole("#/why?groups=pet-owner&method=DELETE&path=/petstore/v1/pets/1");
    const command = await page.getByRole("group", { name: "lychgate explain", exact: true }).textContent();
    expect(command).toBe("npx lychgate explain pet-owner DELETE /petstore/v1/pets/1 --ip 192.0.2.10");
    const cli = `${inject("root")}/node_modules/@lychgate/cli/bin/lychgate.mjs`;
    const [, , ...words] = command?.split(" ") ?? [];
    const { stdout } = await promisify(execFile)(process.execPath, [cli, ...words], {
      cwd: inject("root"),
    }).catch((error: { stdout: string }) => error);
    expect(stdout).toMatch(/implicit|no statement/i);
  });

  it("is what the gateway does with the token of a member, in every cell and from both networks", async () => {
    const page = await openConsole("#/why");
    const { matrix } = await bundleNow();
    const { apiUrl, outsideApiUrl, users } = stackNow();
    const urls = { clinic: apiUrl, elsewhere: outsideApiUrl };
    const compared: string[] = [];
    for (const { username, groups } of users.filter((user) => user.groups.length > 0)) {
      const headers = { authorization: `Bearer ${await tokenOf(username)}` };
      for (const { method, route } of matrix.rows) {
        const path = route.replaceAll(/\{\w+\}/g, "1");
        for (const network of ["clinic", "elsewhere"] as const) {
          const { status } = await fetch(`${urls[network]}${path}`, { method, headers });
          const context = { "aws:SourceIp": NETWORKS[network].sourceIp };
          const hash = whyHref({ groups, method, path, context });
          const said = await page.evaluate(async (to) => {
            window.location.hash = to;
            await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
            return document.querySelector(".verdict")?.textContent;
          }, hash);
          const done = status === 403 ? "Denied" : "Allowed";
          compared.push(`${groups} ${method} ${path} ${network}: ${done}`);
          expect(said, compared.at(-1)).toContain(`${done} A member of ${groups.join(" and ")} may`);
          expect(said).toContain(`${method} ${path} from ${NETWORKS[network].sourceIp}`);
          expect([200, 201, 204, 400, 403, 404]).toContain(status);
        }
      }
    }
    expect(compared.filter((each) => each.endsWith("Allowed")).length).toBeGreaterThan(20);
    expect(compared.filter((each) => each.endsWith("Denied")).length).toBeGreaterThan(20);
    console.log(`${compared.length} answers are what the gateway did`);
  });
});

async function descriptionOf(page: Page, field: ReturnType<Page["getByLabel"]>): Promise<string> {
  const ids = (await field.getAttribute("aria-describedby"))?.split(" ") ?? [];
  const texts = await Promise.all(ids.map((id) => page.locator(`[id="${id}"]`).textContent()));
  return texts.join(" ");
}
