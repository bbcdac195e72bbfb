import { INVOKE_ACTION, mentionsClaim, type PolicyDocument, toList } from "@lychgate/policy";
import type { Token } from "@lychgate/policy/language";
import { EvaluationError } from "../errors.ts";
import { prepare } from "../evaluate.ts";
import type { PreparedStatement } from "../statement.ts";
import { type Circumstance, circumstanceOf } from "./circumstance.ts";
import { resourceTokens } from "./resource-language.ts";

/** One statement, read for proofs. */
export interface AccessStatement {
  /** How to call it in a message. */
  readonly name: string;
  readonly isDeny: boolean;
  readonly patterns: readonly Pattern[];
  /** `NotResource`: it is about everything but the patterns. */
  readonly isNegated: boolean;
  readonly circumstance: Circumstance;
}

/** A Resource. */
export interface Pattern {
  /** Equal for equal languages; the text, with a mark where `${` in it is read. */
  readonly key: string;
  readonly tokens: readonly Token[];
}

/** What a set of documents allows, merged by deny-override, ready to be compared. */
export interface Access {
  readonly statements: readonly AccessStatement[];
}

/**
 * Reads documents for proofs about `execute-api:Invoke`. One without statements, as `bind` leaves it where all
 * were about other stages, allows nothing.
 *
 * @throws EvaluationError `InvalidDocument`; `Undecidable` with the statement that is outside of what can be
 *   decided exactly: a policy variable, an operator on a key of another type
 */
export function accessOf(documents: readonly PolicyDocument[]): Access {
  const statements = documents.flatMap((document, policy) => {
    if (toList(document.Statement).length === 0) return [];
    const variables = document.Version === "2012-10-17";
    return prepare([document]).statements.flatMap((statement) => readStatement(statement, policy, variables));
  });
  return { statements };
}

/** A statement that is about no request is left out. */
function readStatement(statement: PreparedStatement, policy: number, variables: boolean): AccessStatement[] {
  const { action, resource, effect, conditions, place } = statement;
  if (!action.matches(INVOKE_ACTION.toLowerCase())) return [];
  const name = place.sid === undefined ? `statement ${place.statement}` : `\`${place.sid}\``;
  const where = `policy ${policy}: statement ${place.statement}${place.sid === undefined ? "" : ` (${name})`}`;
  const circumstance = naming(where, () => circumstanceOf(conditions, variables));
  if (!circumstance) return [];
  const isNegated = resource.element === "NotResource";
  const patterns = resource.wanted.map((text): Pattern => {
    // What it leaves out depends on whether the claim is there at all.
    const isKnown = !isNegated || !mentionsClaim(text);
    const pattern = isKnown ? naming(where, () => patternOf(text, variables)) : undefined;
    if (pattern) return pattern;
    throw new EvaluationError(
      "Undecidable",
      `${where}: the value of a policy variable in \`${text}\` is not known`,
    );
  });
  return [
    {
      name,
      isDeny: effect === "Deny",
      patterns,
      isNegated,
      circumstance,
    },
  ];
}

const MOST_KEPT = 50_000;
const known = new Map<string, Pattern | undefined>();

/** Most patterns stand in the policies of many groups. */
function patternOf(text: string, variables: boolean): Pattern | undefined {
  const key = variables && text.includes("${") ? `variables ${text}` : text;
  if (known.has(key)) return known.get(key);
  if (known.size >= MOST_KEPT) known.clear();
  const tokens = resourceTokens(text, variables);
  const pattern = tokens && { key, tokens };
  known.set(key, pattern);
  return pattern;
}

function naming<T>(where: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
    throw new EvaluationError(error.code, `${where}: ${error.message}`, { cause: error });
  }
}
