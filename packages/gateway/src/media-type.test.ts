import { expect, it } from "vitest";
import { matchesMediaType } from "./media-type.ts";

it.each([
  [["image/png"], "image/png", true],
  [["image/png"], "Image/PNG; q=1", true],
  [["image/png"], "image/jpeg", false],
  [["image/*"], "image/jpeg", true],
  [["image/*"], "text/plain", false],
  [["*/*"], "anything", true],
  [["*/*"], "", true],
  [[], "image/png", false],
])("of the binary types %j, `%s` is one: %s", (types, type, expected) => {
  expect(matchesMediaType(types, type)).toBe(expected);
});
