import { expect, it } from "vitest";
import { replaceMarkedPart } from "./marked-part.ts";

const replace = (text: string) => replaceMarkedPart(text, "part", "new $&", "README.md");

it("replaces what stands between the marks and leaves the rest", () => {
  const text = "before\n<!-- part -->\nold\n<!-- /part -->\nafter\n";
  expect(replace(text)).toBe("before\n<!-- part -->\nnew $&\n<!-- /part -->\nafter\n");
  expect(replace(replace(text))).toBe(replace(text));
});

it.each([
  ["no mark", "text"],
  ["no end", "<!-- part -->"],
  ["the end first", "<!-- /part --><!-- part -->"],
  ["two parts", "<!-- part --><!-- /part --><!-- part --><!-- /part -->"],
])("is refused with %s", (_, text) => {
  expect(() => replace(text)).toThrow("README.md: expected one `<!-- part -->` and after it one");
});
