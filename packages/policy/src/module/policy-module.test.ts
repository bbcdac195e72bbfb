import { describe, expect, it } from "vitest";
import { PolicyError } from "../errors.ts";
import { readPolicyModule } from "./policy-module.ts";

const FILE = "policies/readers.ts";

const MODULE = `import type { GroupPolicy } from "@lychgate/policy";
import type { Route } from "./routes.gen.ts";

/** Where the clinics are. */
const CLINICS = ["192.0.2.0/24"] as const;
const OFFICE = { IpAddress: { "aws:SourceIp": CLINICS } };

export default {
  group: "readers",
  description: \`Readers of
    pets\`,
  statements: [
    { sid: "Pets", effect: "Allow", routes: ["GET /pets"] },
    {
      sid: "Toys",
      effect: "Allow",
      routes: [
        "GET /toys",
        "GET /toys/{toyId}",
      ],
      condition: OFFICE,
    },
  ],
} satisfies GroupPolicy<Route>;
`;

describe("a policy module", () => {
  const { file, value, lineOf } = readPolicyModule(FILE, MODULE);

  it("is what it exports by default", () => {
    expect(file).toBe(FILE);
    expect(value).toEqual({
      group: "readers",
      description: "Readers of\n    pets",
      statements: [
        { sid: "Pets", effect: "Allow", routes: ["GET /pets"] },
        {
          sid: "Toys",
          effect: "Allow",
          routes: ["GET /toys", "GET /toys/{toyId}"],
          condition: { IpAddress: { "aws:SourceIp": ["192.0.2.0/24"] } },
        },
      ],
    });
  });

  it.each([
    [[], 8],
    [["group"], 9],
    [["statements"], 12],
    [["statements", 0], 13],
    [["statements", 0, "sid"], 13],
    [["statements", 1], 14],
    [["statements", 1, "routes", 1], 19],
    [["statements", 1, "condition"], 21],
  ])("has %j at line %i", (path, line) => {
    expect(lineOf(path)).toBe(line);
  });

  it("has what is in a constant where the constant is written", () => {
    expect(lineOf(["statements", 1, "condition", "IpAddress"])).toBe(6);
    expect(lineOf(["statements", 1, "condition", "IpAddress", "aws:SourceIp", 0])).toBe(5);
  });

  it.each([
    [["statements", 0, "condition"], 13],
    [["statements", 7, "sid"], 12],
    [["nothing"], 8],
  ])("has %j, which is not there, at the line of the nearest part that is: %i", (path, line) => {
    expect(lineOf(path)).toBe(line);
  });
});

describe("the data of a module", () => {
  it.each<[string, unknown]>([
    ["export default { a: 1, 'b-c': true, 2: null }", { a: 1, "b-c": true, 2: null }],
    ["export default -1.5", -1.5],
    ["export default `text`", "text"],
    ["export default ('a' as const)", "a"],
    ["export default <const>['a']", ["a"]],
    ["const a = 1;\nconst b = { a };\nexport default [b, b]", [{ a: 1 }, { a: 1 }]],
    ["const all = ['a'];\nexport default [...all, 'b', ...['c']]", ["a", "b", "c"]],
    ["type A = 1;\ninterface B {}\n;\nexport default {} as A satisfies B", {}],
  ])("%s", (text, value) => {
    expect(readPolicyModule(FILE, text).value).toEqual(value);
  });

  it("has the places of spread items where they are written", () => {
    const { lineOf } = readPolicyModule(FILE, "const all = [\n'a',\n'b'];\nexport default [\n...all,\n'c']");
    expect([lineOf([0]), lineOf([1]), lineOf([2]), lineOf([3])]).toEqual([2, 3, 6, 4]);
  });
});

describe("a module is refused at the line of", () => {
  const TOP_LEVEL = "something other than `import type`, `const` and `export default`";
  const PROPERTY = "a property that is not `name: value`";

  it.each([
    ["export default {\n a: load() }", 2, "a call expression"],
    ["export default new Map()", 1, "a new expression"],
    ["export default () => 1", 1, "an arrow function expression"],
    ["export default function () {}", 1, "a function declaration"],
    ["export default class {}", 1, "a class declaration"],
    ["export default process.env", 1, "a member expression"],
    ["export default 'a' + 'b'", 1, "a binary expression"],
    ["export default !0", 1, "an unary expression"],
    ["export default -'a'", 1, "an unary expression"],
    ["export default `a$" + "{1}`", 1, "a template literal"],
    ["export default String.raw`a`", 1, "a tagged template expression"],
    ["export default /a/", 1, "a literal"],
    ["export default 1n", 1, "a literal"],
    ["export default undefined", 1, "`undefined`, which is no constant of this module"],
    ["export default [\n later];\nconst later = 1", 2, "`later`, which is no constant of this module"],
    ["export default {\n [a]: 1 }", 2, PROPERTY],
    ["export default {\n get a() { return 1 } }", 2, PROPERTY],
    ["export default {\n a() {} }", 2, PROPERTY],
    ["const a = {};\nexport default {\n ...a }", 3, PROPERTY],
    ["export default {\n __proto__: {} }", 2, "`__proto__`"],
    ["export default {\n '__proto__': {} }", 2, "`__proto__`"],
    ["export default {\n a: 1,\n 'a': 2 }", 3, "`a` a second time"],
    ["export default [\n ...{ a: 1 }]", 2, "a spread of something that is not a list"],
    ["export default [\n ...'ab']", 2, "a spread of something that is not a list"],
    ["export default ['a', , 'b']", 1, "a list with a hole"],
    ["export default 1;\nexport default 2", 2, "a second `export default`"],
    ["import { a } from './a.ts';\nexport default a", 1, TOP_LEVEL],
    ["import './a.ts';\nexport default 1", 1, TOP_LEVEL],
    ["import { type A } from './a.ts';\nexport default 1", 1, TOP_LEVEL],
    ["export default 1;\nthrow new Error()", 2, TOP_LEVEL],
    ["export default 1;\nfetch('http://localhost')", 2, TOP_LEVEL],
    ["let a = 1;\nexport default 1", 1, TOP_LEVEL],
    ["declare const a: string;\nexport default a", 1, TOP_LEVEL],
    ["export const a = 1;\nexport default a", 1, TOP_LEVEL],
    ["export * from './a.ts';\nexport default 1", 1, TOP_LEVEL],
    ["enum A { B }\nexport default 1", 1, TOP_LEVEL],
    ["const { a } = { a: 1 };\nexport default a", 1, "a pattern in place of a constant's name"],
  ])("%j", (text, line, found) => {
    expect(() => readPolicyModule(FILE, text)).toThrow(
      new PolicyError("InvalidModule", `${FILE}:${line}: a policy module is plain data; found ${found}`),
    );
  });

  it.each([
    ["", 1, "expected `export default` with a policy"],
    ["const a = 1;\n", 1, "expected `export default` with a policy"],
    ["export default {\n a: 1\n b: 2 }", 3, "Unexpected token"],
    ["const a = 1;\nconst a = 2;\nexport default a", 2, "Identifier 'a' has already been declared"],
  ])("%j, which is no module with a policy", (text, line, reason) => {
    expect(() => readPolicyModule(FILE, text)).toThrow(
      expect.objectContaining({ code: "InvalidModule", message: `${FILE}:${line}: ${reason}` }),
    );
  });

  it("runs nothing of it", () => {
    const text = "globalThis.wasRun = true;\nexport default 1";
    expect(() => readPolicyModule(FILE, text)).toThrow(`${FILE}:1: `);
    expect(globalThis).not.toHaveProperty("wasRun");
  });
});
