import { describe, expect, it } from "vitest";
import { createRepository } from "../test/temp-repository.ts";
import { inspectGuardrails } from "./guardrails.ts";
import { folderSource } from "./source.ts";

function inspect(guardrails: string) {
  const { root } = createRepository({ "policies/guardrails.ts": guardrails });
  return inspectGuardrails(folderSource(root), "policies");
}

const GUARDRAILS = `export default [
  { id: "NoDelete", reason: "Things stay.", owner: "us", never: { routes: ["DELETE /**"] } },
];
`;

describe("the guardrails of a repository", () => {
  it("are read from beside the policies", () => {
    expect(inspect(GUARDRAILS)).toMatchObject({
      found: { file: "policies/guardrails.ts", guardrails: [{ id: "NoDelete" }] },
    });
  });

  it("are none where there is no module of theirs", () => {
    expect(inspectGuardrails(folderSource(createRepository().root), "policies")).toEqual({ problems: [] });
  });

  it("are refused at the line of what is wrong", () => {
    const problems = [{ file: "policies/guardrails.ts", line: 2, message: "[0].owner: is missing" }];
    expect(inspect(GUARDRAILS.replace('owner: "us", ', ""))).toEqual({ problems });
  });

  it("are never run", () => {
    expect(() => inspect(`${GUARDRAILS}globalThis.ranGuardrails = true;`)).toThrow(
      "policies/guardrails.ts:4: ",
    );
    expect(globalThis).not.toHaveProperty("ranGuardrails");
  });
});
