import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createFolder, createRepository, policyModule } from "../test/temp-repository.ts";
import { COVERAGE_FOLDER_VARIABLE } from "./testing/recorder.ts";
import { group, groups } from "./testing.ts";

const STRANGERS = `export default {
  group: "strangers",
  description: "Strangers: they delete, and keep everybody out of the list.",
  statements: [
    { sid: "Delete", effect: "Allow", routes: ["DELETE /things/{thingId}"] },
    { sid: "NoList", effect: "Deny", routes: ["GET /things"] },
    {
      sid: "Vpc",
      effect: "Allow",
      routes: ["GET /things/{thingId}"],
      condition: { StringEquals: { "aws:SourceVpc": "vpc-1", "aws:UserAgent": "curl/8" } },
    },
  ],
};
`;

const { root } = createRepository({
  "policies/strangers.ts": STRANGERS,
  "policies/owners.ts": policyModule("owners", ["GET /things/{claim:custom:thing}"]),
});
beforeEach(() => {
  vi.spyOn(process, "cwd").mockReturnValue(root);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

describe("a policy test", () => {
  it("holds a group to what it may do", () => {
    expect(group("readers")).toAllow("GET /things");
    expect(group("readers")).toAllow("GET /things/1");
    expect(group("readers")).toDeny("DELETE /things/1");
    expect(group("readers")).toDeny("GET /things/1", { sourceIp: "203.0.113.10" });
  });

  it("fails with the statements that were considered", () => {
    const allow = () => expect(group("readers")).toAllow("GET /things/1", { sourceIp: "203.0.113.10" });
    expect(allow).toThrow(
      /^expected it to be allowed\nreaders: GET \/things\/1: denied: no statement allows it\n/,
    );
    expect(allow).toThrow("ReadOne  policies/readers.ts:6  IpAddress aws:SourceIp");
    expect(() => expect(group("readers")).toDeny("GET /things")).toThrow(/^expected it to be denied\n/);
  });

  it("fails under `.not` when it would hold", () => {
    expect(group("readers")).not.toAllow("DELETE /things/1");
    expect(group("readers")).not.toDeny("GET /things");
    expect(() => expect(group("readers")).not.toAllow("GET /things")).toThrow(
      /^expected it not to be allowed\n/,
    );
    expect(() => expect(group("readers")).not.toDeny("DELETE /things/1")).toThrow(
      /^expected it not to be denied\n/,
    );
  });

  it.each<[object, string]>([
    [{ sourceIp: "192.0.2" }, "sourceIp: expected an IP address, got `192.0.2`"],
    [{ time: "noon" }, "time: expected an ISO 8601 date, got `noon`"],
    [{ sourceIp: "192.0.2.10", sourceVpc: "vpc-1" }, "no request has both"],
    [{ sourceIP: "192.0.2.10" }, "got `sourceIP`"],
  ])("fails for the circumstances %j, denied or not", (context, message) => {
    const readers = () => expect(group("readers"));
    expect(() => readers().toDeny("GET /things/1", context)).toThrow(message);
    expect(() => readers().not.toDeny("GET /things/1", context)).toThrow(message);
    expect(() => readers().toAllowExactly([], context)).toThrow(message);
  });

  it("says where a request comes from beside its address", () => {
    const strangers = groups("strangers");
    const vpc = { sourceVpc: "vpc-1", userAgent: "curl/8" };
    expect(strangers).toAllow("GET /things/1", vpc);
    expect(strangers).toDeny("GET /things/1", { ...vpc, sourceVpc: "vpc-2" });
    expect(strangers).toDeny("GET /things/1", { sourceVpc: "vpc-1" });
    expect(group("readers")).toDeny("GET /things/1", { sourceVpc: "vpc-1" });
  });

  it("says what the caller's claims are", () => {
    const owners = group("owners");
    expect(owners).toAllow("GET /things/7", { claims: { "custom:thing": "7" } });
    expect(owners).toDeny("GET /things/8", { claims: { "custom:thing": "7" } });
    expect(owners).toDeny("GET /things/7", { claims: { sub: "7" } });
    expect(owners).toDeny("GET /things/7");
    expect(owners).toDeny("GET /things/*", { claims: { "custom:thing": "*" } });
    expect(() => expect(owners).toDeny("GET /things/7", { claims: { "a b": "7" } })).toThrow(
      "got the name `a b`",
    );
    expect(() => expect(owners).toAllowExactly([], { claims: { sub: "7" } })).toThrow(
      "expected claims in the routes",
    );
  });

  it("fails for what is no group", () => {
    expect(() => expect("readers").toDeny("GET /things")).toThrow("expected `group(…)` or `groups(…)`");
    expect(() => expect("readers").toAllowExactly([])).toThrow("expected `group(…)` or `groups(…)`");
  });

  it.each(["GET things", "GET", "/things", "get /things", "GET  /things", "GET /things?all", ""])(
    "fails when it asks about what is no request: `%s`",
    (request) => {
      expect(() => expect(group("readers")).toDeny(request)).toThrow("expected a verb and a path");
    },
  );

  it("fails for a group that has no policy", () => {
    expect(() => group("writers")).toThrow("no policy for the group `writers`");
  });
});

describe("a policy test of several groups", () => {
  it("asks what the authorizer would return for all of them", () => {
    expect(groups("readers", "strangers")).toAllow("DELETE /things/1");
    expect(groups("readers", "strangers")).toAllow("GET /things/1");
    expect(groups("readers", "strangers")).toDeny("GET /things");
  });

  it("fails with what each of them says", () => {
    const allow = () => expect(groups("readers", "strangers")).toAllow("GET /things");
    expect(allow).toThrow(/^expected it to be allowed\nreaders and strangers together: denied\n/);
    expect(allow).toThrow("readers: GET /things: allowed");
    expect(allow).toThrow("strangers: GET /things: denied: a statement denies it");
  });
});

describe("a policy test of exact access", () => {
  const CLINIC = { sourceIp: "192.0.2.10" };
  const ELSEWHERE = { sourceIp: "203.0.113.10" };

  it("holds a group to just these routes", () => {
    expect(group("readers")).toAllowExactly(["GET /things", "GET /things/{thingId}"], CLINIC);
    expect(group("readers")).toAllowExactly(["GET /things"], ELSEWHERE);
    expect(group("readers")).not.toAllowExactly(["GET /things"]);
    expect(groups("readers", "strangers")).toAllowExactly(["DELETE /things/{thingId}"], ELSEWHERE);
  });

  it("holds a group to what is the caller's own", () => {
    expect(group("owners")).toAllowExactly(["GET /things/{claim:custom:thing}"]);
    const any = () => expect(group("owners")).toAllowExactly(["GET /things/{thingId}"]);
    expect(any).toThrow(/^expected all of `GET \/things\/\{thingId\}` to be allowed; `GET \/things\/x`/);
    const other = () => expect(group("owners")).toAllowExactly(["GET /things/{claim:sub}"]);
    expect(other).toThrow("`GET /things/{claim:custom:thing}`");
    expect(other).toThrow("  ✓ Allow Only  policies/owners.ts:1");
  });

  it("fails with the request that is let in too", () => {
    const exactly = () => expect(group("readers")).toAllowExactly(["GET /things"], CLINIC);
    expect(exactly).toThrow(
      /^expected just `GET \/things` to be allowed; `GET \/things\/[^`/]+` from 192\.0\.2\.10, at [^ ]+ is let in too\n/,
    );
    expect(exactly).toThrow("  ✓ Allow ReadOne  policies/readers.ts:6");
    expect(() => expect(group("readers")).toAllowExactly([])).toThrow(/^expected just none to be allowed; /);
  });

  it("fails with the request that is not let in", () => {
    const exactly = () => expect(group("readers")).toAllowExactly(["GET /**"], ELSEWHERE);
    expect(exactly).toThrow(/^expected all of `GET \/\*\*` to be allowed; `GET \/things\/[^`]+` from 203/);
    expect(exactly).toThrow("  ✗ Allow ReadOne  policies/readers.ts:6  IpAddress aws:SourceIp 192.0.2.0/24");
  });

  it("fails under `.not` when it would hold", () => {
    expect(() => expect(group("readers")).not.toAllowExactly(["GET /things"], ELSEWHERE)).toThrow(
      "expected other routes than just `GET /things` to be allowed",
    );
  });

  it("takes a time for a moment and a header for its text", () => {
    const vpc = { sourceVpc: "vpc-1", time: "2026-11-03T10:15:30Z" };
    expect(group("strangers")).toAllowExactly(["ANY /things/{thingId}"], { ...vpc, userAgent: "curl/8" });
    expect(group("strangers")).toAllowExactly(["DELETE /things/{thingId}"], {
      ...vpc,
      userAgent: `curl/\${b}`,
    });
    expect(group("strangers")).toAllowExactly(["DELETE /things/{thingId}"], { ...vpc, userAgent: "curl/*" });
  });

  it("fails for a route that no API has", () => {
    expect(() => expect(group("readers")).toAllowExactly(["GET /thing"])).toThrow(
      "no API has the route `GET /thing`",
    );
  });
});

describe("what policy tests expect", () => {
  it("is written down where somebody wants to know", () => {
    const folder = createFolder().root;
    vi.stubEnv(COVERAGE_FOLDER_VARIABLE, folder);
    expect(group("readers")).toAllow("GET /things", { time: "2026-11-03T10:15:30Z" });
    expect(group("readers")).not.toAllow("DELETE /things/1");
    expect(group("readers")).toDeny("DELETE /things/1");
    expect(groups("readers", "strangers")).not.toAllowExactly([], { sourceIp: "192.0.2.7" });
    const [name = ""] = readdirSync(folder);
    const lines = readFileSync(join(folder, name), "utf8").trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      {
        kind: "request",
        groups: ["readers"],
        allowed: true,
        request: {
          methodArn: expect.stringMatching(/\/GET\/things$/),
          context: { "aws:SourceIp": "192.0.2.10", "aws:EpochTime": "1793700930" },
        },
      },
      { kind: "request", allowed: false },
      { kind: "request", allowed: false },
      {
        kind: "exactly",
        groups: ["readers", "strangers"],
        routes: [],
        when: { IpAddress: { "aws:SourceIp": ["192.0.2.7"] } },
        holds: false,
      },
    ]);
  });
});
