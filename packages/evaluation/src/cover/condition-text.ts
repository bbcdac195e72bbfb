import type { Condition } from "./bound-access.ts";

/** How a condition reads in a table; `or` joins its values. Others are given as they are written. */
const PHRASES: ReadonlyMap<string, (values: readonly string[]) => string> = new Map([
  ["IpAddress aws:SourceIp", (values) => `from ${values.join(" or ")}`],
  ["NotIpAddress aws:SourceIp", (values) => `not from ${values.join(" or ")}`],
  ["DateLessThan aws:CurrentTime", (values) => `before ${values.join(" or ")}`],
  ["DateLessThanEquals aws:CurrentTime", (values) => `until ${values.join(" or ")}`],
  ["DateGreaterThan aws:CurrentTime", (values) => `after ${values.join(" or ")}`],
  ["DateGreaterThanEquals aws:CurrentTime", (values) => `from ${values.join(" or ")} on`],
  ["StringEquals aws:SourceVpc", (values) => `from the VPC ${values.join(" or ")}`],
  ["StringEquals aws:SourceVpce", (values) => `through ${values.join(" or ")}`],
]);

/** A condition in a few words: `from 192.0.2.0/24 or 198.51.100.0/24 and before 2027-01-01`. */
export function conditionText(condition: Condition): string {
  const phrases = Object.entries(condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => {
      const phrase = PHRASES.get(`${operator} ${key}`);
      return phrase ? phrase(values) : `${operator} ${key} ${values.join(" or ")}`;
    }),
  );
  return phrases.join(" and ");
}
