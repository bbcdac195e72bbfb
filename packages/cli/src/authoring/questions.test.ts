import { readContract } from "@lychgate/policy";
import { describe, expect, it } from "vitest";
import { type Ask, askDescription, askRoutes, pickNumbers } from "./questions.ts";

const API = readContract([
  {
    name: "api",
    document: { openapi: "3.0.1", paths: { "/pets": { get: {}, post: {} }, "/toys": { get: {} } } },
  },
]);

/** Gives these answers and remembers what was asked. */
function answering(...answers: string[]): { ask: Ask; asked: string[] } {
  const asked: string[] = [];
  const ask = async (question: string) => {
    asked.push(question);
    return answers.shift() ?? "";
  };
  return { ask, asked };
}

describe("the routes of a new group", () => {
  it("are picked from the operations by their numbers", async () => {
    const { ask, asked } = answering("1, 3");
    expect(await askRoutes(ask, API)).toEqual(["GET /pets", "GET /toys"]);
    expect(asked).toEqual([
      "  1  GET /pets\n  2  POST /pets\n  3  GET /toys\nWhich routes? Numbers such as `1,3-5`: ",
    ]);
  });

  it("are asked for until there are some", async () => {
    const { ask, asked } = answering("", "4", "2");
    expect(await askRoutes(ask, API)).toEqual(["POST /pets"]);
    expect(asked[2]).toBe("expected numbers from 1 to 3\nWhich routes? Numbers such as `1,3-5`: ");
  });
});

it("the description of a new group is asked for until there is one", async () => {
  const { ask } = answering("", "  ", " Readers. ");
  expect(await askDescription(ask, "readers")).toBe("Readers.");
});

describe("numbers", () => {
  it.each([
    ["1", [1]],
    ["3,1", [1, 3]],
    ["1-3 5", [1, 2, 3, 5]],
    ["2,2,1-2", [1, 2]],
  ])("are read from %j", (answer, numbers) => expect(pickNumbers(answer, 5)).toEqual(numbers));

  it.each(["", "0", "6", "4-6", "3-1", "x", "1-", "1.5", "-1"])("are not read from %j", (answer) => {
    expect(pickNumbers(answer, 5)).toBeUndefined();
  });
});
