import { describe, expect, it } from "vitest";
import { readCaseFiles } from "../test/case-files.ts";
import { evaluate, explain, parseRequest, prepare } from "./index.ts";

const files = readCaseFiles();

describe.each(files)("$feature ($path)", ({ cases }) => {
  it("names each case once", () => {
    expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
  });

  it.each(cases)("$name", ({ policies, request, decision, sids }) => {
    const prepared = prepare(policies);
    const verdict = evaluate(prepared, parseRequest(request));
    expect(verdict.decision).toBe(decision);
    if (sids) expect(verdict.statements.map(({ sid }) => sid)).toEqual(sids);
    expect(explain(prepared, request)).toMatchObject(verdict);
  });
});
