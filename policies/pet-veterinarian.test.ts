import { group } from "@lychgate/cli/testing";
import { describe, expect, it } from "vitest";

const CLINIC = { sourceIp: "192.0.2.10" };
const SECOND_CLINIC = { sourceIp: "198.51.100.7" };
const ELSEWHERE = { sourceIp: "203.0.113.10" };

describe("a veterinarian", () => {
  it.each([CLINIC, SECOND_CLINIC])(
    "may do everything in version 1 and read the status of version 2 in a clinic (%j), and nothing else",
    (clinic) => {
      expect(group("pet-veterinarian")).toAllowExactly(
        ["ANY /petstore/v1/**", "GET /petstore/v2/status"],
        clinic,
      );
    },
  );

  it.each([ELSEWHERE, { sourceIp: "192.0.3.1" }, { sourceIp: "2001:db8::1" }, { sourceVpce: "vpce-1" }])(
    "may do nothing elsewhere (%j)",
    (elsewhere) => expect(group("pet-veterinarian")).toAllowExactly([], elsewhere),
  );

  it.each([
    "GET /petstore/v1/pets",
    "POST /petstore/v1/pets",
    "GET /petstore/v1/pets/1",
    "PUT /petstore/v1/pets/1",
    "DELETE /petstore/v1/pets/1",
    "GET /petstore/v2/status",
  ] as const)("may %s from a clinic", (request) => {
    expect(group("pet-veterinarian")).toAllow(request, CLINIC);
    expect(group("pet-veterinarian")).toAllow(request, SECOND_CLINIC);
  });

  it.each(["GET /petstore/v1/pets", "DELETE /petstore/v1/pets/1", "GET /petstore/v2/status"])(
    "may not %s from elsewhere",
    (request) => expect(group("pet-veterinarian")).toDeny(request, ELSEWHERE),
  );

  it.each(["GET /petstore/v2/pets", "DELETE /petstore/v2/status", "GET /petstore/v2/status/"])(
    "may not %s",
    (request) => expect(group("pet-veterinarian")).toDeny(request, CLINIC),
  );

  it.each(["DELETE /x/GET/petstore/v2/status", "GET /admin/petstore/v1/", "GET /petstore/v1"])(
    "may not %s, which the star of AWS's sample lets in",
    (request) => expect(group("pet-veterinarian")).toDeny(request, CLINIC),
  );
});
