import { recordIn, type UnknownRecord } from "./record.ts";

/**
 * A header's values. Names come in the client's casing; what came twice stands in full in the second map. A
 * value that the first map alone has is one more, for nobody can say which of them API Gateway went by.
 */
export function headerValues(event: UnknownRecord, name: string): unknown[] {
  return valuesIn(event.multiValueHeaders, event.headers, (each) => isNamed(each, name));
}

/** A query parameter's values; its name's case counts. */
export function queryValues(event: UnknownRecord, name: string): unknown[] {
  return valuesIn(
    event.multiValueQueryStringParameters,
    event.queryStringParameters,
    (each) => each === name,
  );
}

function valuesIn(multiple: unknown, single: unknown, isWanted: (name: string) => boolean): unknown[] {
  const values = entriesOf(multiple, isWanted).flat();
  return [...values, ...entriesOf(single, isWanted).filter((value) => !values.includes(value))];
}

function entriesOf(map: unknown, isWanted: (name: string) => boolean): unknown[] {
  const record = recordIn(map);
  const names = Object.keys(record).filter(isWanted);
  return names.map((name) => record[name]);
}

/** @param name in lower case, which no letter of ASCII has in another length */
function isNamed(each: string, name: string): boolean {
  return each.length === name.length && each.toLowerCase() === name;
}
