/** A request as commands to copy. */
import type { BundleRequest } from "@lychgate/cli/bundle";
import { shellWord } from "./shell-word.ts";

/** The `lychgate explain` of each group. */
export function explainCommand({ groups, method, path, context }: BundleRequest): string {
  const options = EXPLAIN_OPTIONS.flatMap(([key, option]) => optionOf(option, context, key));
  return [...new Set(groups)]
    .map((group) => ["npx lychgate explain", ...[group, method, path].map(shellWord), ...options].join(" "))
    .join("\n");
}

const EXPLAIN_OPTIONS = [
  ["aws:SourceIp", "--ip"],
  ["aws:CurrentTime", "--time"],
  ["aws:UserAgent", "--user-agent"],
] as const;

/** The call itself, for a shell in which `API_URL` and `TOKEN` are set. Nobody can choose an address or a time. */
export function curlCommand({ method, path, context }: BundleRequest): string {
  return [
    "curl",
    ...(method === "HEAD" ? ["--head"] : ["--include", "--request", shellWord(method)]),
    // What is in the path is meant as it stands.
    ...(/[[\]{}]/.test(path) ? ["--globoff"] : []),
    ...(/\/\.{1,2}(\/|$)/.test(path) ? ["--path-as-is"] : []),
    '--header "Authorization: Bearer $TOKEN"',
    ...optionOf("--user-agent", context, "aws:UserAgent"),
    ...optionOf("--referer", context, "aws:Referer"),
    `"$API_URL"${shellWord(path)}`,
  ].join(" ");
}

function optionOf(option: string, context: BundleRequest["context"], key: string): string[] {
  const value = Object.hasOwn(context, key) ? context[key] : undefined;
  return value === undefined ? [] : [`${option} ${shellWord(value)}`];
}
