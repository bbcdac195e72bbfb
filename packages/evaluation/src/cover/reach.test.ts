import type { AuthorizerCondition, CanonicalStatement, Contract, UncheckedStatement } from "@lychgate/policy";
import { describe, expect, it } from "vitest";
import { CLINIC, contractWith, PETS, policyOf } from "../../test/covered-policies.ts";
import { documentOf } from "./bound-access.ts";
import { reachOf } from "./reach.ts";

/** What a policy reaches, operation by operation: `yes`, `if from 192.0.2.0/24`. */
function reached(statements: readonly UncheckedStatement[], contract: Contract = PETS): string[] {
  return reachOf(policyOf("readers", statements, contract).compiled, contract).map(textOf);
}

function reachedBy(statements: readonly CanonicalStatement[], contract: Contract = PETS): string[] {
  return reachOf({ group: "readers", document: documentOf(statements) }, contract).map(textOf);
}

function textOf({ level, condition }: { level: string; condition?: string }): string {
  return condition ? `${level} ${condition}` : level;
}

function arns(...tails: readonly string[]): string[] {
  return tails.map((tail) => `arn:aws:execute-api:*:*:*/*/${tail}`);
}

const ACTION = { Action: ["execute-api:Invoke"] };

describe("the reach of a group", () => {
  it("is `yes` for what it names and `no` for the rest", () => {
    const statements = [
      { sid: "Read", effect: "Allow" as const, routes: ["GET /pets", "GET /pets/{petId}"] },
    ];
    expect(reached(statements)).toEqual(["yes", "no", "no", "yes", "no"]);
  });

  it("is `if` with the condition where every request depends on it alike", () => {
    const statements = [
      { sid: "All", effect: "Allow" as const, routes: ["ANY /pets/**"], condition: CLINIC },
    ];
    expect(reached(statements)).toEqual(["no", "no", "if from 192.0.2.0/24", "if from 192.0.2.0/24", "no"]);
  });

  it("is `yes` where conditions leave nothing out", () => {
    const from = (sid: string, condition: AuthorizerCondition): UncheckedStatement => {
      return { sid, effect: "Allow", routes: ["GET /status"], condition };
    };
    const statements = [
      from("LowerHalf", { IpAddress: { "aws:SourceIp": ["0.0.0.0/1"] } }),
      from("UpperHalf", { IpAddress: { "aws:SourceIp": ["128.0.0.0/1"] } }),
    ];
    expect(reached(statements).at(-1)).toBe("if from 0.0.0.0/1; or from 128.0.0.0/1");
    const neither = from("Neither", { NotIpAddress: { "aws:SourceIp": ["0.0.0.0/0"] } });
    expect(reached([...statements, neither]).at(-1)).toBe("yes");
  });

  it("names what a Deny takes away", () => {
    const condition = { IpAddress: { "aws:SourceIp": ["198.51.100.0/24"] } };
    const statements: UncheckedStatement[] = [
      { sid: "Status", effect: "Allow", routes: ["GET /status"] },
      { sid: "NotThere", effect: "Deny", routes: ["GET /status"], condition },
    ];
    expect(reached(statements).at(-1)).toBe("if unless from 198.51.100.0/24");
  });

  it("is `part` where it depends on the path", () => {
    const Resource = arns("GET/pets/1");
    expect(reachedBy([{ Effect: "Allow", ...ACTION, Resource }])).toEqual(["no", "no", "no", "part", "no"]);
  });

  it("is `part` where a Deny takes some paths away, and `if` where that Deny adds nothing", () => {
    const allow = (Condition?: CanonicalStatement["Condition"]): CanonicalStatement => {
      const statement = { Effect: "Allow" as const, ...ACTION, Resource: arns("GET/pets/*") };
      return Condition ? { ...statement, Condition } : statement;
    };
    const deny: CanonicalStatement = { Effect: "Deny", ...ACTION, Resource: arns("GET/pets/1") };
    expect(reachedBy([allow(), deny]).at(3)).toBe("part");
    const elsewhere = { NotIpAddress: { "aws:SourceIp": ["192.0.2.0/24"] } };
    const inside = { IpAddress: { "aws:SourceIp": ["192.0.2.0/24"] } };
    expect(reachedBy([allow(inside), { ...deny, Condition: elsewhere }]).at(3)).toMatch(/^if /);
  });

  it("is `part` where only the spelling with a trailing slash is let in", () => {
    expect(reachedBy([{ Effect: "Allow", ...ACTION, Resource: arns("GET/status/") }]).at(-1)).toBe("part");
  });

  it("says nothing of statements about that spelling alone", () => {
    const Condition = { IpAddress: { "aws:SourceIp": ["192.0.2.0/24"] } };
    const statements: CanonicalStatement[] = [
      { Effect: "Allow", ...ACTION, Resource: arns("GET/status/") },
      { Effect: "Allow", ...ACTION, Resource: arns("GET/status"), Condition },
    ];
    expect(reachedBy(statements).at(-1)).toBe("if from 192.0.2.0/24");
  });

  it("is `part` where it is open at one API and closed at the others", () => {
    const Resource = ["arn:aws:execute-api:eu-west-1:111122223333:abcdef1234/prod/GET/status"];
    expect(reachedBy([{ Effect: "Allow", ...ACTION, Resource }]).at(-1)).toBe("part");
  });

  it("looks at the root and at greedy parameters as they are served", () => {
    const contract = contractWith("GET /", "GET /files/{path+}");
    const statements = [{ sid: "All", effect: "Allow" as const, routes: ["GET /", "GET /files/**"] }];
    expect(reached(statements, contract)).toEqual(["yes", "yes"]);
    const files: CanonicalStatement = { Effect: "Allow", ...ACTION, Resource: arns("GET/", "GET/files/*") };
    const noFolders: CanonicalStatement = { Effect: "Deny", ...ACTION, Resource: arns("GET/files/*/") };
    expect(reachedBy([files, noFolders], contract)).toEqual(["yes", "part"]);
  });
});
