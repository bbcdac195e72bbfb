/** Which routes two versions of a repository are compared on. */
import { type Binding, type Contract, nameOfOperation, type Operation } from "@lychgate/policy";
import { anyPathSpace, contractSpace, type RequestSpace } from "../proof/index.ts";

/** Routes that are there before and after a change, after it only, or before it only. */
export interface RouteScope {
  presence: "kept" | "added" | "removed";
  operations: readonly Operation[];
  /** What API Gateway routes to them, or to one of them. */
  spaceAt(binding: Binding, operation?: Operation): RequestSpace;
}

/** The scopes that have routes; where the contract is the same, that is one. */
export function routeScopes(base: Contract, head: Contract): RouteScope[] {
  const [before, after] = [namesIn(base), namesIn(head)];
  const scopes = [
    scopeOf("kept", head, (operation) => before.has(shapeOf(operation))),
    scopeOf("added", head, (operation) => !before.has(shapeOf(operation))),
    scopeOf("removed", base, (operation) => !after.has(shapeOf(operation))),
  ];
  return scopes.filter(({ operations }) => operations.length > 0);
}

/** Every verb and path, whether an API serves it or not. */
export function anyPathScope(): RouteScope {
  const spaces = new Map<string, RequestSpace>();
  return {
    presence: "kept",
    operations: [],
    spaceAt(binding) {
      const space = spaces.get(binding.prefix) ?? anyPathSpace(binding);
      spaces.set(binding.prefix, space);
      return space;
    },
  };
}

function namesIn({ operations }: Contract): ReadonlySet<string> {
  return new Set(operations.map(shapeOf));
}

/** A parameter may get another name and still be the same route. */
function shapeOf(operation: Operation): string {
  return nameOfOperation(operation).replace(/\{[^}+]{1,128}/g, "{");
}

function scopeOf(
  presence: RouteScope["presence"],
  contract: Contract,
  isWithin: (operation: Operation) => boolean,
): RouteScope {
  const operations = contract.operations.filter(isWithin);
  const within = new Set(operations);
  const spaces = new Map<string, RequestSpace>();
  return {
    presence,
    operations,
    spaceAt(binding, operation) {
      const key = `${binding.prefix} ${operation ? nameOfOperation(operation) : ""}`;
      const isMeant = (each: Operation) => (operation ? each === operation : within.has(each));
      const space = spaces.get(key) ?? contractSpace(contract, binding, isMeant);
      spaces.set(key, space);
      return space;
    },
  };
}
