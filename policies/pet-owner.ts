import type { GroupPolicy } from "@lychgate/policy";
import type { Route } from "./routes.gen.ts";

export default {
  group: "pet-owner",
  description:
    "Owners of pets: read version 1 and add pets to it, from anywhere; they change and delete nothing.",
  statements: [
    {
      sid: "ReadPets",
      effect: "Allow",
      routes: ["GET /petstore/v1/pets", "GET /petstore/v1/pets/{petId}"],
    },
    { sid: "AddPets", effect: "Allow", routes: ["POST /petstore/v1/pets"] },
  ],
} satisfies GroupPolicy<Route>;
