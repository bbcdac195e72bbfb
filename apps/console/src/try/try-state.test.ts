import { describe, expect, it } from "vitest";
import { STACK_FILE } from "../../test/local-stack.ts";
import { METHODS, PETSTORE, PETSTORE_BUNDLE } from "../../test/petstore-bundle.ts";
import { parseHash } from "../location.ts";
import { readLocalStack } from "./local-stack.ts";
import {
  chosenCall,
  pathError,
  servedOperations,
  TRY,
  type TryState,
  tryHref,
  tryHrefOf,
} from "./try-state.ts";

const stack = readLocalStack(STACK_FILE);
if (!stack) throw new Error("expected a stack");

const chosen = (state: Partial<TryState>) => chosenCall(PETSTORE_BUNDLE, stack, { ...TRY.usual, ...state });

it("offers the operations of the APIs that the stack serves", () => {
  const apis = servedOperations(PETSTORE_BUNDLE).map(({ api }) => api);
  expect([...new Set(apis)]).toEqual([PETSTORE, METHODS]);
});

describe("the call", () => {
  it("is an operation as it stands in the contract", () => {
    expect(chosen({})).toMatchObject({
      operation: { id: `${PETSTORE}:GET:/pets` },
      method: "GET",
      network: "clinic",
      credential: "access",
      path: "/pets?page%20size=1",
      body: undefined,
    });
    expect(chosen({ operation: `${PETSTORE}:POST:/pets` })?.body).toBe('{"name":"Rex"}');
    expect(chosen({ operation: `${PETSTORE}:GET:/pets/{petId}` })?.path).toBe("/pets/1");
    expect(chosen({ operation: `${PETSTORE}:ANY:/any` })?.method).toBe("GET");
  });

  it("has what is typed instead, also nothing", () => {
    const state = { operation: `${PETSTORE}:POST:/pets`, path: "", body: "" };
    expect(chosen(state)).toMatchObject({ path: "", body: "" });
  });

  it.each([
    [{ operation: "gone" }, { operation: { id: `${PETSTORE}:GET:/pets` } }],
    [{ credential: "key:gone" }, { credential: "access" }],
    [{ body: "a GET has none" }, { body: undefined }],
  ])("passes over what there is not: %j", (state, expected) => {
    expect(chosen(state)).toMatchObject(expected);
  });

  it("is none where nothing is served", () => {
    expect(chosenCall({ ...PETSTORE_BUNDLE, apis: [] }, stack, TRY.usual)).toBeUndefined();
  });
});

describe("a link to Try it", () => {
  it.each<Partial<TryState>>([
    {},
    { operation: `${PETSTORE}:GET:/pets/{petId}`, network: "elsewhere", credential: "key:clinic" },
    { path: "", body: "" },
    { path: "/pets/1?a=b&c=%20#", body: '{"a": "&=#"}' },
  ])("has the state %j", (state) => {
    const written = TRY.write({ ...TRY.usual, ...state });
    expect(TRY.read(written)).toEqual({ ...TRY.usual, ...state });
  });

  it("is of an operation that is served", () => {
    expect(tryHref({ id: `${METHODS}:GET:/admin`, api: METHODS })).toBe(
      `#/try?operation=${METHODS}:GET:/admin`,
    );
    expect(tryHref({ id: "elsewhere.yaml:GET:/pets", api: "elsewhere.yaml" })).toBeUndefined();
  });

  it.each([
    ["203.0.113.10", "elsewhere"],
    ["192.0.2.10", "clinic"],
    ["198.51.100.7", "clinic"],
  ])("is of a request, from the network of %s", (ip, network) => {
    const operation = { method: "GET", template: "/pets/{petId}" } as const;
    const href = tryHrefOf(PETSTORE_BUNDLE, operation, { path: "/pets/7", ip });
    expect(href && TRY.read(parseHash(href).parameters)).toEqual({
      ...TRY.usual,
      operation: `${PETSTORE}:GET:/pets/{petId}`,
      path: "/pets/7",
      network,
    });
  });

  it("is none of a request that nothing there serves", () => {
    const operation = { method: "PUT", template: "/pets" } as const;
    expect(tryHrefOf(PETSTORE_BUNDLE, operation, { path: "/pets", ip: "" })).toBeUndefined();
  });
});

describe("a path", () => {
  it.each(["/", "/pets", "/pets/", "/pets/1?a=b&c", "/pets/%20", "/pets/a%2Fb", "/pets//x"])(
    "may be %s",
    (path) => {
      expect(pathError(path)).toBeUndefined();
    },
  );

  it.each([
    "",
    "pets",
    "//elsewhere.example/pets",
    "/pets/..",
    "/../../oauth2/token",
    "/%2e%2e/%2e%2e/%2e%2e/oauth2/token",
    "/pets/.%2E/x",
    "/\\elsewhere.example",
    "/pets\\..\\x",
    "/pets/{petId}",
    "/pets/a b",
    "/pets\t",
    "/pets#x",
    "/pets/ž",
    '/pets/"',
    "/pets?",
  ])("may not be %j", (path) => {
    expect(pathError(path)).toMatch(/^expected/);
  });
});
