/** How a module could say what a Resource of a document says. */
import {
  HTTP_METHODS,
  type HttpMethod,
  isHttpMethod,
  PolicyError,
  parseExecuteApiArn,
  UNBOUND_PREFIX,
} from "@lychgate/policy";

/** A Resource read as one API's verbs and path. */
export interface ResourceForm {
  /** Up to the slash before the verb. */
  prefix: string;
  /** All of them for a `*` in the place of the verb. */
  methods: readonly HttpMethod[];
  /** The path after the verb, split at its slashes; missing for everything of the API. */
  path?: readonly string[];
}

const OPEN_PREFIX = UNBOUND_PREFIX;

/**
 * Reads a Resource as it is meant. A `*` crosses slashes, so it may match more than that: what a module
 * makes of it has to be compared with the document.
 * @throws PolicyError `NotExact`, `InvalidArn` with the reason why no module says it
 */
export function formOf(resource: string): ResourceForm {
  if (resource === "*") return { prefix: OPEN_PREFIX, methods: HTTP_METHODS };
  const arn = parseExecuteApiArn(resource);
  if (!arn) throw new PolicyError("InvalidArn", `\`${resource}\` is no execute-api ARN`);
  if (resource.includes("${")) throw refused(resource, "a policy variable has no meaning in a module");
  const scope = `arn:${arn.partition}:execute-api:${arn.region}:${arn.account}:`;
  const { api, stage, verb, path } = parted(resource, arn.resource);
  const prefix = `${scope}${api}/${stage}/`;
  if (![arn.region, arn.account, api, stage].every(isNameOrStar)) {
    throw refused(resource, "expected `*` or one name as region, account, API id and stage");
  }
  if (path === undefined) return { prefix, methods: HTTP_METHODS };
  if (verb === "*") return { prefix, methods: HTTP_METHODS, path };
  if (isHttpMethod(verb)) return { prefix, methods: [verb], path };
  throw refused(resource, `\`${verb}\` is no verb that a request can have`);
}

interface Parts {
  api: string;
  stage: string;
  verb: string;
  path?: readonly string[];
}

/** Takes the end of an ARN apart. A star before the verb stands for whatever is missing there. */
function parted(resource: string, end: string): Parts {
  const [api = "", stage, verb, ...path] = end.split("/");
  if (api === "*" && stage === undefined) return { api, stage: "*", verb: "*" };
  if (stage === "*" && verb === undefined) return { api, stage, verb: "*" };
  if (stage === undefined || verb === undefined) throw refused(resource, "it ends before the verb");
  if (api === "*" && isHttpMethod(stage)) return { api, stage: "*", verb: stage, path: [verb, ...path] };
  if (verb === "*" && path.length === 0) return { api, stage, verb };
  if (stage === "*" && /^[a-z0-9]/.test(verb)) return { api, stage, verb: "*", path: [verb, ...path] };
  if (path.length === 0) throw refused(resource, "it ends before the path");
  return { api, stage, verb, path };
}

function isNameOrStar(part: string): boolean {
  return part === "*" || (part !== "" && !/[*?]/.test(part));
}

/** Whether a form is about every API and stage, as routes are. */
export function isOpen({ prefix }: ResourceForm): boolean {
  return prefix === OPEN_PREFIX;
}

/** The ARNs that a module may hold for it: one a verb, so that no star swallows a part of the path. */
export function resourcesOf({ prefix, methods, path }: ResourceForm): string[] {
  if (path === undefined) return [`${prefix}*`];
  return methods.map((method) => `${prefix}${method}/${path.join("/")}`);
}

function refused(resource: string, why: string): PolicyError {
  return new PolicyError("NotExact", `\`${resource}\`: ${why}`);
}
