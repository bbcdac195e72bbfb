/** A claim-scoped route of the petstore, from the module to the decision. */
import { boundDocument, evaluate, prepare, SAMPLE_BINDING } from "@lychgate/evaluation";
import { bindClaims, compile } from "@lychgate/policy";
import { describe, expect, it } from "vitest";
import { CHECKOUT } from "../test/checkout.ts";
import { loadRepository } from "./repository.ts";

const { contract } = loadRepository(CHECKOUT);

const { document } = compile(
  {
    group: "chip-reader",
    description: "Readers of a pet's chip: they see and mend the pet that their token names.",
    statements: [
      {
        sid: "OwnPet",
        effect: "Allow",
        routes: ["GET /petstore/v1/pets/{claim:custom:pet}", "PUT /petstore/v1/pets/{claim:custom:pet}"],
      },
    ],
  },
  contract,
);

function decide(pet: string, request: string) {
  const bound = bindClaims(boundDocument([document], SAMPLE_BINDING), new Map([["custom:pet", pet]]));
  return evaluate(prepare([bound]), { methodArn: SAMPLE_BINDING.prefix + request }).decision;
}

describe("a reader of one pet's chip", () => {
  it.each([
    ["GET/petstore/v1/pets/7", "allowed"],
    ["PUT/petstore/v1/pets/7", "allowed"],
    ["DELETE/petstore/v1/pets/7", "implicitDeny"],
    ["GET/petstore/v1/pets/8", "implicitDeny"],
    ["GET/petstore/v1/pets/77", "implicitDeny"],
    ["GET/petstore/v1/pets/7/", "implicitDeny"],
    ["GET/petstore/v1/pets", "implicitDeny"],
    ["GET/petstore/v2/status", "implicitDeny"],
  ])("is answered `%s` with `%s`", (request, decision) => {
    expect(decide("7", request)).toBe(decision);
  });
});
