import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { CHECKOUT } from "../../test/checkout.ts";
import { lychgate, type Run } from "../../test/lychgate.ts";
import { createRepository, policyModule } from "../../test/temp-repository.ts";

function explain(...args: string[]): Promise<Run> {
  return lychgate(["explain", ...args], { cwd: CHECKOUT });
}

/** Where a statement of a real policy begins: at the brace before its Sid. */
function placeOf(file: string, sid: string): string {
  const before = readFileSync(join(CHECKOUT, file), "utf8").split(`sid: "${sid}"`)[0] ?? "";
  return `${file}:${before.slice(0, before.lastIndexOf("{")).split("\n").length}`;
}

describe.concurrent("lychgate explain", () => {
  it("names the verdict, the statement, and its place in the policy", async () => {
    const { code, stdout, stderr } = await explain("pet-veterinarian", "GET", "/petstore/v2/status");
    expect(stdout.split("\n").slice(0, 2)).toEqual([
      "pet-veterinarian: GET /petstore/v2/status: allowed",
      "  route GET /petstore/v2/status",
    ]);
    const place = placeOf("policies/pet-veterinarian.ts", "PetStoreV2Status");
    expect(stdout).toContain(`  ✓ Allow PetStoreV2Status  ${place}\n`);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });

  it("names the condition that a caller from elsewhere does not meet", async () => {
    const { code, stdout } = await explain(
      "pet-veterinarian",
      "get",
      "/petstore/v1/pets",
      "--ip",
      "203.0.113.10",
    );
    const place = placeOf("policies/pet-veterinarian.ts", "PetStoreV1");
    expect(stdout).toMatch(/^pet-veterinarian: GET \/petstore\/v1\/pets: denied: no statement allows it\n/);
    expect(stdout).toContain(
      `  ✗ Allow PetStoreV1  ${place}  IpAddress aws:SourceIp 192.0.2.0/24, 198.51.100.0/24, the request has 203.0.113.10\n`,
    );
    expect(code).toBe(0);
  });

  it("gives the same as JSON", async () => {
    const { stdout } = await explain("pet-owner", "DELETE", "/petstore/v1/pets/1", "--json");
    expect(JSON.parse(stdout)).toMatchObject({
      decision: "implicitDeny",
      operation: "DELETE /petstore/v1/pets/{petId}",
      request: { context: { "aws:SourceIp": "192.0.2.10" } },
    });
  });

  it("binds the caller's claims as the authorizer does", async () => {
    const { root } = createRepository({
      "policies/owners.ts": policyModule("owners", ["GET /things/{claim:custom:thing}"]),
    });
    const run = (...args: string[]) => lychgate(["explain", "owners", "GET", ...args], { cwd: root });
    const own = await run("/things/a=b", "--claim", "sub=1", "--claim", "custom:thing=a=b");
    expect(own.stdout).toMatch(/^owners: GET \/things\/a=b: allowed\n {2}route GET \/things\/\{thingId\}\n/);
    for (const claims of [[], ["--claim", "custom:thing=other"], ["--claim", "custom:thing=*"]]) {
      const { stdout } = await run("/things/*", ...claims);
      expect(stdout).toMatch(/^owners: GET \/things\/\*: denied: no statement allows it\n/);
      expect(stdout).toMatch(/another route, or not the caller's own `custom:thing`\n$/);
    }
    const wrong = await run("/things/1", "--claim", "sub");
    expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining("expected a claim such as") });
  });

  it.each([
    [
      "an unknown group",
      ["nobody", "GET", "/petstore/v1/pets"],
      "no policy for the group `nobody`; there are `admins`, `pet-owner`",
    ],
    [
      "an address that is none",
      ["pet-owner", "GET", "/petstore/v1/pets", "--ip", "1.2.3"],
      "--ip: expected an IP address, got `1.2.3`",
    ],
    [
      "a time that is none",
      ["pet-owner", "GET", "/petstore/v1/pets", "--time", "noon"],
      "--time: expected an ISO 8601 date, got `noon`",
    ],
    ["a verb that is none", ["pet-owner", "G/ET", "/petstore/v1/pets"], "got `G/ET /petstore/v1/pets`"],
  ])("answers %s with one line and exit code 2", async (_, args, message) => {
    const { code, stdout, stderr } = await explain(...args);
    expect(stderr).toMatch(/^lychgate: .*\n$/);
    expect(stderr).toContain(message);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });

  it("says nothing of policies that are broken", async () => {
    const { root } = createRepository({ "policies/broken.ts": "let x;" });
    const { code, stdout, stderr } = await lychgate(["explain", "readers", "GET", "/things"], { cwd: root });
    expect(stderr).toMatch(/^lychgate: policies\/broken\.ts:1: .*\n$/);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });
});
