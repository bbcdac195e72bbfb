import type { GroupPolicy } from "@lychgate/policy";

export default {
  group: "on-leave",
  description: "Staff on leave: they may see the list of pets, and no records.",
  statements: [
    { sid: "ReadList", effect: "Allow", routes: ["GET /pets"] },
    { sid: "NoRecords", effect: "Deny", routes: ["ANY /records/{petId}"] },
  ],
} satisfies GroupPolicy;
