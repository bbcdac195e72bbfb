import { describe, expect, it } from "vitest";
import { cleanSid, distinct, sidFor } from "./sid.ts";

describe("a statement's name", () => {
  it.each([
    ["GET /petstore/v2/status", "GetPetstoreV2Status"],
    ["ANY /petstore/v1/**", "AnyPetstoreV1"],
    ["DELETE /pets/{petId}", "DeletePetsPetId"],
    ["GET/pets/*", "GetPets"],
    ["ANY /**", "Any"],
    ["*", "Statement"],
    [`GET /${"a".repeat(90)}`, `GetA${"a".repeat(60)}`],
    ["GET /LychgateGuard", "Get"],
  ])("is made of %j", (route, sid) => expect(sidFor(route)).toBe(sid));

  it.each([
    ["PetStore-API", "PetStoreAPI"],
    ["Read pets (v1)", "Readpetsv1"],
    ["ReadLychgateGuard", "Read"],
    ["Token-Expired", ""],
    ["—", ""],
  ])("keeps the letters and digits of %j", (sid, clean) => expect(cleanSid(sid)).toBe(clean));

  it("is made unique by a number that no other has", () => {
    expect(distinct(["A", "B", "A", "A2", "A"])).toEqual(["A", "B", "A2", "A22", "A3"]);
    expect(distinct(["x".repeat(64), "x".repeat(64)])).toEqual(["x".repeat(64), `${"x".repeat(63)}2`]);
  });
});
