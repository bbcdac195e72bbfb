import { describe, expect, it } from "vitest";
import { CLINIC, contractWith, PETS, policyOf } from "../../test/covered-policies.ts";
import type { Expectation } from "./expectation.ts";
import { type JudgeOptions, judgeMutants, scoreOf } from "./mutation-score.ts";

function asking(request: string, allowed: boolean, ip = "192.0.2.10"): Expectation {
  const methodArn = `arn:aws:execute-api:eu-west-1:111122223333:abcdef1234/dev/${request.replace(" ", "")}`;
  const context = { "aws:SourceIp": ip };
  return { kind: "request", groups: ["readers"], allowed, request: { methodArn, context } };
}

/** What became of each mutant, by its kind. */
function outcomes(options: Partial<JudgeOptions> & Pick<JudgeOptions, "policies">) {
  const judged = judgeMutants({ contract: PETS, expectations: [], ...options });
  return Object.fromEntries(judged.map(({ mutant, judgement }) => [mutant.kind, judgement]));
}

const STATUS = [
  policyOf("readers", [{ sid: "Status", effect: "Allow", routes: ["GET /status"], condition: CLINIC }]),
];

describe("a mutant", () => {
  it("is noticed by a test whose expectation it breaks", () => {
    const elsewhere = asking("GET /status", false, "203.0.113.10");
    const found = outcomes({ policies: STATUS, expectations: [elsewhere] });
    expect(found["condition dropped"]).toEqual({ outcome: "tests", expectation: elsewhere });
    expect(found["condition negated"]).toEqual({ outcome: "tests", expectation: elsewhere });
    expect(found["statement dropped"]?.outcome).toBe("survived");
  });

  it("is noticed by proofs of exact access", () => {
    const exactly: Expectation = {
      kind: "exactly",
      groups: ["readers"],
      routes: ["GET /status"],
      when: { IpAddress: { "aws:SourceIp": ["192.0.2.10"] } },
      holds: true,
    };
    const found = outcomes({ policies: STATUS, expectations: [exactly] });
    expect(found["statement dropped"]?.outcome).toBe("tests");
    expect(found["path widened"]?.outcome).toBe("tests");
    expect(found["condition dropped"]?.outcome).toBe("survived");
  });

  it("is not noticed by an expectation that does not hold of the policy itself", () => {
    const wrong = asking("GET /status", true, "203.0.113.10");
    const found = outcomes({ policies: STATUS, expectations: [wrong] });
    expect(found["statement dropped"]?.outcome).toBe("survived");
  });

  it("is noticed by a guardrail, which sees the policies with it", () => {
    const notices: JudgeOptions["notices"] = ([readers]) =>
      readers?.document.Statement.some(({ Condition }) => !Condition) ? "OnlyFromClinics" : undefined;
    const found = outcomes({ policies: STATUS, notices });
    expect(found["condition dropped"]).toEqual({ outcome: "guardrails", guardrail: "OnlyFromClinics" });
    expect(found["effect flipped"]?.outcome).toBe("survived");
  });

  it("is noticed by the compiler when it does not compile", () => {
    const contract = contractWith("GET /pets/{petId}", "GET /pets/{petId}/toys");
    const policy = policyOf(
      "readers",
      [
        { sid: "Read", effect: "Allow", routes: ["GET /pets/{petId}"] },
        { sid: "Toys", effect: "Allow", routes: ["GET /pets/{petId}/toys"] },
      ],
      contract,
    );
    const judged = judgeMutants({ policies: [policy], contract, expectations: [] });
    const flipped = judged.find(({ mutant }) => mutant.sid === "Read" && mutant.kind === "effect flipped");
    expect(flipped?.judgement).toMatchObject({
      outcome: "compiler",
      message: expect.stringContaining("would also be denied"),
    });
  });

  it("that survives comes with a request that a test could ask", () => {
    const found = outcomes({ policies: STATUS });
    expect(found["path widened"]).toMatchObject({
      outcome: "survived",
      allows: true,
      witness: { method: "GET", path: expect.stringMatching(/^\/pets/) },
    });
    expect(found["effect flipped"]).toMatchObject({
      outcome: "survived",
      allows: false,
      witness: { method: "GET", path: "/status" },
    });
  });

  it("that says the same is equivalent", () => {
    expect(outcomes({ policies: STATUS })["verb widened"]).toEqual({ outcome: "equivalent" });
  });

  it("whose Deny only matters to members of other groups is not", () => {
    const policies = [
      policyOf("readers", [
        { sid: "Read", effect: "Allow", routes: ["GET /pets"] },
        { sid: "NoStatus", effect: "Deny", routes: ["GET /status"] },
      ]),
    ];
    const judged = judgeMutants({ policies, contract: PETS, expectations: [] });
    const dropped = judged.find(
      ({ mutant }) => mutant.sid === "NoStatus" && mutant.kind === "statement dropped",
    );
    expect(dropped?.judgement).toMatchObject({ outcome: "survived", allows: true, inCompany: true });
  });
});

describe("a mutation score", () => {
  it("counts what is noticed of what there is to notice", () => {
    const expectations = [asking("GET /status", false, "203.0.113.10"), asking("GET /status", true)];
    const judged = judgeMutants({ policies: STATUS, contract: PETS, expectations });
    expect(scoreOf(judged)).toEqual({
      noticed: 4,
      total: 5,
      byOutcome: { compiler: 0, tests: 4, guardrails: 0, equivalent: 1, survived: 1 },
    });
  });

  it("reports how far it is", () => {
    const steps: string[] = [];
    const onJudged = (done: number, total: number) => steps.push(`${done}/${total}`);
    judgeMutants({ policies: STATUS, contract: PETS, expectations: [], onJudged });
    expect(steps).toEqual(["1/6", "2/6", "3/6", "4/6", "5/6", "6/6"]);
  });
});
