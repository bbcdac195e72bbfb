import type { Guardrails } from "@lychgate/policy";
import type { Group } from "./groups.gen.ts";
import type { Route } from "./routes.gen.ts";

const CLINICS = ["192.0.2.0/24", "198.51.100.0/24"];

export default [
  {
    id: "DeletingPets",
    reason: "What is deleted is gone, so only administrators and veterinarians delete.",
    owner: "the petstore's developers",
    only: { groups: ["admins", "pet-veterinarian"], routes: ["DELETE /**"] },
  },
  {
    id: "ChangingPetsElsewhere",
    reason: "A pet is changed or deleted in the clinics' networks, but for administrators.",
    owner: "the clinics' security officer",
    never: {
      groups: { except: ["admins"] },
      routes: ["DELETE /**", "PUT /**"],
      when: { NotIpAddress: { "aws:SourceIp": CLINICS } },
    },
  },
  {
    id: "VersionTwo",
    reason: "Version 2 is not released: administrators try it, veterinarians see its status.",
    owner: "the petstore's developers",
    only: { groups: ["admins", "pet-veterinarian"], routes: ["ANY /petstore/v2/**"] },
  },
  {
    id: "PetsOfVersionTwo",
    reason: "Version 2 shows every clinic's pets until it tells clinics apart.",
    owner: "the petstore's developers",
    only: { groups: ["admins"], routes: ["ANY /petstore/v2/pets"] },
  },
  {
    id: "AdministratorsAreNotLockedOut",
    reason: "Administrators mend what went wrong: no Deny of another group may stop them.",
    owner: "the petstore's developers",
    always: { groups: ["admins"], routes: ["ANY /**"] },
  },
  {
    id: "OwnersSeePets",
    reason: "Owners look up their pets from wherever they are.",
    owner: "the owners' help desk",
    always: {
      groups: ["pet-owner"],
      routes: ["GET /petstore/v1/pets", "GET /petstore/v1/pets/{petId}"],
    },
  },
] satisfies Guardrails<Route, Group>;
