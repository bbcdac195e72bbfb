/** Rules about the ARNs of a statement: what their wildcards admit beyond what they seem to name. */
import type { LintFinding } from "./finding.ts";
import { ask, resourcesAlone } from "./question.ts";
import { shapeOf } from "./resource-shape.ts";
import { slipsOf } from "./slip.ts";
import { slipWitness } from "./slip-witness.ts";
import type { LintPart, LintStatement, LintSubject } from "./subject.ts";

/** @throws EvaluationError `Undecidable`, `TooLarge` */
export function resourceFindings(subject: LintSubject, each: LintStatement): LintFinding[] {
  return each.resources.flatMap((resource) => [
    ...slipFindings(subject, each, resource),
    ...routeFindings(subject, each, resource),
  ]);
}

/** Only what lets more in than it seems is a hole: an Allow's `Resource`, and a Deny's `NotResource`. */
function slipFindings(subject: LintSubject, each: LintStatement, resource: LintPart): LintFinding[] {
  const { Effect, Resource, NotResource } = each.statement;
  const admits = Effect === "Allow" ? Resource : NotResource;
  const shape = admits === undefined ? undefined : shapeOf(resource.text);
  if (shape === undefined) return [];
  return slipsOf(shape).flatMap((slip): LintFinding[] => {
    const witness = slipWitness(subject, each, resource, shape, slip);
    if (witness === undefined) return [];
    const isAway = witness.methodArn?.startsWith(shape.home.prefix) === false;
    const request = `\`${witness.method} ${witness.path}\`${isAway ? " at another stage" : ""}`;
    const admitted = Effect === "Allow" ? "admits" : "exempts";
    const message = `\`${resource.text}\` also ${admitted} ${request}: ${slip.why}`;
    return [{ code: slip.code, path: resource.path, message, witness }];
  });
}

function routeFindings(subject: LintSubject, each: LintStatement, { path, text }: LintPart): LintFinding[] {
  if (each.statement.Resource === undefined || subject.routes.length === 0) return [];
  const reached = ask(subject.routes, [resourcesAlone([text])], ([matches]) => matches === true);
  if (reached !== undefined) return [];
  return [{ code: "LY304", path, message: `\`${text}\` matches no route of the contract${hintFor(text)}` }];
}

function hintFor(text: string): string {
  if (/\{[^}]{1,130}\}/.test(text)) return "; a path parameter is written `*` in a Resource";
  if (/\/ANY\//.test(text)) return "; a request's verb is never `ANY`";
  return "";
}
