import { mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createFolder } from "../test/temp-repository.ts";
import { findConfig } from "./config.ts";
import { CliError } from "./errors.ts";

const SOUND = '{ "policies": "policies", "contracts": ["api.yaml"] }';

function faultOf(read: () => unknown): CliError {
  try {
    read();
  } catch (error) {
    if (error instanceof CliError) return error;
    throw error;
  }
  throw new Error("expected a fault");
}

describe("a repository's settings", () => {
  it("are found in the folder itself", () => {
    const { root } = createFolder({ "lychgate.json": SOUND });
    expect(findConfig(root)).toEqual({ root, config: { policies: "policies", contracts: ["api.yaml"] } });
  });

  it("are found in the nearest folder above", () => {
    const { root } = createFolder({ "lychgate.json": SOUND, "inner/lychgate.json": SOUND });
    mkdirSync(join(root, "inner/a/b"), { recursive: true });
    expect(findConfig(join(root, "inner/a/b")).root).toBe(join(root, "inner"));
  });

  it("may say where their schema is", () => {
    const { root } = createFolder({
      "lychgate.json": '{ "$schema": "x.json", "policies": "p", "contracts": ["a"] }',
    });
    expect(findConfig(root).config).toEqual({ policies: "p", contracts: ["a"] });
  });

  it("are missed by name where there are none", () => {
    const fault = faultOf(() => findConfig(createFolder().root));
    expect(fault).toMatchObject({
      code: "NoRepository",
      message: expect.stringMatching(/^no lychgate\.json in this folder or above it/),
    });
  });

  it.each([
    [
      "a key that is not known",
      '{ "policies": "p", "contracts": ["a"], "polices": 1 }',
      "`polices` is not known",
    ],
    [
      "a key that every object has",
      '{ "policies": "p", "contracts": ["a"], "__proto__": {} }',
      "`__proto__`",
    ],
    ["no folder of policies", '{ "contracts": ["a"] }', "expected `policies`"],
    ["no contracts", '{ "policies": "p" }', "expected `contracts`"],
    ["an empty list of contracts", '{ "policies": "p", "contracts": [] }', "expected `contracts`"],
    ["a contract that is no name", '{ "policies": "p", "contracts": [1] }', "expected `contracts`"],
    ["a list", "[]", "expected an object"],
    ["nothing", "", "Unexpected end of JSON input"],
    [
      "malformed JSON over several lines",
      '{\n  "policies": "p",\n  "contracts": [oops]\n}\n',
      "Unexpected token",
    ],
  ])("are refused with %s", (_, text, message) => {
    const { root } = createFolder({ "lychgate.json": text });
    const fault = faultOf(() => findConfig(root));
    expect(fault.code).toBe("InvalidConfig");
    expect(fault.message).toMatch(/^lychgate\.json: .*$/);
    expect(fault.message).toContain(message);
  });

  it("are not looked for in what is no folder of files", () => {
    const { root } = createFolder({ "lychgate.json/file": "" });
    expect(() => findConfig(root)).toThrow("EISDIR");
    expect(root.startsWith(tmpdir())).toBe(true);
  });
});
