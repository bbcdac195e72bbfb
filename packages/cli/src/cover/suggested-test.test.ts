import { describe, expect, it } from "vitest";
import { createRepository } from "../../test/temp-repository.ts";
import { loadRepository } from "../repository.ts";
import { suggestedTest } from "./suggested-test.ts";

const REPOSITORY = loadRepository(createRepository().root);

function suggestion(path: string): string | undefined {
  const context = { "aws:SourceIp": "192.0.2.10" };
  const witness = { method: "GET", path, context, request: { methodArn: "" } };
  return suggestedTest("readers", { outcome: "survived", witness, allows: true }, REPOSITORY);
}

describe("a test that would have noticed", () => {
  it("asks for the witness", () => {
    expect(suggestion("/things/x")).toBe(
      'expect(group("readers")).toDeny("GET /things/x", { sourceIp: "192.0.2.10" })',
    );
  });

  it("gives the caller the claims that stand in it", () => {
    expect(suggestion("/a/{claim:sub}/{claim:custom:tenant}/{claim:sub}")).toBe(
      'expect(group("readers")).toDeny("GET /a/own-1/own-2/own-1", ' +
        '{ sourceIp: "192.0.2.10", claims: {"sub":"own-1","custom:tenant":"own-2"} })',
    );
  });
});
