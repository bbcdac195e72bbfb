import type { GroupPolicy } from "@lychgate/policy";

export default {
  group: "owners",
  description: "Owners of pets: read pets and add them, from anywhere.",
  statements: [
    { sid: "ReadPets", effect: "Allow", routes: ["GET /pets", "GET /pets/{petId}"] },
    { sid: "AddPets", effect: "Allow", routes: ["POST /pets"] },
  ],
} satisfies GroupPolicy;
