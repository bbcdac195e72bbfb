/** An operation as code to copy. What a caller has to fill in are variables of the shell, or constants. */
import { samplePath } from "../access/sample-path.ts";
import { shellWord } from "../access/shell-word.ts";
import type { Credential } from "./credential.ts";
import type { PortalOperation } from "./portal-operation.ts";

/** For a shell in which `API_URL` is set, and `TOKEN` or `API_KEY` where one is needed. */
export function curlExample(operation: PortalOperation): string {
  const { credentials } = operation;
  const signed = credentials.some(isSigned);
  const method = methodOf(operation);
  const body = bodyOf(operation);
  const target = exampleTarget(operation);
  const words = [
    "curl",
    ...(METHOD_OPTIONS.get(method) ?? [`--request ${shellWord(method)}`]),
    // What is in the path is meant as it stands.
    ...(/[[\]{}]/.test(target) ? ["--globoff"] : []),
    ...(signed
      ? ['--aws-sigv4 "aws:amz:$AWS_REGION:execute-api" --user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY"']
      : []),
    ...credentials.filter((each) => !isSigned(each) && !each.isInQuery).map(headerOption),
    ...(body === undefined
      ? []
      : [
          `--header ${shellWord(`Content-Type: ${body.mediaType}`)}`,
          `--data-raw ${shellWord(body.example)}`,
        ]),
    `"$API_URL"${shellWord(target)}${queryCredentials(operation)}`,
  ];
  return words.join(" \\\n  ");
}

/** What curl does by itself, and what it would wait for a body with. */
const METHOD_OPTIONS: ReadonlyMap<string, readonly string[]> = new Map([
  ["GET", []],
  ["HEAD", ["--head"]],
]);

export function fetchExample(operation: PortalOperation): string {
  const { credentials } = operation;
  const method = methodOf(operation);
  const body = bodyOf(operation);
  if (credentials.some(isSigned)) return "// A signed request needs a signer, such as @smithy/signature-v4.";
  const headers = [
    ...credentials
      .filter(({ isInQuery }) => !isInQuery)
      .map(({ header, sample }) => `${literal(header)}: ${templateOf(sample)}`),
    ...(body === undefined ? [] : [`"Content-Type": ${literal(body.mediaType)}`]),
  ];
  const options = [
    ...(method === "GET" ? [] : [`method: ${literal(method)}`]),
    ...(headers.length === 0 ? [] : [`headers: { ${headers.join(", ")} }`]),
    ...(body === undefined ? [] : [`body: ${expressionOf(body.example)}`]),
  ];
  const path = [literal(exampleTarget(operation)), ...queryTemplates(operation)].join(" + ");
  const given = options.length === 0 ? "" : `, {\n${options.map((each) => `  ${each},\n`).join("")}}`;
  return `const response = await fetch(API_URL + ${path}${given});\nconsole.log(response.status, await response.text());`;
}

function methodOf({ method }: PortalOperation): string {
  return method === "ANY" ? "GET" : method;
}

/** Neither curl nor a browser sends a body with what only reads. */
function bodyOf({ method, body }: PortalOperation): { mediaType: string; example: string } | undefined {
  if (body?.example === undefined || ["GET", "HEAD", "ANY"].includes(method)) return undefined;
  return { mediaType: body.mediaType, example: body.example };
}

/** JSON is JavaScript, but for one name. */
function expressionOf(json: string): string {
  return json.includes('"__proto__"') ? literal(json) : `JSON.stringify(${json})`;
}

function isSigned({ kind }: Credential): boolean {
  return kind === "signature";
}

/** Variables are the shell's to fill in, so they stand in double quotes, in which nothing else is of the contract. */
function headerOption({ header, sample }: Credential): string {
  if (/^[A-Za-z0-9-]+$/.test(header)) return `--header "${header}: ${sample}"`;
  return `--header ${shellWord(`${header}:`)}" ${sample}"`;
}

/** What is in the query and a variable's to fill in. */
function queryCredentials(operation: PortalOperation): string {
  return inQuery(operation)
    .map(({ before, sample }) => `${shellWord(before)}"${sample}"`)
    .join("");
}

function queryTemplates(operation: PortalOperation): string[] {
  return inQuery(operation).flatMap(({ before, sample }) => [literal(before), templateOf(sample)]);
}

function inQuery({ credentials, parameters }: PortalOperation): { before: string; sample: string }[] {
  const begun = queryOf(parameters) !== "";
  return credentials
    .filter((each) => each.isInQuery && !isSigned(each))
    .map(({ header, sample }, index) => ({
      before: `${begun || index > 0 ? "&" : "?"}${encodeURIComponent(header.toWellFormed())}=`,
      sample: sample.replace("Bearer ", ""),
    }));
}

/** A path of the operation, with the query that it asks for. */
export function exampleTarget({ route, parameters }: Pick<PortalOperation, "route" | "parameters">): string {
  return samplePath(route) + queryOf(parameters);
}

function queryOf(parameters: PortalOperation["parameters"]): string {
  const required = parameters.filter(({ place, isRequired }) => place === "query" && isRequired);
  if (required.length === 0) return "";
  return `?${required.map(({ name }) => `${encodeURIComponent(name.toWellFormed())}=1`).join("&")}`;
}

function literal(text: string): string {
  return JSON.stringify(text).replace(/[\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16)}`);
}

function templateOf(sample: string): string {
  return sample.includes("$") ? `\`${sample.replace(/\$([A-Z_]+)/g, "$${$1}")}\`` : literal(sample);
}
