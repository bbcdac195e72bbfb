import { group, groups } from "@lychgate/cli/testing";
import { describe, expect, it } from "vitest";

describe("an owner", () => {
  it("may read version 1 and add pets to it, from anywhere, and nothing else", () => {
    expect(group("pet-owner")).toAllowExactly([
      "GET /petstore/v1/pets",
      "GET /petstore/v1/pets/{petId}",
      "POST /petstore/v1/pets",
    ]);
  });

  it.each(["GET /petstore/v1/pets", "GET /petstore/v1/pets/1", "POST /petstore/v1/pets"] as const)(
    "may %s from anywhere",
    (request) => {
      expect(group("pet-owner")).toAllow(request, { sourceIp: "192.0.2.10" });
      expect(group("pet-owner")).toAllow(request, { sourceIp: "2001:db8::1" });
    },
  );

  it.each([
    "DELETE /petstore/v1/pets/1",
    "PUT /petstore/v1/pets/1",
    "POST /petstore/v1/pets/1",
    "GET /petstore/v2/pets",
    "GET /petstore/v2/status",
  ])("may not %s", (request) => expect(group("pet-owner")).toDeny(request));

  it("who is a veterinarian too may delete pets in a clinic, and only there", () => {
    const both = groups("pet-owner", "pet-veterinarian");
    expect(both).toAllow("DELETE /petstore/v1/pets/1", { sourceIp: "192.0.2.10" });
    expect(both).toDeny("DELETE /petstore/v1/pets/1", { sourceIp: "203.0.113.10" });
  });
});
