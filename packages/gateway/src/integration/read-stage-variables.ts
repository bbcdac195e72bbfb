import type { Problems } from "../definition/problems.ts";

/**
 * A URI with the values of the stage variables that it names, `${stageVariables.alias}`; one that the stage does
 * not have is a problem. What is no text stays what it is.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/aws-api-gateway-stage-variables-reference.html
 */
export function fillStageVariables<Uri>(
  uri: Uri,
  stageVariables: ReadonlyMap<string, string>,
  at: string,
  problems: Problems,
): Uri | string {
  if (typeof uri !== "string") return uri;
  return uri.replace(/\$\{stageVariables\.([A-Za-z0-9_]+)\}/g, (reference, name: string) => {
    const value = stageVariables.get(name);
    if (value === undefined) problems.add(at, `there is no stage variable \`${name}\``);
    return value ?? reference;
  });
}
