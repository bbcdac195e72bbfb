import { expect, it } from "vitest";
import { conditionText } from "./condition-text.ts";

it.each([
  [
    { IpAddress: { "aws:SourceIp": ["192.0.2.0/24", "2001:db8::/32"] } },
    "from 192.0.2.0/24 or 2001:db8::/32",
  ],
  [
    {
      DateLessThan: { "aws:CurrentTime": ["2027-01-01"] },
      NotIpAddress: { "aws:SourceIp": ["192.0.2.7/32"] },
    },
    "before 2027-01-01 and not from 192.0.2.7/32",
  ],
  [{ StringLikeIfExists: { "aws:UserAgent": ["curl/*"] } }, "StringLikeIfExists aws:UserAgent curl/*"],
])("the condition %j reads `%s`", (condition, text) => {
  expect(conditionText(condition)).toBe(text);
});
