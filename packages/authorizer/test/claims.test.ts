/** Claim-scoped routes from the token to the decision. */
import { evaluate, prepare } from "@lychgate/evaluation";
import { claimPlaceholder } from "@lychgate/policy";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AuthorizerFault } from "../src/index.ts";
import { DEV, tokenEvent } from "./events.ts";
import { itemOf, statementOf } from "./policies.ts";
import { createSystem } from "./system.ts";

const TENANT = claimPlaceholder("custom:tenant");

const ITEMS = [
  itemOf(
    "tenants",
    statementOf("Own", "Allow", `GET/tenants/${TENANT}/orders`, `GET/tenants/${TENANT}/files/*`),
  ),
  itemOf("suspended", statementOf("Suspended", "Deny", "GET/tenants/frozen/*")),
];
const { authorize, tokenFor } = createSystem({ items: ITEMS });

async function allowedPaths(groups: string[], tenant: unknown, paths: readonly string[]): Promise<string[]> {
  const token = tokenFor(groups, { "custom:tenant": tenant });
  const { policyDocument } = await authorize(tokenEvent(`Bearer ${token}`, `${DEV}GET/tenants`));
  const policies = prepare([policyDocument]);
  const context = { "aws:CurrentTime": new Date().toISOString() };
  return paths.filter(
    (path) => evaluate(policies, { methodArn: `${DEV}GET${path}`, context }).decision === "allowed",
  );
}

const PATHS = [
  "/tenants/acme/orders",
  "/tenants/ACME/orders",
  "/tenants/acm%65/orders",
  "/tenants/acme/orders/",
  "/tenants/acme/files/a/b",
  "/tenants/other/orders",
  "/tenants/other/files/acme",
  "/tenants/acme",
  "/tenants//orders",
  "/tenants/*/orders",
  "/tenants/../orders",
  "/tenants/frozen/orders",
  `/tenants/${TENANT}/orders`,
];

describe("a caller's own tenant", () => {
  it("is let in, spelled as the claim is", async () => {
    expect(await allowedPaths(["tenants"], "acme", PATHS)).toEqual([
      "/tenants/acme/orders",
      "/tenants/acme/files/a/b",
    ]);
  });

  it("is shut out by a Deny as anybody's is", async () => {
    expect(await allowedPaths(["tenants"], "frozen", PATHS)).toEqual(["/tenants/frozen/orders"]);
    expect(await allowedPaths(["tenants", "suspended"], "frozen", PATHS)).toEqual([]);
  });

  it.each<[string, unknown]>([
    ["missing", undefined],
    ["empty", ""],
    ["a star", "*"],
    ["a question mark", "????"],
    ["a path", "acme/orders"],
    ["the folder above", ".."],
    ["a variable", ["${aws:", "SourceIp}"].join("")],
    ["an escaped star", ["${", "*}"].join("")],
    ["the placeholder itself", TENANT],
    ["percent-encoded", "acm%65"],
    ["too long", "a".repeat(200)],
    ["not ASCII", "\u0430cme"],
    ["a list", ["acme"]],
    ["a list of several", ["acme", "other"]],
    ["an object", { tenant: "acme" }],
    ["a number", 7],
    ["true", true],
    ["null", null],
  ])("is nobody's where the claim is %s", async (_, tenant) => {
    expect(await allowedPaths(["tenants"], tenant, PATHS)).toEqual([]);
  });

  it("is the one segment that equals the claim, whatever the claim and the path", async () => {
    const text = fc.oneof(
      fc.string({ unit: fc.constantFrom(..."ab*?/.%{}@~$"), maxLength: 4 }),
      fc.string({ maxLength: 6 }),
    );
    await fc.assert(
      fc.asyncProperty(text, text, async (tenant, segment) => {
        const paths = [segment, tenant].flatMap((each) => [
          `/tenants/${each}/orders`,
          `/tenants/${each}/files/x`,
        ]);
        for (const path of await allowedPaths(["tenants"], tenant, paths)) {
          const [, , own, ...rest] = path.split("/");
          expect(own).toBe(tenant);
          expect([["orders"], ["files", "x"]]).toContainEqual(rest);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe("a stored policy that names a claim where it must not", () => {
  it.each([
    ["in a Deny", statementOf("No", "Deny", `GET/tenants/${TENANT}/orders`)],
    ["in a part of a segment", statementOf("No", "Allow", `GET/tenants/a-${TENANT}`)],
  ])("%s is a fault", async (_, statement) => {
    const system = createSystem({ items: [itemOf("tenants", statement)] });
    const token = system.tokenFor(["tenants"], { "custom:tenant": "acme" });
    await expect(system.authorize(tokenEvent(`Bearer ${token}`))).rejects.toThrow(AuthorizerFault);
  });
});
