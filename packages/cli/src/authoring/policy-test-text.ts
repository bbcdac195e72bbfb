/** The scaffold of a group's tests. */
import { stringText } from "./literal-text.ts";
import type { SampleRequest, SampleRequests } from "./sample-request.ts";

const IMPORTS = `import { group } from "@lychgate/cli/testing";
import { describe, expect, it } from "vitest";
`;

/** Writes a test module that holds the requests against the group's policy. */
export function formatPolicyTest(group: string, { allowed, denied }: SampleRequests): string {
  const tests = [
    ...allowed.map((each) => testText(group, `may ${saysOf(each)}: ${each.sid}`, "toAllow", each)),
    ...denied.map((each) => testText(group, `may not ${saysOf(each)}`, "toDeny", each)),
  ];
  return [
    IMPORTS,
    `describe(${stringText(`the group ${group}`)}, () => {`,
    `${tests.join("\n\n")}\n});\n`,
  ].join("\n");
}

function saysOf({ request, sourceIp }: SampleRequest): string {
  return sourceIp === undefined ? request : `${request} from ${sourceIp}`;
}

function testText(group: string, says: string, matcher: "toAllow" | "toDeny", sample: SampleRequest): string {
  const { request, sourceIp } = sample;
  const context = sourceIp === undefined ? "" : `, { sourceIp: ${stringText(sourceIp)} }`;
  return [
    `  it(${stringText(says)}, () => {`,
    `    const member = group(${stringText(group)});`,
    `    expect(member).${matcher}(${stringText(request)}${context});`,
    "  });",
  ].join("\n");
}
