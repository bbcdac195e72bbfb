import type { APIGatewayProxyEvent } from "aws-lambda";

/** What was read from a request, or why it could not be. */
export type Read<T> = { value: T } | { problem: string };

const MAXIMUM_NAME = 100;

/** Reads the body of a create or a replace: a JSON object with a `name` and nothing else. */
export function readName(event: APIGatewayProxyEvent): Read<string> {
  const body = readJson(event);
  if ("problem" in body) return body;
  if (!isObject(body.value)) return { problem: "the body is not an object" };
  const unknown = Object.keys(body.value).find((key) => key !== "name");
  if (unknown !== undefined) return { problem: `unknown property \`${unknown}\`: expected \`name\` alone` };
  if (!Object.hasOwn(body.value, "name")) return { problem: "`name` is missing" };
  const { name } = body.value;
  if (isName(name)) return { value: name };
  return { problem: `\`name\` is not a string of 1 to ${MAXIMUM_NAME} characters` };
}

/** API Gateway encodes the body when its type is one of the API's binary media types. */
function readJson({ body, isBase64Encoded }: APIGatewayProxyEvent): Read<unknown> {
  try {
    const bytes = Buffer.from(body ?? "", isBase64Encoded ? "base64" : "utf8");
    return { value: JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) };
  } catch {
    return { problem: "the body is not JSON" };
  }
}

function isObject(value: unknown): value is { name?: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Counts code points, as JSON Schema's `maxLength` does; each has one or two UTF-16 units. */
function isName(value: unknown): value is string {
  if (typeof value !== "string" || value.length > 2 * MAXIMUM_NAME) return false;
  const { length } = [...value];
  return length >= 1 && length <= MAXIMUM_NAME;
}

/** Reads the id of the path; `undefined` when it is not a positive integer, which no pet has. */
export function readId(event: APIGatewayProxyEvent): number | undefined {
  const text = event.pathParameters?.petId ?? "";
  return /^[1-9][0-9]{0,14}$/.test(text) ? Number(text) : undefined;
}
