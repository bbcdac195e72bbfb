import type { GroupPolicy } from "@lychgate/policy";

export default {
  group: "on-leave",
  description: "Staff on leave: they may see the list of pets.",
  statements: [{ sid: "ReadList", effect: "Allow", routes: ["GET /pets"] }],
} satisfies GroupPolicy;
