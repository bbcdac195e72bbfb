import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createRepository } from "../test/temp-repository.ts";
import { group } from "./testing.ts";

const { root } = createRepository();
beforeEach(() => {
  vi.spyOn(process, "cwd").mockReturnValue(root);
});
afterEach(() => {
  vi.restoreAllMocks();
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
