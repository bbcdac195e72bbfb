import { describe, expect, it } from "vitest";
import { formatFinding } from "./finding.ts";
import { scopesOf, validateGuardrails } from "./validate-guardrails.ts";

const SCOPE = { routes: ["GET /pets"] };
const BASE = { id: "NoBills", reason: "Bills are private.", owner: "the accountants" };
const NEVER = { ...BASE, never: SCOPE };

function messages(value: unknown): string[] {
  const validated = validateGuardrails(value);
  return validated.valid ? [] : validated.findings.map(formatFinding);
}

describe("a valid guardrail", () => {
  it.each<[string, object]>([
    ["never, of every group", NEVER],
    ["never, of any", { ...BASE, never: { ...SCOPE, groups: "any" } }],
    ["never, of some groups", { ...BASE, never: { ...SCOPE, groups: ["a", "b"] } }],
    ["never, of all groups but some", { ...BASE, never: { ...SCOPE, groups: { except: ["a"] } } }],
    ["only", { ...BASE, only: { ...SCOPE, groups: ["a"], when: { Bool: { "aws:SecureTransport": true } } } }],
    ["always", { ...BASE, always: { ...SCOPE, groups: ["a"] } }],
    ["separate", { ...BASE, separate: { between: [SCOPE, SCOPE] } }],
  ])("says %s", (_, guardrail) => {
    expect(validateGuardrails([guardrail])).toEqual({ valid: true, value: [guardrail] });
  });
});

describe("guardrails", () => {
  const KNOWN_GROUP = "expected text that matches ^[A-Za-z0-9_+=,.@-]{1,128}$";
  it.each<[unknown, string[]]>([
    [NEVER, ["expected array, got an object"]],
    [[{}], ["[0].id: is missing", "[0].owner: is missing", "[0].reason: is missing"]],
    [[BASE], ["[0]: expected exactly one of `never`, `only`, `always`, `separate`, got 0"]],
    [
      [{ ...NEVER, always: SCOPE }],
      ["[0]: expected exactly one of `never`, `only`, `always`, `separate`, got 2"],
    ],
    [[NEVER, NEVER], ["[1].id: another guardrail has the same id"]],
    [
      [{ ...NEVER, id: "no bills" }],
      ['[0].id: expected text that matches ^[A-Za-z0-9]{1,64}$, got `"no bills"`'],
    ],
    [[{ ...NEVER, reason: " " }], ['[0].reason: expected text that matches \\S, got `" "`']],
    [[{ ...NEVER, owner: "" }], ['[0].owner: expected text that matches \\S, got `""`']],
    [
      [{ ...NEVER, nevr: SCOPE }],
      [
        "[0].nevr: is not a known property; expected `id`, `reason`, `owner`, `never`, `only`, `always` or `separate`",
      ],
    ],
    [
      [{ ...BASE, never: { routes: [] } }],
      ["[0].never.routes: expected at least one item, got an empty list"],
    ],
    [[{ ...BASE, only: SCOPE }], ["[0].only.groups: is missing"]],
    [
      [{ ...BASE, never: { ...SCOPE, groups: [] } }],
      ["[0].never.groups: expected at least one item, got an empty list"],
    ],
    [
      [{ ...BASE, never: { ...SCOPE, groups: ["a b"] } }],
      [`[0].never.groups[0]: ${KNOWN_GROUP}, got \`"a b"\``],
    ],
    [
      [{ ...BASE, never: { ...SCOPE, groups: "all" } }],
      ['[0].never.groups: expected `"any"`, array or object, got `"all"`'],
    ],
    [
      [{ ...BASE, separate: { between: [SCOPE] } }],
      ["[0].separate.between: expected the two sides that no one user reaches both of, got 1"],
    ],
    [
      [
        {
          ...BASE,
          separate: { between: [SCOPE, { ...SCOPE, when: { IpAddress: { "aws:SourceIp": "x" } } }] },
        },
      ],
      [
        '[0].separate.between[1].when.IpAddress["aws:SourceIp"][0]: expected an IP address or a CIDR range such as `192.0.2.0/24`, got `x`',
      ],
    ],
    [[{ ...BASE, never: { ...SCOPE, when: {} } }], ["[0].never.when: expected at least one operator"]],
  ])("%j are refused", (value, expected) => expect(messages(value)).toEqual(expected));
});

describe("the scopes of a guardrail", () => {
  it.each<[object, (string | number)[][]]>([
    [{ only: { ...SCOPE, groups: ["a"] } }, [["only"]]],
    [
      { separate: { between: [SCOPE, SCOPE] } },
      [
        ["separate", "between", 0],
        ["separate", "between", 1],
      ],
    ],
  ])("of %j stand at %j", (rule, paths) => {
    expect(scopesOf({ ...BASE, ...rule }).map(({ path }) => path)).toEqual(paths);
  });
});
