import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { createFolder } from "../../test/temp-repository.ts";
import { readTableFile } from "./table-file.ts";

const RESOURCE = "arn:aws:execute-api:*:*:*/*/GET/pets";
const POLICY = {
  Version: "2012-10-17",
  Statement: [{ Sid: "Read", Effect: "Allow", Action: ["execute-api:Invoke"], Resource: [RESOURCE] }],
};
const TYPED = {
  M: {
    Version: { S: "2012-10-17" },
    Statement: {
      L: [
        {
          M: {
            Sid: { S: "Read" },
            Effect: { S: "Allow" },
            Action: { L: [{ S: "execute-api:Invoke" }] },
            Resource: { L: [{ S: RESOURCE }] },
          },
        },
      ],
    },
  },
};

const PLAIN_ITEM = { group: "readers", policy: POLICY };
const TYPED_ITEM = { group: { S: "readers" }, policy: TYPED };

function read(text: string | Buffer) {
  const { root } = createFolder();
  const file = join(root, "table.json");
  writeFileSync(file, text);
  return readTableFile(file);
}

const ONE = { group: "readers", origin: "table.json", document: POLICY, isCompiled: false };
const lines = (...values: unknown[]) => values.map((value) => `${JSON.stringify(value)}\n`).join("");

describe("a table's items are read from", () => {
  it.each<[string, string | Buffer]>([
    ["a list", JSON.stringify([PLAIN_ITEM])],
    ["one item", JSON.stringify(PLAIN_ITEM, null, 2)],
    ["DynamoDB JSON", JSON.stringify([TYPED_ITEM])],
    [
      "a scan",
      JSON.stringify({ Items: [TYPED_ITEM], Count: 1, ScannedCount: 1, ConsumedCapacity: null }, null, 4),
    ],
    ["an export", lines({ Item: TYPED_ITEM })],
    ["an export that is packed", gzipSync(lines({ Item: TYPED_ITEM }))],
    [
      "an item whose policy is text",
      JSON.stringify({ group: "readers", policy: JSON.stringify(POLICY, null, 1) }),
    ],
    ["a text with a byte order mark", `\ufeff${JSON.stringify([PLAIN_ITEM])}`],
  ])("%s", (_, text) => expect(read(text)).toEqual([ONE]));

  it("JSON lines, in their order", () => {
    const text = lines(PLAIN_ITEM, { ...PLAIN_ITEM, group: "admins" });
    expect(read(text).map(({ group }) => group)).toEqual(["readers", "admins"]);
  });
});

describe("a table's item", () => {
  it("keeps its description", () => {
    expect(read(lines({ ...PLAIN_ITEM, description: "Readers." }))).toEqual([
      { ...ONE, description: "Readers." },
    ]);
  });

  it("keeps its usage tier", () => {
    expect(read(lines({ ...PLAIN_ITEM, usageTier: "gold" }))).toEqual([{ ...ONE, usageTier: "gold" }]);
  });

  it("is known as this project's own by its policy's text", () => {
    expect(read(lines({ group: "readers", policy: JSON.stringify(POLICY) }))).toEqual([
      { ...ONE, isCompiled: true },
    ]);
  });

  it("of this project that is no policy is left aside", () => {
    expect(read(lines({ group: "$lychgate/head", sequence: "1" }, PLAIN_ITEM))).toEqual([ONE]);
  });

  it.each<[string, unknown, string, string]>([
    [
      "without a group",
      { policy: POLICY },
      "item 1",
      "expected an item with the properties `group` and `policy`",
    ],
    [
      "without a policy",
      { group: "readers" },
      "readers",
      "expected `policy` to be a document or its JSON text",
    ],
    ["whose policy is no JSON", { group: "readers", policy: "{" }, "readers", "expected `policy` to be"],
    ["that is no item", 7, "item 1", "expected an item with the properties"],
    [
      "of a type that JSON does not have",
      { group: { S: "readers" }, policy: { B: "AA==" } },
      "readers",
      "expected one value under the name of its DynamoDB type",
    ],
    [
      "whose value is not of its type",
      { group: { S: "readers" }, policy: { M: { Statement: { L: "x" } } } },
      "readers",
      "expected a value of the DynamoDB type that it stands under",
    ],
  ])("%s is named with what is wrong", (_, item, group, problem) => {
    const origin = "table.json";
    expect(read(lines(item))).toEqual([{ group, origin, problem: expect.stringContaining(problem) }]);
  });

  it("may have a key that is no ordinary property name", () => {
    const [source] = read(
      '{"group":{"S":"readers"},"policy":{"M":{"__proto__":{"M":{"Statement":{"L":[]}}}}}}',
    );
    expect(source).not.toHaveProperty("document.Statement");
  });
});

it("a table's file has to be JSON", () => {
  expect(() => read("{}\noops\n")).toThrow("expected JSON, or a line of JSON at line 2");
  expect(() => readTableFile(join(createFolder().root, "gone.json"))).toThrow("cannot be read: ENOENT");
});
