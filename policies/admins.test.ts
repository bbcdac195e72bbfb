import { group } from "@lychgate/cli/testing";
import { describe, expect, it } from "vitest";

describe("an administrator", () => {
  it("may do everything, from anywhere", () => {
    expect(group("admins")).toAllowExactly(["ANY /**"]);
  });

  it.each([
    "GET /petstore/v1/pets",
    "DELETE /petstore/v1/pets/1",
    "GET /petstore/v2/pets",
    "GET /petstore/v2/status",
  ] as const)("may %s from elsewhere", (request) =>
    expect(group("admins")).toAllow(request, { sourceIp: "203.0.113.10" }),
  );
});
