import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createFolder } from "../../test/temp-repository.ts";
import { readDocumentFile } from "./document-file.ts";

const DOCUMENT = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: ["*"] }] };

const ATTRIBUTE = {
  M: {
    Version: { S: "2012-10-17" },
    Statement: { L: [{ M: { Effect: { S: "Allow" }, Action: { S: "*" }, Resource: { L: [{ S: "*" }] } } }] },
  },
};

function read(text: string) {
  const { root } = createFolder({ "a.json": text });
  return readDocumentFile(join(root, "a.json"));
}

describe("the documents of a file", () => {
  const item = { group: "readers", policy: DOCUMENT };
  const named = [{ group: "readers", document: DOCUMENT }];

  it.each<[string, unknown, object[]]>([
    ["one document", DOCUMENT, [{ document: DOCUMENT }]],
    ["a list of them", [DOCUMENT, DOCUMENT], [{ document: DOCUMENT }, { document: DOCUMENT }]],
    ["items", [item], named],
    ["items with their policy as text", [{ ...item, policy: JSON.stringify(DOCUMENT) }], named],
    ["a scan", { Items: [{ group: { S: "readers" }, policy: ATTRIBUTE }], Count: 1 }, named],
    [
      "a scan with policies as text",
      { Items: [{ group: { S: "readers" }, policy: { S: JSON.stringify(DOCUMENT) } }] },
      named,
    ],
  ])("are those of %s", (_, content, documents) => {
    expect(read(JSON.stringify(content))).toMatchObject(documents);
  });

  it("are those of the lines of an export", () => {
    const line = JSON.stringify({ Item: { group: { S: "readers" }, policy: ATTRIBUTE } });
    const documents = read(`${line}\n${line}\n`);
    expect(documents).toMatchObject([...named, ...named]);
    expect(documents.map(({ lineOf }) => lineOf(["Statement", 0]))).toEqual([1, 2]);
  });

  it("know their lines, in DynamoDB's JSON too", () => {
    const [plain] = read(JSON.stringify([item], null, 1));
    expect(plain?.lineOf(["Statement", 0, "Effect"])).toBe(8);
    const [attribute] = read(JSON.stringify({ group: { S: "readers" }, policy: ATTRIBUTE }, null, 1));
    const text = JSON.stringify({ group: { S: "readers" }, policy: ATTRIBUTE }, null, 1).split("\n");
    const line = attribute?.lineOf(["Statement", 0, "Resource", 0]) ?? 0;
    expect(text.slice(line - 1, line + 1).join("")).toContain('"S": "*"');
  });

  it.each([
    ["no JSON", "oops", "line 1 is no JSON"],
    ["JSON of another kind", "[7]", "expected a policy document"],
    [
      "items without a policy",
      '{ "Items": [{ "group": "readers" }] }',
      "expected `Statement`, or `group` and `policy`",
    ],
  ])("are refused where there is %s", (_, text, message) => {
    expect(() => read(text)).toThrow(
      expect.objectContaining({ code: "Usage", message: expect.stringContaining(message) }),
    );
  });

  it("are refused where there is no file", () => {
    expect(() => readDocumentFile("/nowhere/a.json")).toThrow("`/nowhere/a.json` cannot be read");
  });
});
