import { CloudwatchQueryDefinition } from "@cdktf/provider-aws/lib/cloudwatch-query-definition/index.js";
import { Construct } from "constructs";
import type { Environment } from "../environment.ts";
import type { Monitored } from "../metrics.ts";
import { nameOf } from "../naming.ts";

/** A query of CloudWatch Logs Insights, line by line, and the log that it is asked of. */
interface SavedQuery {
  log: "authorizer" | "access";
  lines: readonly string[];
}

/** What operators ask of the logs, by the query's name. */
export const SAVED_QUERIES = {
  "calls by reason": {
    log: "authorizer",
    lines: ["filter ispresent(reason)", "stats count(*) as calls by reason", "sort calls desc"],
  },
  faults: {
    log: "authorizer",
    lines: [
      "filter ispresent(message)",
      "fields @timestamp, reason, message, requestId",
      "sort @timestamp desc",
      "limit 100",
    ],
  },
  "decisions by statement": {
    log: "authorizer",
    lines: [
      'filter reason = "Authorized"',
      "stats count(*) as calls by decision, sid, policyRevision",
      "sort calls desc",
    ],
  },
  "calls of one caller": {
    log: "authorizer",
    lines: [
      'filter principalId = "the claim sub"',
      "fields @timestamp, reason, decision, sid, policyRevision, requestId",
      "sort @timestamp desc",
      "limit 100",
    ],
  },
  "refused requests": {
    log: "access",
    lines: [
      "filter status in [401, 403]",
      "stats count(*) as requests by status, responseType, reason, method, resourcePath",
      "sort requests desc",
    ],
  },
  "refused requests, and by which statement": {
    log: "access",
    lines: [
      // A cached decision is about the request that it was made for, so only that one's line is asked.
      "filter status = 403 and decidedFor = extendedRequestId",
      "fields @timestamp, principalId, method, resourcePath, decision, sid, policyRevision",
      "sort @timestamp desc",
      "limit 100",
    ],
  },
} as const satisfies Record<string, SavedQuery>;

export interface SavedQueriesOptions {
  environment: Environment;
  monitored: Monitored;
}

/** Queries that stand ready in CloudWatch Logs Insights, in a folder of the environment's name. */
export class SavedQueries extends Construct {
  constructor(scope: Construct, id: string, { environment, monitored }: SavedQueriesOptions) {
    super(scope, id);
    const logs = { authorizer: monitored.authorizer.logGroupName, access: monitored.accessLogGroupName };
    for (const [name, { log, lines }] of Object.entries(SAVED_QUERIES)) {
      const logGroupName = logs[log];
      if (logGroupName === undefined) continue;
      new CloudwatchQueryDefinition(this, name.replaceAll(/\W+/g, "-"), {
        name: `${nameOf(environment, "api")}/${name}`,
        logGroupNames: [logGroupName],
        queryString: lines.join("\n| "),
      });
    }
  }
}
