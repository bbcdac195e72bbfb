import { revisionOf } from "@lychgate/policy";
import type { PolicyItem } from "../src/index.ts";

/** A policy item whose policy allows one route; another route, another revision. */
export function itemOf(group: string, route: string, description?: string): PolicyItem {
  const policy = JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: ["execute-api:Invoke"],
        Resource: [`arn:aws:execute-api:*:*:*/*/GET/${route}`],
      },
    ],
  });
  const item = { group, policy, revision: revisionOf(policy) };
  return description === undefined ? item : { ...item, description };
}

/** An item whose policy is not the one that its revision names. */
export function tamperedItem(group: string): PolicyItem {
  return { ...itemOf(group, "one"), policy: itemOf(group, "another").policy };
}
