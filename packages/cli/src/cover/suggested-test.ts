import type { Judgement } from "@lychgate/evaluation";
import type { Repository } from "../repository.ts";
import type { RequestContext } from "../testing/request-context.ts";

type Survived = Extract<Judgement, { outcome: "survived" }>;

const NAMES = {
  "aws:SourceIp": "sourceIp",
  "aws:CurrentTime": "time",
  "aws:UserAgent": "userAgent",
  "aws:Referer": "referer",
  "aws:SourceVpc": "sourceVpc",
  "aws:SourceVpce": "sourceVpce",
} as const satisfies Record<string, keyof RequestContext>;

/** A test that would have noticed a mutant; `undefined` where no single group's test can. */
export function suggestedTest(
  group: string,
  { witness, allows, inCompany }: Survived,
  repository: Repository,
): string | undefined {
  if (!witness || inCompany) return undefined;
  const text = repository.policies.find(({ compiled }) => compiled.group === group)?.compiled.text ?? "";
  const context = Object.entries(NAMES).flatMap(([key, name]) => {
    const value = witness.context[key];
    // Every request has a time; few policies ask for it.
    const matters = name !== "time" || text.includes("aws:CurrentTime") || text.includes("aws:EpochTime");
    return value === undefined || !matters ? [] : [`${name}: ${JSON.stringify(value)}`];
  });
  const own = new Map<string, string>();
  const path = witness.path.replace(/\{claim:([^}]{1,64})\}/g, (_, name: string) => {
    const value = own.get(name) ?? `own-${own.size + 1}`;
    own.set(name, value);
    return value;
  });
  if (own.size > 0) context.push(`claims: ${JSON.stringify(Object.fromEntries(own))}`);
  const request = JSON.stringify(`${witness.method} ${path}`);
  const matcher = allows ? "toDeny" : "toAllow";
  return `expect(group(${JSON.stringify(group)})).${matcher}(${request}, { ${context.join(", ")} })`;
}
