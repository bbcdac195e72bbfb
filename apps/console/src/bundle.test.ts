import { beforeEach, describe, expect, it } from "vitest";
import { SAMPLE_BUNDLE } from "../test/sample-bundle.ts";
import { bundleState, loadBundle, readBundle } from "./bundle.ts";

const answering =
  (body: unknown, status = 200) =>
  async () =>
    new Response(JSON.stringify(body), { status });

beforeEach(() => {
  bundleState.value = { kind: "loading" };
});

describe("a bundle", () => {
  it("is taken as it is", () => {
    expect(readBundle(SAMPLE_BUNDLE)).toEqual({ kind: "ready", bundle: SAMPLE_BUNDLE });
  });

  it.each([
    [null, "is not a bundle"],
    ["text", "is not a bundle"],
    [{}, "is not a bundle"],
    [{ format: 2 }, "is of format 2, this page reads format 1"],
    [{ ...SAMPLE_BUNDLE, policies: undefined }, "lacks a part"],
    [{ ...SAMPLE_BUNDLE, matrix: { groups: [] } }, "lacks a part"],
    [{ ...SAMPLE_BUNDLE, revision: null }, "lacks a part"],
  ])("is refused where it is none: %j", (value, message) => {
    expect(readBundle(value)).toMatchObject({ kind: "failed", message: expect.stringContaining(message) });
  });
});

describe("loading", () => {
  it("says what to do where there is none", async () => {
    await loadBundle(answering({}, 404));
    expect(bundleState.value).toMatchObject({
      message: "there is no `bundle.json` beside this page (HTTP 404)",
      advice: expect.stringContaining("lychgate bundle"),
    });
    await loadBundle(async () => new Response("<!doctype html>"));
    expect(bundleState.value).toMatchObject({ message: "`bundle.json` is not JSON" });
    await loadBundle(() => Promise.reject(new TypeError("offline")));
    expect(bundleState.value).toMatchObject({ message: "`bundle.json` cannot be loaded" });
  });

  it("keeps a bundle that is there where a later one cannot be loaded", async () => {
    await loadBundle(answering(SAMPLE_BUNDLE));
    await loadBundle(answering({}, 500));
    expect(bundleState.value.kind).toBe("ready");
  });

  it("keeps the later of two, whichever is answered first", async () => {
    let answerFirst = (_: Response) => {};
    const first = loadBundle(
      () =>
        new Promise<Response>((resolve) => {
          answerFirst = resolve;
        }),
    );
    const newer = { ...SAMPLE_BUNDLE, revision: { name: "newer", hash: "cd" } };
    await loadBundle(answering(newer));
    answerFirst(Response.json(SAMPLE_BUNDLE));
    expect(await first).toBeUndefined();
    expect(bundleState.value).toEqual({ kind: "ready", bundle: newer });
  });
});
