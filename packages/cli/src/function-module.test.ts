import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { createFolder } from "../test/temp-repository.ts";
import { loadFunction } from "./function-module.ts";

/** What a Lambda function's context has; the functions here do not look at it. */
const CONTEXT = {} as Parameters<Awaited<ReturnType<typeof loadFunction>>>[1];

function moduleOf(text: string): string {
  return join(createFolder({ "function.mjs": text }).root, "function.mjs");
}

describe("a function's module", () => {
  it("gives its handler, by path and by URL", async () => {
    const file = moduleOf("export const handler = async (event) => ({ got: event });");
    for (const name of [file, pathToFileURL(file).href]) {
      expect(await (await loadFunction(name))(1, CONTEXT)).toEqual({ got: 1 });
    }
  });

  it.each([
    ["gives a value at once", "(event) => event + 1"],
    ["gives a promise", "async (event) => event + 1"],
  ])("may have a handler that %s", async (_, handler) => {
    expect(await (await loadFunction(moduleOf(`export const handler = ${handler};`)))(1, CONTEXT)).toBe(2);
  });

  it("passes on what the handler throws", async () => {
    const handler = await loadFunction(
      moduleOf('export const handler = () => { throw new Error("Unauthorized"); };'),
    );
    await expect(handler({}, CONTEXT)).rejects.toThrow("Unauthorized");
  });

  it.each([
    ["exports no handler", "export const handle = () => {};", "expected an export `handler`"],
    ["exports a handler by default alone", "export default () => {};", "expected an export `handler`"],
    ["exports a handler that is no function", "export const handler = {};", "expected an export `handler`"],
    ["throws", 'throw new Error("no settings");', "cannot be loaded: no settings"],
    ["throws what is no error", "throw 7;", "cannot be loaded: 7"],
  ])("is refused when it %s", async (_, text, message) => {
    const file = moduleOf(text);
    await expect(loadFunction(file)).rejects.toMatchObject({
      code: "HandlerInvalid",
      message: expect.stringMatching(/^\S+function\.mjs:? /),
    });
    await expect(loadFunction(file)).rejects.toThrow(message);
  });

  it("is refused when there is none", async () => {
    const file = join(createFolder().root, "gone.mjs");
    await expect(loadFunction(file)).rejects.toMatchObject({
      code: "HandlerInvalid",
      message: expect.stringContaining("gone.mjs cannot be loaded: "),
    });
  });
});
