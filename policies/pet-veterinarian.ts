import type { GroupPolicy } from "@lychgate/policy";
import type { Route } from "./routes.gen.ts";

const CLINICS = ["192.0.2.0/24", "198.51.100.0/24"];

export default {
  group: "pet-veterinarian",
  description:
    "Veterinarians: everything in version 1, and the status of version 2, from the clinics' networks.",
  statements: [
    {
      sid: "PetStoreV1",
      effect: "Allow",
      routes: ["ANY /petstore/v1/**"],
      condition: { IpAddress: { "aws:SourceIp": CLINICS } },
    },
    {
      sid: "PetStoreV2Status",
      effect: "Allow",
      routes: ["GET /petstore/v2/status"],
      condition: { IpAddress: { "aws:SourceIp": CLINICS } },
    },
  ],
} satisfies GroupPolicy<Route>;
