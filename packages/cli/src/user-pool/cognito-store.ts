/// <reference path="./cognito-local.d.ts" />
import type { DataStore, DataStoreFactory } from "cognito-local/lib/services/dataStore/factory.js";

/**
 * Keeps cognito-local's data in memory. Its own store writes plain-text passwords to disk, and finds the
 * "user" `constructor`, who has no password, on the prototype of its table.
 */
export const memoryStores: DataStoreFactory = {
  create: async (_context, _id, defaults) => createMemoryStore(defaults),
};

function createMemoryStore(defaults: object): DataStore {
  const root = structuredClone(defaults);
  return {
    async delete(_context, key) {
      const [parent, name] = parentOf(root, key);
      if (parent !== undefined) Reflect.deleteProperty(parent, name);
    },
    async get(_context, key, defaultValue = null) {
      const [parent, name] = parentOf(root, key);
      return structuredClone(own(parent, name) ?? defaultValue);
    },
    async getRoot() {
      return structuredClone(root);
    },
    async set(_context, key, value) {
      const [parent, name] = parentOf(root, key, createTable);
      if (parent !== undefined) define(parent, name, structuredClone(value));
    },
  };
}

type Missing = (parent: object, name: string) => object | undefined;

function parentOf(root: object, key: string | string[], missing: Missing = () => undefined) {
  const path = Array.isArray(key) ? key : [key];
  const parent = path.slice(0, -1).reduce<object | undefined>((table, name) => {
    const found = own(table, name);
    if (typeof found === "object" && found !== null) return found;
    return table && missing(table, name);
  }, root);
  return [parent, String(path.at(-1))] as const;
}

function own(table: object | undefined, name: string): unknown {
  return table && Object.getOwnPropertyDescriptor(table, name)?.value;
}

function createTable(parent: object, name: string): object {
  const table = {};
  define(parent, name, table);
  return table;
}

/** Unlike an assignment, also defines `__proto__` as a name like any other. */
function define(table: object, name: string, value: unknown): void {
  Object.defineProperty(table, name, { configurable: true, enumerable: true, value, writable: true });
}
