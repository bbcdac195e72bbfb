import { spawnSync } from "node:child_process";
import { readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { routesModule } from "@lychgate/policy";
import { describe, expect, it } from "vitest";
import { CHECKOUT } from "../test/checkout.ts";
import { createRepository } from "../test/temp-repository.ts";
import { loadRepository } from "./repository.ts";

/** The lines that do not compile are those that say so. */
const TEST = `import { group, groups } from "@lychgate/cli/testing";
import type { GroupPolicy, Guardrails } from "@lychgate/policy";
import { expect, it } from "vitest";
import type { Route } from "./routes.gen.ts";

type Statement = GroupPolicy<Route>["statements"][number];
export const OWN: Statement = { sid: "Own", effect: "Allow", routes: ["GET /things/{claim:custom:thing}"] };
export const NONE: Statement = { sid: "None", effect: "Allow", routes: ["GET /thing/{claim:sub}"] }; // wrong
const RULE = { id: "Own", reason: "r", owner: "o" };
export const ONLY: Guardrails<Route> = [{ ...RULE, never: { routes: ["ANY /things/{claim:sub}"] } }];
export const NEVER: Guardrails<Route> = [{ ...RULE, never: { routes: ["ANY /{claim:sub}"] } }]; // wrong

it("reads", () => {
  expect(group("readers")).toAllow("GET /things");
  expect(group("readers")).toAllow("GET /things/1", { sourceIp: "192.0.2.7" });
  expect(group("readers")).toAllow("GET /thing"); // wrong
  expect(group("readers")).toAllow("PUT /things/1"); // wrong
  expect(group("readers")).toAllow("GET /things", { sourceIP: "192.0.2.7" }); // wrong
  expect(group("readers")).toDeny("GET /admin/things/");
  expect(groups("readers", "writers")).toAllowExactly(["GET /things/**", "DELETE /things/{thingId}"]);
  expect(groups("readers")).toAllowExactly(["GET /thing"]); // wrong
  expect(groups("readers")).toAllowExactly(["GET /things/{claim:sub}"]);
  expect(groups("readers")).toAllowExactly(["GET /{claim:sub}"]); // wrong
  expect(groups("readers")).toAllowExactly(["GET /things/{claim}"]); // wrong
  expect(group("readers")).toAllow("GET /things/1", { claims: { "custom:tenant": "acme" } });
  expect(group("readers")).toAllow("GET /things/1", { claims: { "custom:tenant": 1 } }); // wrong
  expect(groups()).toDeny("GET /things"); // wrong
});

it.each(["GET /things", "DELETE /things/1"] as const)("may not %s", (request) =>
  expect(group("readers")).toAllow(request),
);
`;

describe("the types of policy tests", () => {
  it("know the routes that `lychgate generate` wrote", () => {
    const { root, write } = createRepository({ "policies/readers.test.ts": TEST });
    const { contract } = loadRepository(root);
    write({
      "policies/routes.gen.ts": routesModule(contract, ["things.yaml"]),
      "policies/package.json": '{ "type": "module" }',
      "tsconfig.json": JSON.stringify({
        extends: join(CHECKOUT, "tsconfig.base.json"),
        include: ["policies"],
      }),
    });
    symlinkSync(join(CHECKOUT, "node_modules"), join(root, "node_modules"));
    const tsc = join(CHECKOUT, "node_modules/typescript/bin/tsc");
    const { stdout } = spawnSync(process.execPath, [tsc, "-p", root], { cwd: root, encoding: "utf8" });
    const found = [...stdout.matchAll(/^policies\/readers\.test\.ts\((\d+),/gm)].map(([, line]) =>
      Number(line),
    );
    const wrong = TEST.split("\n").flatMap((line, index) => (line.endsWith("// wrong") ? [index + 1] : []));
    expect(found).toEqual(wrong);
    expect(readFileSync(join(root, "policies/routes.gen.ts"), "utf8")).toContain("interface Register");
  });
});
