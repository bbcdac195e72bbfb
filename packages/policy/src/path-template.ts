/**
 * Path templates of an API: `/petstore/v1/pets/{petId}`, `/files/{proxy+}`.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-settings-method-request.html
 */
import { PolicyError } from "./errors.ts";

export type Segment =
  | { kind: "static"; text: string }
  | { kind: "parameter"; name: string }
  | { kind: "greedy"; name: string };

/** The verbs that a REST API can serve; `ANY` stands for all of them. */
export const HTTP_METHODS = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"] as const;

export type HttpMethod = (typeof HTTP_METHODS)[number];

export function isHttpMethod(text: string): text is HttpMethod {
  return (HTTP_METHODS as readonly string[]).includes(text);
}

/**
 * Splits a path template into its segments; the root `/` has none.
 * @throws PolicyError `InvalidTemplate` when it is not a template that API Gateway accepts
 */
export function parseTemplate(template: string): Segment[] {
  if (!template.startsWith("/")) throw invalid(template, "it does not begin with `/`");
  if (template === "/") return [];
  const segments = template
    .slice(1)
    .split("/")
    .map((text) => parseSegment(template, text));
  const greedy = segments.findIndex((segment) => segment.kind === "greedy");
  if (greedy !== -1 && greedy !== segments.length - 1) {
    throw invalid(template, "a greedy parameter has to be the last segment");
  }
  return segments;
}

function parseSegment(template: string, text: string): Segment {
  const parameter = /^\{([A-Za-z0-9._:-]{1,128})(\+?)\}$/.exec(text);
  if (parameter?.[1] !== undefined) {
    return { kind: parameter[2] === "+" ? "greedy" : "parameter", name: parameter[1] };
  }
  if (!/^[A-Za-z0-9._:,$!&'()@~=%-]{1,256}$/.test(text)) {
    throw invalid(template, `\`${text}\` is neither literal text nor one parameter`);
  }
  return { kind: "static", text };
}

function invalid(template: string, why: string): PolicyError {
  return new PolicyError("InvalidTemplate", `path template \`${template}\`: ${why}`);
}

const RANK = { static: 0, parameter: 1, greedy: 2 } as const;

/**
 * Orders templates so that, of those that match a path, the first one serves it: segment by segment,
 * literal text before a parameter before a greedy parameter.
 */
export function compareSpecificity(a: readonly Segment[], b: readonly Segment[]): number {
  for (const [index, segment] of a.entries()) {
    const other = b[index];
    if (other === undefined) return 1;
    const difference = RANK[segment.kind] - RANK[other.kind];
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
