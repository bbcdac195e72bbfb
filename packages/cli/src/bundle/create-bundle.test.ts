import { describe, expect, it } from "vitest";
import { largeRepository } from "../../test/large-repository.ts";
import {
  CONTRACT,
  createFolder,
  createRepository,
  policyModule,
  READERS,
} from "../../test/temp-repository.ts";
import { folderSource } from "../source.ts";
import { createBundle } from "./create-bundle.ts";

const BOTH = `const NETWORKS = ["192.0.2.0/24"];
export default {
  group: "writers",
  description: "Writers: everything here, nothing there.",
  statements: [
    { sid: "Here", effect: "Allow", routes: ["ANY /things/{thingId}"] },
    {
      sid: "NotThere",
      effect: "Deny",
      routes: ["DELETE /things/{thingId}"],
      condition: { NotIpAddress: { "aws:SourceIp": NETWORKS } },
    },
  ],
};
`;

const GUARDRAILS = `export default [
  { id: "NobodyDeletes", reason: "It is gone.", owner: "us", never: { groups: ["writers"], routes: ["DELETE /**"] } },
  { id: "ReadersSee", reason: "They read.", owner: "us", always: { groups: ["readers"], routes: ["GET /things"] } },
  { id: "Whose", reason: "A slip.", owner: "us", never: { groups: ["nobodies"], routes: ["GET /things"] } },
];
`;

const SUMMARISED = CONTRACT.replace(
  "delete: { responses: {} }",
  "delete: { summary: Remove, x-lychgate-sensitive: true, responses: {} }",
);

const FILES = { "things.yaml": SUMMARISED, "policies/writers.ts": BOTH };

function sideOf(files: Readonly<Record<string, string>>, name = "working tree") {
  return { name, source: folderSource(createRepository(files).root) };
}

describe("a bundle", () => {
  const bundle = createBundle(sideOf({ ...FILES, "policies/guardrails.ts": GUARDRAILS }));

  it("is JSON, and says which policies it holds", () => {
    expect(JSON.parse(JSON.stringify(bundle))).toEqual(bundle);
    const hash = expect.stringMatching(/^[0-9a-f]{64}$/);
    expect(bundle).toMatchObject({ format: 1, revision: { name: "working tree", hash } });
    expect(bundle).not.toHaveProperty("comparison");
    expect(bundle).not.toHaveProperty("coverage");
  });

  it("has the policies as they compile, with their text and the lines of their statements", () => {
    const { document, revision, ...writers } = bundle.policies[1] ?? {};
    expect(writers).toEqual({
      group: "writers",
      description: "Writers: everything here, nothing there.",
      file: "policies/writers.ts",
      source: BOTH,
      lines: expect.objectContaining({ Here: 6, NotThere: 7 }),
    });
    const sids = document?.Statement.map(({ Sid }) => Sid) ?? [];
    expect(Object.keys(bundle.policies[1]?.lines ?? {})).toEqual(sids);
  });

  it("says for every operation of every API who may do it, and in which circumstances", () => {
    expect(bundle.matrix.groups).toEqual(["readers", "writers"]);
    expect(bundle.matrix.rows).toEqual([
      { api: "things.yaml", method: "GET", route: "/things", access: ["yes", "no"], conditions: {} },
      {
        ...{ api: "things.yaml", method: "DELETE", route: "/things/{thingId}", access: ["no", "if"] },
        ...{ summary: "Remove", sensitive: true, conditions: { writers: "unless not from 192.0.2.0/24" } },
      },
      {
        ...{ api: "things.yaml", method: "GET", route: "/things/{thingId}", access: ["if", "yes"] },
        conditions: { readers: "from 192.0.2.0/24" },
      },
    ]);
  });

  it("says of a row which API it belongs to", () => {
    const other = CONTRACT.replaceAll("/things", "/others");
    const two = createBundle(
      sideOf({
        "others.yaml": other,
        "lychgate.json": '{ "policies": "policies", "contracts": ["others.yaml", "things.yaml"] }',
      }),
    );
    const rows = two.matrix.rows.map(({ api, route }) => `${api} ${route}`);
    expect(rows.slice(2, 4)).toEqual(["others.yaml /others/{thingId}", "things.yaml /things"]);
    expect(two.apis.map(({ file }) => file)).toEqual(["others.yaml", "things.yaml"]);
  });

  it("has each guardrail with a request that breaks it, or why it is not proved", () => {
    const [broken, proved, unknown] = bundle.guardrails;
    expect(broken).toMatchObject({
      ...{ id: "NobodyDeletes", rule: "never", reason: "It is gone.", owner: "us", outcome: "failed" },
      ...{ file: "policies/guardrails.ts", line: 2 },
    });
    const [failure] = broken?.failures ?? [];
    expect(failure?.text).toContain("a member of `writers` may DELETE /things/");
    expect(failure?.request).toMatchObject({
      groups: ["writers"],
      method: "DELETE",
      path: expect.stringMatching(/^\/things\/./),
      context: { "aws:SourceIp": expect.stringMatching(/^192\.0\.2\./) },
    });
    expect(proved).toMatchObject({ outcome: "proved", failures: [] });
    expect(unknown).toMatchObject({ outcome: "failed", failures: [{ text: expect.any(String) }] });
    expect(unknown?.failures[0]?.text).toContain("nobodies");
  });

  it("has what the linter finds, with what to do about it", () => {
    const twice = READERS.replace(
      '{ sid: "ReadList"',
      '{ sid: "Again", effect: "Allow", routes: ["GET /things"] },\n    { sid: "ReadList"',
    );
    const [finding] = createBundle(sideOf({ "policies/readers.ts": twice })).lint;
    expect(finding).toMatchObject({
      rule: expect.stringMatching(/^LY\d{3}-/),
      severity: expect.stringMatching(/^(error|warning|info)$/),
      fix: expect.stringMatching(/./),
      file: "policies/readers.ts",
      group: "readers",
    });
  });

  it("compares with a base, and has the policies of it that are others now", () => {
    const base = sideOf({ ...FILES, "policies/gone.ts": policyModule("gone", ["GET /things"]) }, "v1");
    const head = sideOf({ ...FILES, "policies/writers.ts": BOTH.replace("ANY", "GET") });
    const { comparison } = createBundle(head, { base });
    expect(comparison?.base).toMatchObject({ name: "v1", hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
    const changes = comparison?.changes.map((each) => `${each.group} ${each.change} ${each.method}`);
    expect(changes).toEqual(["gone lost GET", "writers lost DELETE"]);
    expect(comparison?.policies.map(({ group }) => group)).toEqual(["gone", "writers"]);
    expect(comparison?.policies[1]?.source).toBe(BOTH);
  });

  it("has nothing of a comparison with the same policies but the base", () => {
    const { revision, comparison } = createBundle(sideOf(FILES), { base: sideOf(FILES, "same") });
    expect(comparison).toEqual({ base: { name: "same", hash: revision.hash }, changes: [], policies: [] });
  });

  it.each([
    ["a policy", { "policies/readers.ts": "export default 1 +;" }, /^policies\/readers\.ts:1: /],
    ["a guardrail", { "policies/guardrails.ts": "export default [{}];" }, /^policies\/guardrails\.ts:1: /],
    ["a contract", { "things.yaml": "[" }, /^things\.yaml: /],
  ])("is not made of %s that is not sound", (_, files, message) => {
    expect(() => createBundle(sideOf(files))).toThrow(message);
  });

  it("names the base when it is that which is not sound", () => {
    const base = sideOf({ "policies/readers.ts": "1" }, "v1");
    expect(() => createBundle(sideOf({}), { base })).toThrow(/^the base `v1` does not compile\n/);
  });
});

describe("the bundle of 200 groups and 500 operations", () => {
  it("has a cell for each, and stays below two megabytes", { timeout: 240_000 }, () => {
    const head = { name: "large", source: folderSource(createFolder(largeRepository(200, 500)).root) };
    const bundle = createBundle(head);
    expect(bundle.matrix.rows).toHaveLength(500);
    expect(bundle.matrix.rows.every(({ access }) => access.length === 200)).toBe(true);
    // 1.46 MB: half of it the policies with their text, nearly half the matrix.
    expect(JSON.stringify(bundle).length).toBeLessThan(2_000_000);
  });
});
