import type { Environment } from "./environment.ts";
import { nameOf } from "./naming.ts";

/** What alarms and the dashboard look at. */
export interface Monitored {
  api: { name: string; stage: string };
  authorizer: { name: string; logGroupName: string };
  tableName: string;
}

/** Our own metrics. */
export const METRICS = {
  namespace: "Lychgate",
  faults: (environment: Environment) => nameOf(environment, "authorizer-faults"),
} as const;
