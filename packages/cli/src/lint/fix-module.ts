/** Takes out of a policy module what may be taken out. The rest of its text stays as it is. */
import { readFileSync, writeFileSync } from "node:fs";
import { isSameMeaning, subjectOfPolicy } from "@lychgate/evaluation";
import {
  type CompiledPolicy,
  type Contract,
  compile,
  PolicyError,
  readPolicyModule,
  validateGroupPolicy,
} from "@lychgate/policy";
import type { RepositoryPolicy } from "../repository.ts";
import type { PlacedFinding } from "./file-finding.ts";

/**
 * Applies one finding after the other, each only when what the module then compiles to is proved to mean the
 * same as before, over every request there could be.
 * @returns the findings that were applied; the file is written when there is one
 */
export function fixModule(
  path: string,
  policy: RepositoryPolicy,
  contract: Contract,
  findingsOf: (policy: RepositoryPolicy) => PlacedFinding[],
): PlacedFinding[] {
  const subject = subjectOfPolicy(policy.source, policy.compiled, contract);
  const isUnchanged = ({ document }: CompiledPolicy) => isSameMeaning(subject, document);
  const before = readFileSync(path, "utf8");
  const applied: PlacedFinding[] = [];
  const refused = new Set<string>();
  let [text, current] = [before, policy];
  for (;;) {
    const next = findingsOf(current).find((each) => each.removable && !refused.has(keyOf(each)));
    if (next?.removable === undefined) break;
    const fixed = withoutPart(text, current, next.removable);
    const read = fixed === undefined ? undefined : readFixed(fixed, current, contract);
    if (fixed === undefined || read === undefined || !isUnchanged(read.compiled)) {
      refused.add(keyOf(next));
      continue;
    }
    applied.push(next);
    [text, current] = [fixed, read];
  }
  if (applied.length > 0) writeFileSync(path, text);
  return applied;
}

function keyOf({ removable, line }: PlacedFinding): string {
  return JSON.stringify([removable, line]);
}

/** The text without the part; `undefined` where a comment would be lost or would stand at something else. */
export function withoutPart(
  text: string,
  { module }: Pick<RepositoryPolicy, "module">,
  part: readonly (string | number)[],
): string | undefined {
  const removal = module.removalOf(part);
  const own = module.rangeOf(part);
  if (removal === undefined || own === undefined) return undefined;
  const [from, to] = removal;
  const isInside = own[0] >= from && own[1] <= to;
  const around = isInside ? text.slice(from, own[0]) + text.slice(own[1], to) : text.slice(from, to);
  const lineBefore = text.slice(0, from).trimEnd().split("\n").at(-1) ?? "";
  const restOfLine = text.slice(to).split("\n", 1)[0] ?? "";
  const hasComment = [around, lineBefore, restOfLine].some((each) =>
    /\/\/|\/\*|\*\//.test(withoutTexts(each)),
  );
  return hasComment ? undefined : text.slice(0, from) + text.slice(to);
}

/** What looks like a comment inside of a text is none. */
function withoutTexts(line: string): string {
  return line.replace(/"[^"\n]*"|'[^'\n]*'|`[^`\n]*`/g, "");
}

function readFixed(text: string, before: RepositoryPolicy, contract: Contract): RepositoryPolicy | undefined {
  try {
    const module = readPolicyModule(before.file, text);
    const validated = validateGroupPolicy(module.value);
    if (!validated.valid) return undefined;
    const source = validated.value;
    return { file: before.file, module, source, compiled: compile(source, contract) };
  } catch (error) {
    if (error instanceof PolicyError) return undefined;
    throw error;
  }
}
