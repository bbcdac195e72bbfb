import type { UncheckedStatement } from "@lychgate/policy";
import { describe, expect, it } from "vitest";
import { policySet } from "../../test/policy-set.ts";
import { comparePolicies } from "./compare-policies.ts";
import type { DiffChange } from "./report.ts";

const ROUTES = [
  "GET /pets",
  "POST /pets",
  "GET /pets/{petId}",
  "!DELETE /pets/{petId}",
  "GET /pets/{petId}/toys",
];

const CLINIC = { IpAddress: { "aws:SourceIp": ["192.0.2.0/24"] } };
const CLINICS = { IpAddress: { "aws:SourceIp": ["192.0.2.0/24", "198.51.100.0/24"] } };

type Groups = Record<string, readonly UncheckedStatement[]>;

function allow(
  sid: string,
  routes: string[],
  condition?: UncheckedStatement["condition"],
): UncheckedStatement {
  return { sid, effect: "Allow", routes, ...(condition && { condition }) };
}

function deny(
  sid: string,
  routes: string[],
  condition?: UncheckedStatement["condition"],
): UncheckedStatement {
  return { ...allow(sid, routes, condition), effect: "Deny" };
}

function changesBetween(
  base: Groups,
  head: Groups,
  routes = { base: ROUTES, head: ROUTES },
): readonly DiffChange[] {
  return comparePolicies(policySet(routes.base, base), policySet(routes.head, head)).changes;
}

/** A change as a line: `readers gained GET /pets (never → from anywhere) Read@2`. */
function lineOf({ group, change, method, route, terms, sids, line, ...rest }: DiffChange): string {
  const from = rest.in === "base" ? "-" : "";
  const more = [
    rest.sensitive && "sensitive",
    rest.onlyTrailingSlash && "trailing slash",
    rest.reason,
    rest.with && `with ${rest.with}`,
  ].filter(Boolean);
  const end = more.length > 0 ? ` [${more.join(", ")}]` : "";
  return `${group} ${change} ${method} ${route} (${terms.before} → ${terms.after}) ${sids.join("+")}@${from}${line}${end}`;
}

const READ = allow("Read", ["GET /pets"]);

/** What changes, the group's statements before and after, and what is said of it. */
const CHANGES: [string, UncheckedStatement[], UncheckedStatement[], string[]][] = [
  [
    "a route that is named newly",
    [READ],
    [allow("Read", ["GET /pets", "POST /pets"])],
    ["group gained POST /pets (never → from anywhere) Read@2"],
  ],
  [
    "a statement that comes",
    [READ],
    [READ, allow("Remove", ["DELETE /pets/{petId}"], CLINIC)],
    ["group gained DELETE /pets/{petId} (never → from 192.0.2.0/24) Remove@3 [sensitive]"],
  ],
  [
    "a wildcard that is widened",
    [READ],
    [READ, allow("All", ["ANY /pets/**"])],
    [
      "group gained GET /pets (never → from anywhere) All@3 [trailing slash]",
      "group gained DELETE /pets/{petId} (never → from anywhere) All@3 [sensitive]",
      "group gained GET /pets/{petId} (never → from anywhere) All@3",
      "group gained GET /pets/{petId}/toys (never → from anywhere) All@3",
    ],
  ],
  [
    "a statement that goes",
    [READ, allow("Add", ["POST /pets"])],
    [READ],
    ["group lost POST /pets (from anywhere → never) Add@-3"],
  ],
  [
    "a condition that comes",
    [READ],
    [allow("Read", ["GET /pets"], CLINIC)],
    ["group condition GET /pets (from anywhere → from 192.0.2.0/24) Read@2"],
  ],
  [
    "a condition that is widened",
    [allow("Read", ["GET /pets"], CLINIC)],
    [allow("Read", ["GET /pets"], CLINICS)],
    ["group condition GET /pets (from 192.0.2.0/24 → from 192.0.2.0/24 or 198.51.100.0/24) Read@2"],
  ],
  [
    "a Deny that comes",
    [READ],
    [READ, deny("Not", ["GET /pets"])],
    ["group lost GET /pets (from anywhere → never) Not@3"],
  ],
  [
    "a Deny that goes",
    [READ, deny("Not", ["GET /pets"])],
    [READ],
    ["group gained GET /pets (never → from anywhere) Not+Read@-3"],
  ],
  [
    "a Deny that comes under a condition",
    [READ],
    [READ, deny("Not", ["GET /pets"], CLINIC)],
    ["group condition GET /pets (from anywhere → from anywhere, except from 192.0.2.0/24) Not@3"],
  ],
];

describe("the difference between two versions of a group's policy", () => {
  it.each(CHANGES)("is said route by route: %s", (_, base, head, lines) => {
    expect(changesBetween({ group: base }, { group: head }).map(lineOf).sort()).toEqual([...lines].sort());
  });

  it("is told both ways", () => {
    const opposite = { gained: "lost", lost: "gained", condition: "condition" } as const;
    for (const [, base, head] of CHANGES) {
      const there = changesBetween({ group: base }, { group: head });
      const back = changesBetween({ group: head }, { group: base });
      const kinds = (changes: readonly DiffChange[]) =>
        changes.map(({ method, route, change }) => [method, route, change]);
      expect(kinds(back)).toEqual(
        there.map(({ method, route, change }) => [method, route, opposite[change]]),
      );
    }
  });

  it("is nothing where only the words changed", () => {
    const split = [allow("First", ["GET /pets"]), allow("Second", ["GET /pets", "POST /pets"])];
    expect(changesBetween({ group: split }, { group: [allow("Both", ["GET /pets", "POST /pets"])] })).toEqual(
      [],
    );
  });

  it("has a request of each kind where a condition lets in and shuts out", () => {
    const moved = { IpAddress: { "aws:SourceIp": ["198.51.100.0/24"] } };
    const [change] = changesBetween(
      { group: [allow("Read", ["GET /pets"], CLINIC)] },
      { group: [allow("Read", ["GET /pets"], moved)] },
    );
    expect(change).toMatchObject({ change: "condition", before: "implicitDeny", after: "allowed" });
    expect(change?.gainedWitness).toEqual(change?.witness);
    expect(change?.gainedWitness?.context["aws:SourceIp"]).toMatch(/^198\.51\.100\./);
    expect(change?.lostWitness?.context["aws:SourceIp"]).toMatch(/^192\.0\.2\./);
  });

  it("has a witness, the decisions about it, and a place", () => {
    const [change] = changesBetween(
      { group: [READ] },
      { group: [READ, allow("One", ["DELETE /pets/{petId}"])] },
    );
    expect(change).toMatchObject({
      group: "group",
      method: "DELETE",
      route: "/pets/{petId}",
      sensitive: true,
      witness: {
        method: "DELETE",
        path: expect.stringMatching(/^\/pets\/[^/]+$/),
        context: expect.objectContaining({ "aws:SecureTransport": "true" }),
      },
      before: "implicitDeny",
      after: "allowed",
      file: "policies/group.ts",
      line: 3,
      in: "head",
    });
  });
});

describe("over every verb and path", () => {
  it("there are differences where no API serves anything, once a verb", () => {
    const resources = ["arn:aws:execute-api:*:*:*/*/PATCH/internal/*"];
    const [base, head] = [
      { group: [READ] },
      { group: [READ, { sid: "All", effect: "Allow" as const, resources }] },
    ];
    expect(changesBetween(base, head)).toEqual([]);
    const sets = [policySet(ROUTES, base), policySet(ROUTES, head)] as const;
    const { changes } = comparePolicies(...sets, { anyPath: true });
    expect(changes.map(lineOf)).toEqual(["group gained PATCH /** (never → from anywhere) All@3"]);
    expect(changes[0]?.witness.path).toBe("/internal/");
  });
});

describe("a group that comes or goes", () => {
  it("gains or loses all of its routes", () => {
    expect(changesBetween({}, { group: [READ] }).map(lineOf)).toEqual([
      "group gained GET /pets (never → from anywhere) Read@2 [group added]",
    ]);
    expect(changesBetween({ group: [READ] }, {}).map(lineOf)).toEqual([
      "group lost GET /pets (from anywhere → never) Read@-2 [group removed]",
    ]);
  });
});

describe("a route that comes or goes", () => {
  const all = [allow("All", ["ANY /**"])];
  const [more, fewer] = [["GET /pets", "!POST /pets"], ["GET /pets"]];

  it("is gained or lost by whoever may call it, though no policy changed", () => {
    expect(changesBetween({ group: all }, { group: all }, { base: fewer, head: more }).map(lineOf)).toEqual([
      "group gained POST /pets (never → from anywhere) All@2 [sensitive, route added]",
    ]);
    expect(changesBetween({ group: all }, { group: all }, { base: more, head: fewer }).map(lineOf)).toEqual([
      "group lost POST /pets (from anywhere → never) All@2 [sensitive, route removed]",
    ]);
  });

  it("is the same under another parameter's name", () => {
    const [base, head] = [
      ["GET /pets/{petId}", "GET /files/{path+}"],
      ["GET /pets/{id}", "GET /files/{rest+}"],
    ];
    expect(changesBetween({ group: all }, { group: all }, { base, head })).toEqual([]);
  });

  it("is another one where a parameter becomes greedy", () => {
    const [base, head] = [["GET /pets/{petId}"], ["GET /pets/{petId+}"]];
    expect(
      changesBetween({ group: all }, { group: all }, { base, head }).map(({ change }) => change),
    ).toEqual(["gained", "lost"]);
  });
});

describe("a Deny of one group", () => {
  const owner = [allow("Own", ["DELETE /pets/{petId}"])];
  const reader = [READ];
  const quiet = [READ, deny("Quiet", ["DELETE /pets/{petId}"])];
  const quietAtClinic = [READ, deny("Quiet", ["DELETE /pets/{petId}"], CLINIC)];

  it("takes from members of other groups too, which is said of each of them", () => {
    const changes = changesBetween(
      { owner, admin: [allow("All", ["ANY /**"])], reader, quiet: reader },
      { owner, admin: [allow("All", ["ANY /**"])], reader, quiet },
    );
    expect(changes.map(lineOf)).toEqual([
      "admin lost DELETE /pets/{petId} (from anywhere → never) Quiet@3 [sensitive, with quiet]",
      "owner lost DELETE /pets/{petId} (from anywhere → never) Quiet@3 [sensitive, with quiet]",
    ]);
    expect(changes[0]).toMatchObject({ file: "policies/quiet.ts", before: "allowed", after: "explicitDeny" });
  });

  it.each([
    [
      "goes",
      quiet,
      reader,
      ["owner gained DELETE /pets/{petId} (never → from anywhere) Quiet@-3 [sensitive, with quiet]"],
    ],
    [
      "stays as it is",
      quiet,
      [...quiet, allow("Add", ["POST /pets"])],
      ["quiet gained POST /pets (never → from anywhere) Add@4"],
    ],
    ["is said otherwise", quiet, [READ, deny("Silent", ["DELETE /pets/{petId}"])], []],
    [
      "gets a condition",
      quiet,
      quietAtClinic,
      [
        "owner gained DELETE /pets/{petId} (never → from anywhere, except from 192.0.2.0/24) Quiet@3 [sensitive, with quiet]",
      ],
    ],
  ])("is compared for members of both groups when it %s", (_, base, head, lines) => {
    expect(changesBetween({ owner, quiet: base }, { owner, quiet: head }).map(lineOf)).toEqual(lines);
  });

  it("counts when its group comes or goes", () => {
    expect(changesBetween({ owner }, { owner, quiet }).map(lineOf)).toContainEqual(
      expect.stringContaining("owner lost"),
    );
    expect(changesBetween({ owner, quiet }, { owner }).map(lineOf)).toContainEqual(
      expect.stringContaining("owner gained"),
    );
  });

  it("is no matter to a group that has no policy before or after, or does not allow the route", () => {
    expect(changesBetween({ reader }, { owner, reader, quiet }).map(({ with: by }) => by)).not.toContain(
      "quiet",
    );
  });
});

describe("a statement for one API and stage", () => {
  const api = "arn:aws:execute-api:eu-west-1:111122223333:pets123/prod";
  const atProd: UncheckedStatement = { sid: "Prod", effect: "Allow", resources: [`${api}/POST/pets`] };

  it("is compared there, and its witness says where", () => {
    const [change, ...rest] = changesBetween({ group: [READ] }, { group: [READ, atProd] });
    expect(rest).toEqual([]);
    expect(change).toMatchObject({ change: "gained", route: "/pets", method: "POST", sids: ["Prod"] });
    expect(change?.witness.methodArn).toBe(`${api}/POST/pets`);
  });

  it("does not repeat what holds everywhere, for one group or for two", () => {
    const quiet = [READ, deny("Quiet", ["GET /pets"])];
    const changes = changesBetween(
      { group: [atProd], quiet: [READ], reader: [READ] },
      { group: [atProd, READ], quiet, reader: [READ] },
    );
    expect(
      changes.map(({ group, change, with: by, witness }) => [group, change, by, witness.methodArn]),
    ).toEqual([
      ["group", "gained", undefined, undefined],
      ["quiet", "lost", undefined, undefined],
      ["reader", "lost", "quiet", undefined],
    ]);
  });
});

describe("a guard that the compiler adds", () => {
  const each = [allow("Each", ["GET /pets/{petId}"])];
  const other = [allow("Own", ["GET /pets/{petId}/toys"], CLINIC)];

  it("takes from members of another group that has a condition there", () => {
    expect(changesBetween({ each: [READ], other }, { each, other }).map(lineOf)).toContainEqual(
      "other lost GET /pets/{petId}/toys (from 192.0.2.0/24 → never) EachLychgateGuard@2 [with each]",
    );
  });

  it("takes from them when the other group gets a condition, though the guard is as it was", () => {
    const both = [...other, allow("At", ["GET /pets/{petId}/toys"])];
    expect(changesBetween({ each, other: both }, { each, other }).map(lineOf)).toEqual([
      "other condition GET /pets/{petId}/toys (from anywhere → from 192.0.2.0/24) At@-3",
      "other lost GET /pets/{petId}/toys (from anywhere → never) EachLychgateGuard@2 [with each]",
    ]);
  });

  it("stays where the other group has a guard anywhere below it, on another route too", () => {
    const routes = ["GET /{x}", "GET /{a}/{b}", "GET /pets/{petId}", "GET /admin/{id}"];
    const wide = [allow("Wide", ["GET /{x}", "GET /{a}/{b}", "GET /pets/{petId}"])];
    const single = [allow("Single", ["GET /{x}"])];
    const changes = changesBetween(
      { single: [allow("None", ["GET /admin/{id}"])], wide },
      { single, wide },
      { base: routes, head: routes },
    );
    expect(changes.map(lineOf)).toContainEqual(
      "wide lost GET /pets/{petId} (from anywhere → never) SingleLychgateGuard@2 [with single]",
    );
  });

  it("gives way to a group that has none", () => {
    const toys = [allow("Toys", ["ANY /pets/**"])];
    expect(changesBetween({ each: [READ], toys }, { each, toys }).filter((change) => change.with)).toEqual(
      [],
    );
  });
});
