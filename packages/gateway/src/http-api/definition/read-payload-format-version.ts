import { describe, type Problems } from "../../definition/problems.ts";
import type { PayloadFormatVersion } from "../http-api-definition.ts";

/** In YAML and in AWS's examples the version also stands as a number, which `2.0` without quotes is. */
const VERSIONS: ReadonlyMap<unknown, PayloadFormatVersion> = new Map<unknown, PayloadFormatVersion>([
  ["1.0", "1.0"],
  [1, "1.0"],
  ["2.0", "2.0"],
  [2, "2.0"],
]);

/** The payload format version, which HTTP APIs require. */
export function readPayloadFormatVersion(
  version: unknown,
  at: string,
  problems: Problems,
): PayloadFormatVersion | undefined {
  return VERSIONS.get(version) ?? problems.add(at, `expected \`1.0\` or \`2.0\`, came ${describe(version)}`);
}
