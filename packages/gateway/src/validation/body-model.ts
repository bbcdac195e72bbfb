import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import type { BodyModel } from "../api-definition.ts";
import type { Problems } from "../definition/problems.ts";
import { errorTexts } from "./error-text.ts";
import type { ModelSchema } from "./model-schema.ts";

/** Compiles a model. A schema that is none by its own rules is a problem. */
export function compileModel({ schema }: ModelSchema, at: string, problems: Problems): BodyModel | undefined {
  const validate = compile(schema, at, problems);
  return validate && ((body) => (validate(body) ? [] : errorTexts(validate.errors ?? noErrors)));
}

const noErrors: readonly ErrorObject[] = [];

function compile(
  schema: Record<string, unknown>,
  at: string,
  problems: Problems,
): ValidateFunction | undefined {
  const ajv = new Ajv({
    allErrors: true,
    logger: false,
    // A body has not what every object inherits.
    ownProperties: true,
    strict: false,
    // Draft 4 knows the expressions of ECMA 262 before they had Unicode.
    unicodeRegExp: false,
    verbose: true,
  });
  try {
    return ajv.compile(schema);
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/^schema is invalid: /, "") : String(error);
    return problems.add(at, `expected a schema of JSON Schema, draft 4: ${why}`);
  }
}
