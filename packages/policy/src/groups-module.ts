/**
 * Writes the module whose type `Group` is the name of every group with a policy, so that a guardrail for a
 * group that does not exist does not compile.
 */
export function groupsModule(groups: readonly string[], folder: string): string {
  const names = [...new Set(groups)].sort();
  const union = names.length === 0 ? " never" : names.map((name) => `\n  | ${JSON.stringify(name)}`).join("");
  return [
    `// Written by \`lychgate generate\` from the policies in ${folder}. Do not edit.`,
    "",
    "/** The groups that have a policy. */",
    `export type Group =${union};`,
    "",
  ].join("\n");
}
