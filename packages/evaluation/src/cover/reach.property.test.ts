import type { CanonicalStatement } from "@lychgate/policy";
import fc from "fast-check";
import { expect, it } from "vitest";
import { contractWith } from "../../test/covered-policies.ts";
import { boundDocument } from "../bound-document.ts";
import { evaluate, prepare } from "../evaluate.ts";
import { SAMPLE_BINDING } from "../proof/index.ts";
import { documentOf } from "./bound-access.ts";
import { reachOf } from "./reach.ts";

const CONTRACT = contractWith("GET /pets", "GET /pets/{petId}");

/** Every kind of request that the statements below can tell apart. */
const PATHS = [["/pets"], ["/pets/1", "/pets/2"]] as const;
const CONTEXTS = [
  { "aws:SourceIp": "192.0.2.1" },
  { "aws:SourceIp": "203.0.113.1" },
  { "aws:SourceVpc": "vpc-1" },
].map((context) => ({ ...context, "aws:SecureTransport": "true" }));

const resource = fc.constantFrom("GET/pets", "GET/pets/", "GET/pets/1", "GET/pets/*", "GET/*");
const condition = fc.constantFrom<CanonicalStatement["Condition"]>(
  undefined,
  { IpAddress: { "aws:SourceIp": ["192.0.2.0/24"] } },
  { NotIpAddress: { "aws:SourceIp": ["192.0.2.0/24"] } },
  { Null: { "aws:SourceIp": ["true"] } },
);
const statement = fc
  .record({ effect: fc.constantFrom("Allow" as const, "Deny" as const), resource, condition })
  .map(({ effect, resource: tail, condition: Condition }): CanonicalStatement => {
    const Resource = [`arn:aws:execute-api:*:*:*/*/${tail}`];
    const unconditional = { Effect: effect, Action: ["execute-api:Invoke"], Resource };
    return Condition ? { ...unconditional, Condition } : unconditional;
  });

it("the reach of a group is what trying every kind of request says", () => {
  fc.assert(
    fc.property(fc.array(statement, { minLength: 1, maxLength: 5 }), (statements) => {
      const document = documentOf(statements);
      const levels = reachOf({ group: "readers", document }, CONTRACT).map(({ level }) => level);
      expect(levels).toEqual(PATHS.map((paths) => triedLevel(statements, paths)));
    }),
    { numRuns: 300 },
  );
});

function triedLevel(statements: readonly CanonicalStatement[], paths: readonly string[]): string {
  const prepared = prepare([boundDocument([documentOf(statements)], SAMPLE_BINDING)]);
  const tried = (path: string) =>
    CONTEXTS.map((context) => {
      const methodArn = `${SAMPLE_BINDING.prefix}GET${path}`;
      return evaluate(prepared, { methodArn, context }).decision === "allowed";
    });
  const plain = paths.map(tried);
  const all = [...plain, ...paths.map((path) => tried(`${path}/`))].flat();
  if (!all.includes(true)) return "no";
  if (!plain.flat().includes(false)) return "yes";
  const isSame = plain.every((row) => row.join() === plain[0]?.join());
  return isSame && plain.flat().includes(true) ? "if" : "part";
}
