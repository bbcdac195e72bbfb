import {
  type CompiledPolicy,
  type Contract,
  canonicalKey,
  formatFinding,
  type PolicyDocument,
  type UncheckedGroupPolicy,
  validateDocument,
} from "@lychgate/policy";
import { bindingsOf } from "../proof/index.ts";
import { isMilliseconds } from "./condition-rules.ts";
import { decided } from "./decided.ts";
import type { LintFinding, Path } from "./finding.ts";
import { lintDocument } from "./lint-document.ts";
import { subjectOfDocument, subjectOfPolicy } from "./subject.ts";

/** Everything that the rules have to say about a policy module, over the routes of its contract. */
export function lintPolicy(
  source: UncheckedGroupPolicy,
  compiled: CompiledPolicy,
  contract: Contract,
): LintFinding[] {
  return decided([], () => lintDocument(subjectOfPolicy(source, compiled, contract)));
}

/** Everything that the rules have to say about a document that is returned as it is. */
export function lintPolicyDocument(value: unknown, contract?: Contract): LintFinding[] {
  const validated = validateDocument(value);
  // What rules of their own say better is left to them.
  const invalid = validated.valid ? [] : validated.findings.filter(({ path }) => !hasRule(value, path));
  if (invalid.length > 0) {
    return invalid.map((each) => ({ code: "LY900", path: each.path, message: formatFinding(each) }));
  }
  const document = value as PolicyDocument;
  const undecided = contract === undefined ? [] : decided([], () => stagesNamed(document));
  const routes = undecided.length === 0 ? contract : undefined;
  return [...undecided, ...decided([], () => lintDocument(subjectOfDocument(document, routes)))];
}

/** A document that names its stage in part can be asked about, but not beside a contract. */
function stagesNamed(document: PolicyDocument): LintFinding[] {
  bindingsOf([document]);
  return [];
}

/** Unknown condition keys and times in milliseconds. */
function hasRule(value: unknown, path: Path): boolean {
  const at = path.indexOf("Condition");
  const [, key] = at === -1 ? [] : path.slice(at + 1);
  if (key === undefined) return false;
  if (path.length === at + 3) return canonicalKey(String(key)) === undefined;
  return isMilliseconds(String(valueAt(value, path)));
}

/** A single value is named as if it stood in a list. */
function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((each, key) => {
    if (typeof each !== "object" || each === null) return each;
    return Object.hasOwn(each, key) ? Reflect.get(each, key) : undefined;
  }, value);
}
