import type { GroupPolicy } from "@lychgate/policy";

export default {
  group: "vets",
  description: "Veterinarians: pets from anywhere, and their records.",
  statements: [
    { sid: "Pets", effect: "Allow", routes: ["GET /pets", "ANY /pets/{petId}"] },
    { sid: "Records", effect: "Allow", routes: ["ANY /records/{petId}"] },
  ],
} satisfies GroupPolicy;
