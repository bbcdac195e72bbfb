/**
 * Mapping templates without logic: text with `$context` and `$stageVariables`, bare or in braces. The rest of the
 * Velocity Template Language is refused by name.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
 */
import type { Api } from "../api.ts";
import type { Exchange } from "../exchange.ts";
import { isContextName, requestVariable } from "../request-variable.ts";

const DIRECTIVE =
  /#(?:#|\*|\[\[|\{?(?:set|if|elseif|else|end|foreach|include|parse|macro|stop|break|evaluate|define)\b)/;

const NAME = "[A-Za-z][A-Za-z0-9_-]*(?:\\.[A-Za-z0-9_-]+)*";

/** `$name` or `${name}`. */
const REFERENCE = new RegExp(`\\$(?:\\{(${NAME})\\}|(${NAME}))`, "g");

/** What begins like a reference and is none of those, such as `$!name` or a call. */
const OTHER_REFERENCE = /\$!?\{?[A-Za-z][^\s"',]{0,40}/;

/** What a template has that is not honoured, in the words of the template; nothing when all is. */
export function unsupportedIn(template: string): string[] {
  const directive = DIRECTIVE.exec(template)?.[0];
  const escaped = /\\[$#]/.exec(template)?.[0];
  // What stands for a variable here is a character that no template has.
  const rest = template.replace(REFERENCE, (reference, braced?: string, bare?: string) =>
    isVariable(braced ?? bare ?? "") ? "\0" : reference,
  );
  const reference =
    OTHER_REFERENCE.exec(rest)?.[0].replaceAll("\0", "…") ?? (/\0[([]/.test(rest) ? "a call" : undefined);
  return [directive, escaped, reference].filter((each) => each !== undefined);
}

function isVariable(name: string): boolean {
  return /^stageVariables\.[A-Za-z0-9_]+$/.test(name) || isContextName(name);
}

/** Puts the variables' values into a template as they stand; a variable without a value is empty. */
export function renderTemplate(template: string, exchange: Exchange, api: Api): string {
  return template.replace(
    REFERENCE,
    (_, braced?: string, bare?: string) => requestVariable(braced ?? bare ?? "", exchange, api) ?? "",
  );
}
