import type { DataStore } from "cognito-local/lib/services/dataStore/factory.js";
import { beforeEach, describe, expect, it } from "vitest";
import { SILENT } from "./cognito-services.ts";
import { memoryStores } from "./cognito-store.ts";

let store: DataStore;
beforeEach(async () => {
  store = await memoryStores.create(SILENT, "pool", { Users: {}, Options: { Id: "pool" } });
});

const ANN = { Username: "ann", UserCreateDate: new Date(0) };
const NAMES = ["ann", "a.b", "__proto__", "constructor", "hasOwnProperty", ""];

describe("the store", () => {
  it("begins with its defaults", async () => {
    expect(await store.get(SILENT, "Options")).toEqual({ Id: "pool" });
    expect(await store.getRoot(SILENT)).toEqual({ Users: {}, Options: { Id: "pool" } });
  });

  it.each(NAMES)("has no user `%s` before one is set, and has one after", async (name) => {
    expect(await store.get(SILENT, ["Users", name])).toBeNull();
    await store.set(SILENT, ["Users", name], ANN);
    expect(await store.get(SILENT, ["Users", name])).toEqual(ANN);
    expect(Object.values((await store.get(SILENT, "Users")) as object)).toEqual([ANN]);
    await store.delete(SILENT, ["Users", name]);
    expect(await store.get(SILENT, ["Users", name])).toBeNull();
  });

  it.each(NAMES)("makes the table `%s` when something is set in it", async (name) => {
    expect(await store.get(SILENT, [name, "ann"])).toBeNull();
    await store.delete(SILENT, [name, "ann"]);
    await store.set(SILENT, [name, "ann"], ANN);
    expect(await store.get(SILENT, [name, "ann"])).toEqual(ANN);
    expect(Object.hasOwn(Object.prototype, "ann")).toBe(false);
  });

  it("gives the default for what is not there", async () => {
    expect(await store.get(SILENT, "Groups", {})).toEqual({});
  });

  it("is not changed through what it was given or what it gave", async () => {
    const given = { Username: "ann", RefreshTokens: ["one"] };
    await store.set(SILENT, ["Users", "ann"], given);
    given.RefreshTokens.push("two");
    const got = (await store.get(SILENT, ["Users", "ann"])) as typeof given;
    got.RefreshTokens.push("three");
    expect(await store.get(SILENT, ["Users", "ann"])).toEqual({ Username: "ann", RefreshTokens: ["one"] });
  });
});
