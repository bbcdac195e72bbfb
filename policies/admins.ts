import type { GroupPolicy } from "@lychgate/policy";
import type { Route } from "./routes.gen.ts";

export default {
  group: "admins",
  description: "Administrators: every route of every API, from anywhere.",
  statements: [{ sid: "Everything", effect: "Allow", routes: ["ANY /**"] }],
} satisfies GroupPolicy<Route>;
