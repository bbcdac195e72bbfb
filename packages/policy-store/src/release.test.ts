import { revisionOf } from "@lychgate/policy";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { itemOf } from "../test/items.ts";
import {
  countDifferences,
  expectRelease,
  type ReleaseGroup,
  readReleaseText,
  releaseIdOf,
  releaseTextOf,
} from "./release.ts";

const OWNER = itemOf("pet-owner", "pets", "Owners");
const VET = itemOf("pet-veterinarian", "*");

const group: fc.Arbitrary<ReleaseGroup> = fc.record(
  {
    group: fc.string({ unit: "binary" }),
    revision: fc.string(),
    description: fc.string(),
    usageTier: fc.string(),
  },
  { requiredKeys: ["group", "revision"] },
);
const groups = fc.uniqueArray(group, { selector: (each) => each.group });

describe("a release's id", () => {
  it("is the SHA-256 of its groups, their revisions and descriptions as sorted JSON", () => {
    expect(releaseTextOf([VET, OWNER])).toBe(
      `[["pet-owner","${OWNER.revision}","Owners"],["pet-veterinarian","${VET.revision}",null]]`,
    );
    expect(releaseIdOf([])).toBe("4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945");
  });

  it("does not depend on the order of the items", () => {
    fc.assert(
      fc.property(groups, (items) => {
        expect(releaseIdOf(items.toReversed())).toBe(releaseIdOf(items));
      }),
    );
  });

  it.each([
    ["another policy", [itemOf("pet-owner", "other", "Owners"), VET]],
    ["another description", [{ ...OWNER, description: "owners" }, VET]],
    ["no description", [itemOf("pet-owner", "pets"), VET]],
    ["an empty description", [OWNER, { ...VET, description: "" }]],
    ["a usage tier", [{ ...OWNER, usageTier: "gold" }, VET]],
    ["a usage tier like its description", [{ ...OWNER, usageTier: "Owners" }, VET]],
    ["another group", [{ ...OWNER, group: "pet-groomer" }, VET]],
    ["a group less", [OWNER]],
    ["a group more", [OWNER, VET, itemOf("admins", "*")]],
  ])("is another one with %s", (_, items) => {
    expect(releaseIdOf(items)).not.toBe(releaseIdOf([OWNER, VET]));
  });
});

describe("a release's text", () => {
  it("is read as what was written", () => {
    fc.assert(
      fc.property(groups, (items) => {
        const read = readReleaseText(releaseIdOf(items), releaseTextOf(items));
        expect(read).toEqual(items.toSorted((a, b) => (a.group < b.group ? -1 : 1)));
      }),
    );
  });

  it.each([
    ["a tier that is no text", ["a", "1", null, null]],
    ["more than is known", ["a", "1", null, "gold", "x"]],
  ])("with %s is refused, for it would not be restored", (_, row) => {
    const text = JSON.stringify([row]);
    expect(() => readReleaseText(revisionOf(text), text)).toThrow("expected nothing but a usage tier");
  });

  it("of another release is refused", () => {
    expect(() => readReleaseText(releaseIdOf([VET]), releaseTextOf([OWNER]))).toThrow(
      expect.objectContaining({ code: "Malformed" }),
    );
  });
});

describe("an expected release", () => {
  const id = releaseIdOf([VET]);
  it.each([id, id.slice(0, 12)])("may be given as `%s`", (expected) => {
    expect(() => expectRelease(id, expected)).not.toThrow();
  });

  it.each(["", releaseIdOf([OWNER]), id.slice(1, 13), `${id}0`])(
    "that is `%s` is not this one",
    (expected) => {
      expect(() => expectRelease(id, expected)).toThrow(
        expect.objectContaining({
          code: "UnexpectedRelease",
          message: `expected the release \`${expected}\`, came \`${id}\``,
        }),
      );
    },
  );
});

describe("the difference between two releases", () => {
  it.each([
    ["nothing", [OWNER, VET], [VET, OWNER], [0, 0, 0]],
    ["an added group", [OWNER], [OWNER, VET], [1, 0, 0]],
    ["a removed group", [OWNER, VET], [VET], [0, 0, 1]],
    ["a changed policy", [OWNER], [itemOf("pet-owner", "other", "Owners")], [0, 1, 0]],
    ["a changed description", [OWNER], [{ ...OWNER, description: "All owners" }], [0, 1, 0]],
    ["a changed usage tier", [OWNER], [{ ...OWNER, usageTier: "gold" }], [0, 1, 0]],
    ["all of it", [], [OWNER, VET], [2, 0, 0]],
  ])("counts %s", (_, before, after, [added, changed, removed]) => {
    expect(countDifferences(before, after)).toEqual({ added, changed, removed });
  });
});
