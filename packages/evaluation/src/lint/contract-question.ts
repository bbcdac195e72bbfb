import { type Binding, bind, type CanonicalDocument, parseTemplate, UNBOUND_PREFIX } from "@lychgate/policy";
import { bindingsOf, type RequestSpace } from "../proof/index.ts";
import { documentWith, resourcesAlone } from "./question.ts";
import type { LintSpace } from "./subject.ts";

/** What a group may do. */
export interface GroupDocument {
  group: string;
  document: CanonicalDocument;
}

/** The spaces in which to ask about a document of a group, one a binding. */
export function boundSpaces(
  document: CanonicalDocument,
  requestsAt: (binding: Binding) => RequestSpace,
): LintSpace[] {
  return bindingsOf([document]).map((binding) => ({
    requests: requestsAt(binding),
    bound: (each) => bind(each, binding),
  }));
}

/** A document that lets in what a template matches with one verb, each parameter held to its segment. */
export function templatePatterns(method: string, template: string): CanonicalDocument {
  const segments = parseTemplate(template);
  const texts = segments.map((segment) => (segment.kind === "static" ? segment.text : "*"));
  const allow = withSlash(`${method}/${texts.join("/")}`);
  const deeper = segments.flatMap((segment, index) =>
    segment.kind === "parameter" ? withSlash([method, ...texts.with(index, "*/?*")].join("/")) : [],
  );
  const [allowed] = resourcesAlone(allow.map((pattern) => UNBOUND_PREFIX + pattern)).Statement;
  const [denied] = resourcesAlone(deeper.map((pattern) => UNBOUND_PREFIX + pattern)).Statement;
  if (allowed === undefined || denied === undefined) return documentWith([]);
  return documentWith(deeper.length === 0 ? [allowed] : [allowed, { ...denied, Effect: "Deny" }]);
}

/** One trailing slash makes no other route. */
function withSlash(pattern: string): string[] {
  return [pattern, `${pattern}/`];
}
