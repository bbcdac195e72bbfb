import type { GroupPolicy } from "@lychgate/policy";

export default {
  group: "vets",
  description: "Veterinarians: pets from anywhere, and their records from the clinic.",
  statements: [
    { sid: "Pets", effect: "Allow", routes: ["GET /pets", "ANY /pets/{petId}"] },
    {
      sid: "Records",
      effect: "Allow",
      routes: ["ANY /records/{petId}"],
      condition: { IpAddress: { "aws:SourceIp": ["192.0.2.0/24"] } },
    },
  ],
} satisfies GroupPolicy;
