import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { CHECKOUT } from "../../test/checkout.ts";
import { createRepository } from "../../test/temp-repository.ts";
import { lintRepository } from "./lint-repository.ts";

const PROTECTED = `openapi: 3.0.3
info: { title: things, version: "1" }
paths:
  /things:
    get: { security: [{ groups: [] }], responses: {} }
  # lychgate-ignore LY402 nobody calls it from a browser
  /things/{thingId}:
    get: { security: [{ groups: [] }], responses: {} }
    options: { security: [{ groups: [] }], responses: {} }
components:
  securitySchemes:
    groups:
      type: apiKey
      name: Authorization
      in: header
      x-amazon-apigateway-authtype: custom
      x-amazon-apigateway-authorizer:
        type: request
        identitySource: context.path
`;

function moduleOf(statements: string, before = ""): string {
  return `${before}export default {
  group: "readers",
  description: "Readers.",
  statements: [
${statements}
  ],
};
`;
}

/** What is found, as `policies/readers.ts:5 LY302`. */
function foundIn(files: Readonly<Record<string, string>>): string[] {
  const { findings } = lintRepository(createRepository(files).root);
  return findings.map(({ file, line, code }) => `${file}:${line} ${code}`);
}

describe("the linter over a repository", () => {
  it("finds nothing in this one", () => {
    expect(lintRepository(CHECKOUT)).toEqual({ findings: [], suppressed: 0, fixed: [] });
  });

  it("names what it finds by file and line, in modules and in contracts", () => {
    const module = moduleOf(`    {
      sid: "Read",
      effect: "Allow",
      routes: [
        "GET /things/*",
        "GET /things/{thingId}",
      ],
    },`);
    expect(foundIn({ "policies/readers.ts": module, "things.yaml": PROTECTED })).toEqual([
      "policies/readers.ts:10 LY302",
      "things.yaml:12 LY404",
    ]);
  });

  it("heeds the comments of modules and of contracts", () => {
    const statement = `{ sid: "Read", effect: "Allow", routes: ["GET /things", "ANY /things"] }, // lychgate-ignore LY302 for later`;
    const { root } = createRepository({
      "policies/readers.ts": moduleOf(statement),
      "things.yaml": PROTECTED,
    });
    const { findings, suppressed } = lintRepository(root);
    expect(findings.map(({ code }) => code)).toEqual(["LY404"]);
    expect(suppressed).toBe(2);
  });

  it("names modules that are not sound, and times in milliseconds among them", () => {
    const condition = `condition: { DateLessThan: { "aws:CurrentTime": 1767225600000 } }`;
    const statement = `{ sid: "Read", effect: "Allow", routes: ["GET /things"], ${condition} },`;
    expect(foundIn({ "policies/readers.ts": moduleOf(statement) })).toEqual(["policies/readers.ts:5 LY206"]);
    expect(foundIn({ "policies/readers.ts": "export default load();" })).toEqual([
      "policies/readers.ts:1 LY900",
    ]);
  });
});

describe("the linter's repairs", () => {
  function fix(module: string) {
    const { root } = createRepository({ "policies/readers.ts": module });
    const { fixed, findings } = lintRepository(root, { fix: true });
    return {
      text: readFileSync(join(root, "policies/readers.ts"), "utf8"),
      fixed: fixed.map(({ code, line }) => `${code} ${line}`),
      left: findings.map(({ code }) => code),
    };
  }

  const THINGS = `"GET /things", "ANY /things/**"`;

  it.each([
    [
      "a route in a line",
      `    { sid: "A", effect: "Allow", routes: [${THINGS}, "GET /things/*"] },`,
      `    { sid: "A", effect: "Allow", routes: [${THINGS}] },`,
    ],
    [
      "a route on a line of its own",
      `    { sid: "A", effect: "Allow", routes: [\n      "GET /things/*", \n      ${THINGS},\n    ] },`,
      `    { sid: "A", effect: "Allow", routes: [\n      ${THINGS},\n    ] },`,
    ],
    [
      "a statement that says the same",
      `    { sid: "A", effect: "Allow", routes: [${THINGS}] },\n    { sid: "B", effect: "Allow", routes: [${THINGS}] },`,
      `    { sid: "A", effect: "Allow", routes: [${THINGS}] },`,
    ],
    [
      "each of several",
      `    { sid: "A", effect: "Allow", routes: [${THINGS}, "GET /things", "DELETE /things/**"] },`,
      `    { sid: "A", effect: "Allow", routes: [${THINGS}] },`,
    ],
  ])("take out %s and leave the rest byte for byte", (_, statements, repaired) => {
    const { text, left } = fix(moduleOf(statements));
    expect(text).toBe(moduleOf(repaired));
    expect(left).toEqual([]);
  });

  it("take a value out of a constant that every statement can do without", () => {
    const use = (sid: string, route: string) =>
      `    { sid: "${sid}", effect: "Allow", routes: ["${route}"], condition: { IpAddress: { "aws:SourceIp": NETS } } },`;
    const uses = `${use("A", "GET /things")}\n${use("B", "GET /things/*")}`;
    const { text, fixed } = fix(moduleOf(uses, 'const NETS = ["192.0.2.0/24", "192.0.2.7/32"];\n'));
    expect(text).toBe(moduleOf(uses, 'const NETS = ["192.0.2.0/24"];\n'));
    expect(fixed).toEqual(["LY302 1"]);
  });

  it.each([
    [
      "a statement within a wider one",
      `    { sid: "A", effect: "Allow", routes: ["GET /things"] },\n    { sid: "B", effect: "Allow", routes: ["GET /**"] },`,
    ],
    [
      "what only this contract makes redundant",
      `    { sid: "A", effect: "Allow", routes: ["ANY /things", "DELETE /**", "GET /**"] },`,
    ],
    [
      "what a comment is about",
      `    { sid: "A", effect: "Allow", routes: [\n      ${THINGS},\n      // for the old client\n      "GET /things/*",\n    ] },`,
    ],
    [
      "a constant's value that one statement needs",
      `    { sid: "A", effect: "Allow", routes: ["GET /things", ...ROUTES] },\n    { sid: "B", effect: "Deny", routes: [...ROUTES], condition: { Null: { "aws:UserAgent": true } } },`,
    ],
  ])("leave %s", (_, statements) => {
    const module = moduleOf(statements, 'const ROUTES = ["GET /things", "GET /things/*"] as const;\n');
    const { text, fixed } = fix(module);
    expect({ text, fixed }).toEqual({ text: module, fixed: [] });
  });

  it("leave what is accepted", () => {
    const module = moduleOf(
      `    // lychgate-ignore LY302 for later\n    { sid: "A", effect: "Allow", routes: ["GET /things", "GET /things"] },`,
    );
    expect(fix(module)).toEqual({ text: module, fixed: [], left: [] });
  });
});
