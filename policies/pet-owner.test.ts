import { group } from "@lychgate/cli/testing";
import { describe, expect, it } from "vitest";

describe("an owner", () => {
  it.each(["GET /petstore/v1/pets", "GET /petstore/v1/pets/1", "POST /petstore/v1/pets"])(
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
});
