/** Rules about the methods of a contract: which are open, and which are closed to those who must come in. */
import { type Contract, operationServing, parseTemplate } from "@lychgate/policy";
import { contractSpace } from "../proof/index.ts";
import type { ApiMethod } from "./api-description.ts";
import { boundSpaces, type GroupDocument, templatePatterns } from "./contract-question.ts";
import { type LintFinding, type LintWitness, lintWitness } from "./finding.ts";
import { ask } from "./question.ts";

/** A browser asks with `OPTIONS` before it sends what needs a token. */
export function preflightFindings(methods: readonly ApiMethod[]): LintFinding[] {
  return methods
    .filter(({ method, authorization }) => method === "OPTIONS" && authorization !== "none")
    .map(({ template, path }): LintFinding => {
      const any = path.at(-1) === "options" ? "" : ", which its any-method serves,";
      return { code: "LY402", path, message: `\`OPTIONS ${template}\`${any} asks for authorization` };
    });
}

/** Methods that a resource lacks and a greedy resource serves in its place. */
interface FallThrough {
  template: string;
  siblings: readonly ApiMethod[];
  greedy: ApiMethod;
}

/** @throws EvaluationError `Undecidable`, `TooLarge` */
export function fallThroughFindings(
  contract: Contract,
  methods: readonly ApiMethod[],
  groups: readonly GroupDocument[],
): LintFinding[] {
  return fallThroughsOf(contract, methods).flatMap((each): LintFinding[] => {
    const guarded = each.siblings.find(({ authorization }) => authorization !== "none");
    if (guarded !== undefined && each.greedy.authorization === "none") return [openMethod(each, guarded)];
    return groups.flatMap((group) => reachedInstead(contract, each, group));
  });
}

function fallThroughsOf(contract: Contract, methods: readonly ApiMethod[]): FallThrough[] {
  const templates = [...new Set(methods.map(({ template }) => template))];
  const greedyMethods = methods.filter(({ template }) => parseTemplate(template).at(-1)?.kind === "greedy");
  if (greedyMethods.length === 0) return [];
  return templates.flatMap((template) => {
    const siblings = methods.filter((method) => method.template === template);
    const path = samplePath(template);
    return greedyMethods.flatMap((greedy): FallThrough[] => {
      if (greedy.template === template || greedy.method === "OPTIONS") return [];
      if (siblings.some(({ method }) => method === greedy.method)) return [];
      const serving = operationServing(contract, `${greedy.method}${path}`);
      return serving?.template === greedy.template ? [{ template, siblings, greedy }] : [];
    });
  });
}

/** A path that the template matches and that no literal text of the contract is likely to take away. */
function samplePath(template: string): string {
  return `/${parseTemplate(template)
    .map((segment) => (segment.kind === "static" ? segment.text : "sample-of-lint"))
    .join("/")}`;
}

function openMethod({ template, greedy }: FallThrough, guarded: ApiMethod): LintFinding {
  const message = `\`${greedy.method} ${template}\` is served by \`${greedy.template}\`, which asks for no authorization; \`${guarded.method} ${template}\` does`;
  const witness: LintWitness = { method: greedy.method, path: samplePath(template), context: {} };
  return { code: "LY401", path: ["paths", template], message, witness };
}

/** A group that may call no method of the resource, and may call this one by the greedy resource. */
function reachedInstead(
  contract: Contract,
  { template, greedy }: FallThrough,
  { group, document }: GroupDocument,
): LintFinding[] {
  const ownSpaces = boundSpaces(document, (binding) =>
    contractSpace(contract, binding, (operation) => operation.template === template),
  );
  if (ask(ownSpaces, [document], ([allowed]) => allowed === true)) return [];
  const greedySpaces = boundSpaces(document, (binding) =>
    contractSpace(
      contract,
      binding,
      (operation) => operation.template === greedy.template && operation.method === greedy.method,
    ),
  );
  const paths = templatePatterns(greedy.method, template);
  const witness = ask(
    greedySpaces,
    [document, paths],
    ([allowed, isHere]) => allowed === true && isHere === true,
  );
  if (witness === undefined) return [];
  const message = `the group \`${group}\` may call no method of \`${template}\`, but \`${witness.method} ${witness.path}\` by \`${greedy.template}\``;
  return [{ code: "LY401", path: ["paths", template], message, witness: lintWitness(witness) }];
}
