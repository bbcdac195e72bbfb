/**
 * Raw execute-api ARNs of a module. `*` crosses `/`, so a star in the place of the verb can swallow part of
 * the path: with one before `/petstore/v1/*`, `GET /admin/petstore/v1/` matches too.
 *
 * @see https://www.tenchisecurity.com/blog/thefaultinourstars
 */
import { PolicyError } from "./errors.ts";
import { parseExecuteApiArn } from "./execute-api-arn.ts";
import { isHttpMethod } from "./path-template.ts";

const API_AND_STAGE = 2;

/**
 * The part of a Resource that names verb and path, when nothing before it can swallow a part of the path.
 * @throws PolicyError `InvalidArn` when it is no such ARN, `NotExact` with a request that slips through
 */
export function anchoredTail(sid: string, resource: string): string {
  const arn = parseExecuteApiArn(resource);
  if (!arn)
    throw new PolicyError("InvalidArn", `statement \`${sid}\`: \`${resource}\` is no execute-api ARN`, {
      sid,
    });
  if (resource.includes("${")) throw unanchored(sid, resource, "a policy variable can stand for any path");
  const parts = arn.resource.split("/");
  const before = [arn.region, arn.account, ...parts.slice(0, API_AND_STAGE)];
  if (!before.every((part) => part === "*" || (part !== "" && !/[*?]/.test(part)))) {
    throw unanchored(sid, resource, "expected `*` or one name as region, account, API id and stage");
  }
  const [verb = "", ...path] = parts.slice(API_AND_STAGE);
  if (verb === "*" && path.length === 0) return "*";
  if (verb === "*") {
    const request = `GET /x/${path.join("/").replaceAll("*", "")}`;
    throw unanchored(sid, resource, `it also admits \`${request}\`; write one Resource a verb`);
  }
  if (!isHttpMethod(verb)) throw unanchored(sid, resource, "expected `{apiId}/{stage}/{VERB}/{path}`");
  if (path.length === 0) throw unanchored(sid, resource, "it ends before the path");
  return [verb, ...path].join("/");
}

function unanchored(sid: string, resource: string, why: string): PolicyError {
  return new PolicyError("NotExact", `statement \`${sid}\`: \`${resource}\`: ${why}`, { sid });
}
