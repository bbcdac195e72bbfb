/** Results that fit into what is taken of them: the same meaning in fewer bytes. */
import { type CanonicalStatement, covers } from "@lychgate/policy";
import { AuthorizerFault } from "./errors.ts";

/**
 * What the statements of a result may weigh: a synchronous Lambda response of 6 MB, less the context. For REST
 * and HTTP APIs, API Gateway publishes no limit of its own.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export const MAX_STATEMENTS = 6 * 1024 * 1024 - 128 * 1024;

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html */
const MAX_WEB_SOCKET_RESULT = 8 * 1024;

/** In this order until the statements fit. None changes what a document allows or denies. */
export const COMPACTIONS = {
  withoutDuplicates,
  withoutCovered,
  withoutSids,
  joined,
} as const satisfies Record<string, (statements: readonly CanonicalStatement[]) => CanonicalStatement[]>;

/**
 * Gives statements of the same meaning whose JSON has at most so many bytes; those that fit as they are.
 * @throws AuthorizerFault `ResultTooLarge` with the sizes
 */
export function fitInto(
  statements: readonly CanonicalStatement[],
  maxBytes: number,
): readonly CanonicalStatement[] {
  const bytes = bytesOf(statements);
  let [fitted, left] = [statements, bytes];
  for (const compact of Object.values(COMPACTIONS)) {
    if (left <= maxBytes) return fitted;
    fitted = compact(fitted);
    left = bytesOf(fitted);
  }
  if (left <= maxBytes) return fitted;
  const most = Math.max(0, maxBytes);
  throw new AuthorizerFault(
    "ResultTooLarge",
    `expected statements of at most ${most} bytes, got ${bytes}, or ${left} in their shortest form`,
  );
}

/**
 * Makes a result fit into what a WebSocket API takes.
 * @throws AuthorizerFault `ResultTooLarge` with the sizes
 */
export function fitWebSocket<Document extends { Statement: CanonicalStatement[] }>(result: {
  policyDocument: Document;
}): void {
  const { policyDocument } = result;
  const others = bytesOf(result) - bytesOf(policyDocument.Statement);
  const Statement = fitInto(policyDocument.Statement, MAX_WEB_SOCKET_RESULT - others);
  result.policyDocument = { ...policyDocument, Statement: [...Statement] };
}

function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}

/** Of statements that differ in their Sid alone, one is kept. */
function withoutDuplicates(statements: readonly CanonicalStatement[]): CanonicalStatement[] {
  const bySaying = Map.groupBy(statements, ({ Sid, ...saying }) => JSON.stringify(saying));
  return [...bySaying.values()].flatMap(([first]) => first ?? []);
}

/** How many pairs of patterns are compared at most; what is left then stays. */
const MAX_COMPARISONS = 200_000;

/** A statement and those of its Resources that are left. */
interface Kept {
  statement: CanonicalStatement;
  resources: Set<string>;
}

/**
 * Takes each Resource away that another one of the same Effect and Action covers, under the same condition or
 * under none, and with its last Resource the statement.
 */
function withoutCovered(statements: readonly CanonicalStatement[]): CanonicalStatement[] {
  const kept = statements.map((statement): Kept => ({ statement, resources: new Set(statement.Resource) }));
  removeCovered(kept);
  return kept.flatMap(({ statement, resources }): CanonicalStatement[] => {
    if (statement.Resource === undefined) return [statement];
    return resources.size === 0 ? [] : [{ ...statement, Resource: [...resources] }];
  });
}

function removeCovered(kept: readonly Kept[]): void {
  const byKey = Map.groupBy(kept, ({ statement }) => keyOf(statement));
  let comparisons = 0;
  for (const { statement, resources } of kept) {
    const { Condition, ...unconditional } = statement;
    for (const key of new Set([keyOf(statement), keyOf(unconditional)])) {
      for (const rival of byKey.get(key) ?? []) {
        comparisons += rival.resources.size * resources.size;
        if (comparisons > MAX_COMPARISONS) return;
        for (const resource of resources)
          if (isCovered(resource, resources, rival)) resources.delete(resource);
      }
    }
  }
}

function isCovered(resource: string, own: ReadonlySet<string>, rival: Kept): boolean {
  for (const other of rival.resources) {
    const isItself = own === rival.resources && other === resource;
    if (!isItself && coversResource(other, resource)) return true;
  }
  return false;
}

function withoutSids(statements: readonly CanonicalStatement[]): CanonicalStatement[] {
  return statements.map(({ Sid, ...statement }) => statement);
}

/** One statement for all Resources of the same Effect, Action and Condition. */
function joined(statements: readonly CanonicalStatement[]): CanonicalStatement[] {
  const byKey = Map.groupBy(statements, keyOf);
  return [...byKey.values()].flatMap((group): CanonicalStatement[] => {
    const [first] = group;
    if (first?.Resource === undefined) return group;
    return [{ ...first, Resource: [...new Set(group.flatMap(({ Resource = [] }) => Resource))] }];
  });
}

/** The same for statements that differ in nothing but Sid and Resource. */
function keyOf({ Sid, Resource, ...others }: CanonicalStatement): string {
  return JSON.stringify({ ...others, hasResource: Resource !== undefined });
}

/**
 * Whether every request that `inner` is about, `outer` is about too. As the wildcards of an ARN's first five
 * parts do not cross a colon, parts are compared with parts. A variable of `inner` may be any text, or have no
 * value, when the pattern matches nothing; one of `outer` meets none there, so that it covers but itself.
 */
function coversResource(outer: string, inner: string): boolean {
  if (outer === inner || outer === "*") return true;
  if (inner === "*" || !/[*?]/.test(outer)) return false;
  const [outerParts, innerParts] = [partsOf(outer), partsOf(inner.replace(/\$\{[^}]*\}?/g, "*"))];
  return outerParts.every((part, index) => covers(part, innerParts[index] ?? ""));
}

const PARTS = 6;

function partsOf(arn: string): string[] {
  const parts = arn.split(":");
  return [...parts.slice(0, PARTS - 1), parts.slice(PARTS - 1).join(":")];
}
