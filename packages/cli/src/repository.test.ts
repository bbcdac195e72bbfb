import { describe, expect, it } from "vitest";
import { createRepository, policyModule, READERS } from "../test/temp-repository.ts";
import { formatProblem, inspectRepository, lineOfStatement, loadRepository } from "./repository.ts";

/** Problems as a reader sees them. */
function problemsWith(files: Readonly<Record<string, string>>): string[] {
  return inspectRepository(createRepository(files).root).problems.map(formatProblem);
}

describe("a sound repository", () => {
  it("is read with the contract and a compiled policy for each group, in the order of the files", () => {
    const { root } = createRepository({ "policies/admins.ts": policyModule("admins", ["ANY /**"]) });
    const { policies, contract } = loadRepository(root);
    expect(policies.map(({ file, compiled }) => [file, compiled.group])).toEqual([
      ["policies/admins.ts", "admins"],
      ["policies/readers.ts", "readers"],
    ]);
    expect(contract.operations).toHaveLength(3);
  });

  it("is read from any folder within", () => {
    const { root } = createRepository();
    expect(loadRepository(`${root}/policies`).root).toBe(root);
  });

  it("compiles a policy to the document that is stored", () => {
    const [policy] = loadRepository(createRepository().root).policies;
    expect(policy?.compiled.document.Statement.map(({ Sid, Resource }) => [Sid, Resource])).toEqual([
      ["ReadList", ["arn:aws:execute-api:*:*:*/*/GET/things"]],
      ["ReadOne", ["arn:aws:execute-api:*:*:*/*/GET/things/*"]],
    ]);
  });

  it("leaves tests, generated modules, guardrails and other files aside", () => {
    const files = [
      "readers.test.ts",
      "routes.gen.ts",
      "vitest.config.ts",
      "types.d.ts",
      "guardrails.ts",
      "x.json",
    ];
    const broken = Object.fromEntries(files.map((name) => [`policies/${name}`, "not a policy"]));
    expect(problemsWith(broken)).toEqual([]);
  });

  it("says at which line a statement begins", () => {
    const [policy] = loadRepository(createRepository().root).policies;
    if (!policy) throw new Error("expected a policy");
    expect(lineOfStatement(policy.module, "ReadList")).toBe(5);
    expect(lineOfStatement(policy.module, "ReadOne")).toBe(6);
    expect(lineOfStatement(policy.module, "Gone")).toBe(4);
  });
});

describe("a policy module with a problem", () => {
  const withinFirst = (more: string) => READERS.replace('routes: ["GET /things"] }', more);
  it.each([
    [
      "an unknown property",
      withinFirst('routes: ["GET /things"], resource: "x" }'),
      /^policies\/readers\.ts:5: statements\[0\]\.resource: is not a known property/,
    ],
    [
      "an unknown route",
      withinFirst('routes: ["GET /thing"] }'),
      /^policies\/readers\.ts:5: .*`GET \/thing`/,
    ],
    ["an unknown verb", withinFirst('routes: ["LIST /things"] }'), /^policies\/readers\.ts:5: .*LIST/],
    [
      "an operator that API Gateway does not evaluate",
      READERS.replace("IpAddress", "IpAdress"),
      /^policies\/readers\.ts:10: .*IpAdress/,
    ],
    [
      "a name that is not its group's",
      READERS.replace('"readers"', '"writers"'),
      /^policies\/readers\.ts:2: .*`writers\.ts`$/,
    ],
    ["a syntax error", `${READERS}\n}`, /^policies\/readers\.ts:15: Unexpected token$/],
    [
      "a statement that would run",
      `${READERS}throw new Error("ran");`,
      /^policies\/readers\.ts:14: .*plain data/,
    ],
    ["no default export", "const readers = {};", /^policies\/readers\.ts:1: expected `export default`/],
    ["nothing in it", "", /^policies\/readers\.ts:1: /],
  ])("is named by file and line: %s", (_, text, problem) => {
    expect(problemsWith({ "policies/readers.ts": text })).toEqual([expect.stringMatching(problem)]);
  });

  it("is never run", () => {
    problemsWith({ "policies/readers.ts": `${READERS}globalThis.ranPolicyModule = true;` });
    expect(globalThis).not.toHaveProperty("ranPolicyModule");
  });

  it("does not hide another one's, nor the policies that are sound", () => {
    const { root } = createRepository({ "policies/a.ts": "", "policies/b.ts": "let b;" });
    const { repository, problems } = inspectRepository(root);
    expect(problems.map(({ file }) => file)).toEqual(["policies/a.ts", "policies/b.ts"]);
    expect(repository.policies.map(({ compiled }) => compiled.group)).toEqual(["readers"]);
  });

  it("keeps the repository from being loaded, with every problem on a line", () => {
    const { root } = createRepository({ "policies/a.ts": "", "policies/b.ts": "let b;" });
    const lines = [
      expect.stringMatching(/^policies\/a\.ts:1: /),
      expect.stringMatching(/^policies\/b\.ts:1: /),
    ];
    try {
      loadRepository(root);
    } catch (error) {
      expect(error).toMatchObject({ code: "InvalidPolicies" });
      expect(String(error).replace("CliError: ", "").split("\n")).toEqual(lines);
      return;
    }
    throw new Error("expected a fault");
  });
});

describe("a repository whose settings do not fit its files", () => {
  const settings = (contracts: string[], policies = "policies") => ({
    "lychgate.json": JSON.stringify({ policies, contracts }),
  });
  it.each([
    [
      "a folder that is missing",
      settings(["things.yaml"], "gone"),
      "the folder `gone` of the policies cannot be read",
    ],
    ["a contract that is missing", settings(["gone.yaml"]), "gone.yaml: ENOENT"],
    ["a contract that is no YAML", { "things.yaml": "a: [\n" }, "things.yaml: "],
    [
      "a contract that is no OpenAPI",
      { "things.yaml": "a: 1\n" },
      "things.yaml: expected an OpenAPI 3 document",
    ],
    [
      "a path in two contracts",
      {
        ...settings(["things.yaml", "more.yaml"]),
        "more.yaml": 'openapi: 3.0.3\npaths: { "/things/{id}": { get: {} } }\n',
      },
      "more.yaml: path `/things/{id}` is also a path of things.yaml",
    ],
  ])("is a fault that names %s", (_, files, message) => {
    expect(() => inspectRepository(createRepository(files).root)).toThrow(message);
  });
});
