/**
 * A contract before it is protected: no operation asks who calls. Everything else of it stays.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-to-api.html
 */
export function openContract(contract: unknown): unknown {
  if (!isObject(contract)) return contract;
  const { security: _, components, paths, ...rest } = contract;
  return {
    ...rest,
    ...(isObject(components) && { components: without(components, "securitySchemes") }),
    ...(isObject(paths) && { paths: mapObject(paths, openPath) }),
  };
}

function openPath(path: unknown): unknown {
  return isObject(path) ? mapObject(path, openOperation) : path;
}

function openOperation(operation: unknown): unknown {
  return isObject(operation) ? without(operation, "security") : operation;
}

type JsonObject = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function without(object: JsonObject, key: string): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));
}

function mapObject(object: JsonObject, map: (value: unknown) => unknown): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, map(value)]));
}
