import { describe, expect, it } from "vitest";
import { contractOf } from "../test/contract-of.ts";
import { type CompiledPolicy, compile } from "./compile.ts";
import { PolicyError } from "./errors.ts";
import { UNBOUND_PREFIX } from "./execute-api-arn.ts";
import type { UncheckedStatement } from "./group-policy.ts";
import { revisionOf } from "./revision.ts";

const PETS = ["GET /pets", "POST /pets", "GET /pets/{petId}", "GET /pets/mine", "GET /pets/{petId}/toys"];

const CLINIC = { IpAddress: { "aws:SourceIp": "192.0.2.0/24" } };
const OFFICE = { IpAddress: { "aws:SourceIp": "198.51.100.0/24" } };

type Part = Partial<UncheckedStatement>;

function compiled(routes: readonly string[], ...parts: Part[]): CompiledPolicy {
  const statements = parts.map(
    (part, index): UncheckedStatement => ({ sid: `S${index + 1}`, effect: "Allow", ...part }),
  );
  return compile({ group: "readers", description: "Readers", statements }, contractOf(...routes));
}

/** Each statement as a line: `Allow S1: GET/pets`. */
function lines(routes: readonly string[], ...parts: Part[]): string[] {
  return compiled(routes, ...parts).document.Statement.map(({ Effect, Sid, Resource = [] }) => {
    return `${Effect} ${Sid}: ${Resource.map((text) => text.replace(UNBOUND_PREFIX, "")).join(" ")}`;
  });
}

function allow(...routes: string[]): Part {
  return { effect: "Allow", routes };
}

function deny(...routes: string[]): Part {
  return { effect: "Deny", routes };
}

describe("an Allow is compiled to", () => {
  it.each<[string, string[], Part, string[]]>([
    ["a plain ARN, for a plain path", PETS, allow("GET /pets"), ["Allow S1: GET/pets"]],
    ["a plain ARN for the root", ["GET /", "GET /pets"], allow("GET /"), ["Allow S1: GET/"]],
    [
      "every verb for `ANY`, spelled out",
      PETS,
      allow("ANY /pets"),
      ["Allow S1: DELETE/pets GET/pets HEAD/pets OPTIONS/pets PATCH/pets POST/pets PUT/pets"],
    ],
    ["a lone star for all of an API without a root", PETS, allow("ANY /**"), ["Allow S1: *"]],
    [
      "a star and guards for the siblings, the parent and the routes below",
      PETS,
      allow("GET /pets/{petId}"),
      [
        "Allow S1: GET/pets/*",
        "Deny S1LychgateGuard: GET/pets GET/pets/ GET/pets/*/toys GET/pets/*/toys/ GET/pets/mine GET/pets/mine/",
      ],
    ],
    [
      "guards for the routes that it does not name alone",
      PETS,
      allow("GET /pets/*", "GET /pets/mine"),
      [
        "Allow S1: GET/pets/* GET/pets/mine",
        "Deny S1LychgateGuard: GET/pets GET/pets/ GET/pets/*/toys GET/pets/*/toys/",
      ],
    ],
    [
      "one guard for the trailing slash above `**`",
      PETS,
      allow("GET /pets/**"),
      ["Allow S1: GET/pets/*", "Deny S1LychgateGuard: GET/pets GET/pets/"],
    ],
    [
      "a guard for the root, with its slash, beside all else",
      ["GET /", "GET /pets"],
      allow("GET /**"),
      ["Allow S1: GET/*", "Deny S1LychgateGuard: GET/ GET//"],
    ],
    [
      "a guard below its star, where a catch-all serves the rest",
      ["GET /pets/{petId}", "ANY /{proxy+}"],
      allow("GET /pets/{petId}"),
      ["Allow S1: GET/pets/*", "Deny S1LychgateGuard: GET/pets/ GET/pets/*/*"],
    ],
    [
      "a guard for what a deeper catch-all leaves to a wider one",
      ["GET /files/{path+}", "GET /{proxy+}"],
      allow("GET /files/**"),
      ["Allow S1: GET/files/*", "Deny S1LychgateGuard: GET/files/ GET/files//"],
    ],
    [
      "no guard at all where a catch-all cannot be reached",
      ["GET /pets", "ANY /{proxy+}"],
      allow("GET /pets"),
      ["Allow S1: GET/pets"],
    ],
    [
      "a guard for a longer path that a star in the middle reaches",
      ["GET /{a}/x/{b}", "GET /{a}/{c}/x/{b}"],
      allow("GET /{a}/x/{b}"),
      ["Allow S1: GET/*/x/*", "Deny S1LychgateGuard: GET/*/*/x/*"],
    ],
    [
      "a guard for the literal path beside a star in the middle",
      ["GET /{version}/pets", "GET /v1/pets"],
      allow("GET /{version}/pets"),
      ["Allow S1: GET/*/pets", "Deny S1LychgateGuard: GET/v1/pets GET/v1/pets/"],
    ],
    [
      "no guard where no other path of the API is that long",
      ["GET /{a}/x", "GET /{a}/y", "GET /{a}/{b}"],
      allow("GET /{a}/x"),
      ["Allow S1: GET/*/x"],
    ],
  ])("%s", (_, routes, statement, expected) => {
    expect(lines(routes, statement)).toEqual(expected);
  });

  it("ARNs of any API and stage, for the action Invoke", () => {
    expect(compiled(PETS, allow("GET /pets")).document).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "S1",
          Effect: "Allow",
          Action: ["execute-api:Invoke"],
          Resource: ["arn:aws:execute-api:*:*:*/*/GET/pets"],
        },
      ],
    });
  });

  it("a statement with its condition, canonical, and a guard without one", () => {
    const { document } = compiled(PETS, { ...allow("GET /pets/**"), condition: CLINIC });
    expect(document.Statement.map(({ Condition }) => Condition)).toEqual([
      { IpAddress: { "aws:SourceIp": ["192.0.2.0/24"] } },
      undefined,
    ]);
  });
});

describe("a compiled policy", () => {
  it("carries its usage tier, which is no part of its text", () => {
    const statements: UncheckedStatement[] = [{ sid: "A", effect: "Allow", routes: ["GET /pets"] }];
    const policy = { group: "readers", description: "Readers", statements };
    const [plain, metered] = [policy, { ...policy, usageTier: "gold" }].map((each) =>
      compile(each, contractOf("GET /pets")),
    );
    expect(metered).toEqual({ ...plain, usageTier: "gold" });
  });

  it("carries its group, its description, its text and the revision of that", () => {
    const policy = compiled(PETS, allow("GET /pets"));
    expect(policy).toMatchObject({ group: "readers", description: "Readers" });
    expect(policy).not.toHaveProperty("usageTier");
    expect(policy.text).toBe(JSON.stringify(policy.document));
    expect(policy.revision).toBe(revisionOf(policy.text));
  });

  it("has one text, however its module is written", () => {
    const first = compiled(
      PETS,
      { sid: "A", ...allow("GET /pets", "POST /pets") },
      { sid: "B", ...deny("GET /pets/mine") },
    );
    const second = compiled(
      PETS.toReversed(),
      { sid: "B", ...deny("GET /pets/mine", "GET /pets/mine") },
      { sid: "A", ...allow("POST /pets", "GET /pets") },
    );
    expect(second.text).toBe(first.text);
  });
});

describe("the same route in two statements", () => {
  it("needs no guard when the other one is as open", () => {
    expect(lines(PETS, allow("GET /pets/{petId}"), allow("GET /pets/mine", "GET /pets/*/toys"))).toEqual([
      "Allow S1: GET/pets/*",
      "Deny S1LychgateGuard: GET/pets GET/pets/",
      "Allow S2: GET/pets/*/toys GET/pets/mine",
    ]);
  });

  it.each<[string, Part, Part]>([
    [
      "the same condition",
      { ...allow("GET /pets/{petId}"), condition: CLINIC },
      { ...allow("GET /pets/mine"), condition: CLINIC },
    ],
    ["no condition", { ...allow("GET /pets/{petId}"), condition: CLINIC }, allow("GET /pets/mine")],
  ])("may be named by one with %s", (_, star, named) => {
    expect(lines(PETS, star, named)[1]).toBe(
      "Deny S1LychgateGuard: GET/pets GET/pets/ GET/pets/*/toys GET/pets/*/toys/",
    );
  });

  it.each<[string, Part]>([
    ["a condition of its own", allow("GET /pets/{petId}")],
    ["another condition", { ...allow("GET /pets/{petId}"), condition: OFFICE }],
  ])("may not be named by one with %s, for a guard would undo it", (_, star) => {
    expect(() => compiled(PETS, star, { ...allow("GET /pets/mine"), condition: CLINIC })).toThrow(
      new PolicyError(
        "NotExact",
        "statement `S1`: `GET /pets/mine` (route `GET /pets/mine`) would be admitted without the condition of the statement that names it",
        { sid: "S1" },
      ),
    );
  });
});

describe("a route that no Deny tells apart", () => {
  it("is refused with the request that would slip through", () => {
    const routes = ["GET /{a}/x", "GET /{a}/{b}/x", "GET /{a}/b/{c}"];
    expect(() => compiled(routes, allow("GET /{a}/x", "GET /{a}/b/{c}"))).toThrow(
      expect.objectContaining({
        code: "NotExact",
        sid: "S1",
        message: expect.stringContaining("would be admitted too, and no Deny tells it apart"),
      }),
    );
  });

  it.each<[string, string[]]>([
    ["its sibling lacks the verb", ["POST /pets/mine", "GET /pets/{petId}", "GET /{proxy+}"]],
    ["its sibling is only a parent", ["GET /pets/mine/toys", "GET /pets/{petId}", "GET /{proxy+}"]],
  ])("is refused when a request falls through to a catch-all because %s", (_, routes) => {
    expect(() => compiled(routes, allow("GET /pets/{petId}"))).toThrow(
      new PolicyError(
        "NotExact",
        "statement `S1`: `GET /pets/mine` (route `GET /{proxy+}`) would be admitted too, and no Deny tells it apart; name it, or use `**`",
        { sid: "S1" },
      ),
    );
  });
});

describe("a Deny", () => {
  it.each<[string, string[], Part, string[]]>([
    [
      "holds with a trailing slash too",
      PETS,
      deny("GET /pets/mine"),
      ["Deny S1: GET/pets/mine GET/pets/mine/"],
    ],
    ["of the root too", ["GET /"], deny("GET /"), ["Deny S1: GET/ GET//"]],
    [
      "below a parameter too",
      PETS,
      deny("GET /pets/{petId}/toys"),
      ["Deny S1: GET/pets/*/toys GET/pets/*/toys/"],
    ],
    ["may reach the trailing slash of a route above", PETS, deny("GET /pets/**"), ["Deny S1: GET/pets/*"]],
  ])("%s", (_, routes, statement, expected) => {
    expect(lines(routes, statement)).toEqual(expected);
  });

  it("that would reach a route that it does not name is refused", () => {
    expect(() => compiled(PETS, deny("GET /pets/{petId}"))).toThrow(
      new PolicyError(
        "NotExact",
        "statement `S1`: `GET /pets/mine` (route `GET /pets/mine`) would also be denied; name it as well, or deny below it with `**`",
        { sid: "S1" },
      ),
    );
  });

  it("gets no guards", () => {
    expect(lines(PETS, allow("ANY /**"), deny("GET /pets/**"))).toEqual([
      "Allow S1: *",
      "Deny S2: GET/pets/*",
    ]);
  });
});

describe("raw resources", () => {
  it("stay as they are written, sorted, and name what they admit", () => {
    const resources = [`${UNBOUND_PREFIX}GET/pets/*`, `${UNBOUND_PREFIX}GET/pets`];
    expect(lines(PETS, { resources })).toEqual(["Allow S1: GET/pets GET/pets/*"]);
  });

  it("that admit what another statement allows under a condition are refused", () => {
    const raw = { resources: [`${UNBOUND_PREFIX}GET/pets/*`] };
    const named = {
      ...allow("GET /pets/{petId}", "GET /pets/mine", "GET /pets/*/toys", "GET /pets"),
      condition: CLINIC,
    };
    expect(lines(PETS, raw, named)).toHaveLength(2);
    expect(() =>
      compiled(
        PETS,
        { ...allow("GET /pets/**") },
        { resources: [`${UNBOUND_PREFIX}GET/pets`], condition: CLINIC },
      ),
    ).toThrow(expect.objectContaining({ code: "NotExact", sid: "S1" }));
  });

  it("with a star in the place of the verb are refused", () => {
    expect(() => compiled(PETS, { resources: [`${UNBOUND_PREFIX}*/pets/*`] })).toThrow(
      "it also admits `GET /x/pets/`; write one Resource a verb",
    );
  });

  it("that deny more than plain paths deny what they say", () => {
    expect(lines(PETS, { effect: "Deny", resources: [`${UNBOUND_PREFIX}GET/pets*`] })).toEqual([
      "Deny S1: GET/pets*",
    ]);
  });
});

describe("a Resource's length", () => {
  const path = (length: number) => `/${"a".repeat(240)}/${"b".repeat(length)}`;
  // The prefix has 28 characters, the verb 4 with its slash, the path 241 and what it is given.
  const rest = 512 - UNBOUND_PREFIX.length - "GET/".length - 241;

  it("may be 512 characters", () => {
    const { document } = compiled([`GET ${path(rest)}`], allow(`GET ${path(rest)}`));
    expect(document.Statement[0]?.Resource?.[0]).toHaveLength(512);
  });

  it("may not be 513", () => {
    expect(() => compiled([`GET ${path(rest + 1)}`], allow(`GET ${path(rest + 1)}`))).toThrow(
      new PolicyError("InvalidPolicy", "statement `S1`: a Resource has 513 characters, at most 512 fit", {
        sid: "S1",
      }),
    );
  });
});

describe("a route that no API has", () => {
  it.each([
    ["GET /pet/mine", "; did you mean `GET /pets/mine`?"],
    ["POST /pets/{petId}", "; did you mean `POST /pets`?"],
    ["PUT /orders", ""],
  ])("`%s` is refused, with the nearest that there is", (route, hint) => {
    expect(() => compiled(PETS, allow(route))).toThrow(
      new PolicyError("InvalidPolicy", `statement \`S1\`: no API has the route \`${route}\`${hint}`, {
        sid: "S1",
      }),
    );
  });
});
