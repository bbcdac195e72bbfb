import { describe, expect, it } from "vitest";
import { ANY_STAGE, allow, contractOf, documentOf, imported, outcome, PETS } from "./import-fixtures.ts";
import { importPolicy } from "./import-policy.ts";

/** An IAM policy variable. */
const VARIABLE = ["GET/pets/$", "{aws:username}"].join("");

describe("what is about other services", () => {
  it("is left out and listed", () => {
    const { leftOut, outcome: result } = imported(
      documentOf(
        { Sid: "Logs", Action: ["logs:PutLogEvents", "logs:CreateLogGroup"], Resource: "*" },
        {
          Action: ["execute-api:Invoke", "s3:GetObject"],
          Resource: [`${ANY_STAGE}GET/pets`, "arn:aws:s3:::pets/*"],
        },
        { Action: "execute-api:ManageConnections", Resource: "*" },
      ),
    );
    expect(result.status).toBe("equivalent");
    expect(leftOut).toEqual([
      "statement `Logs`: logs:PutLogEvents, logs:CreateLogGroup",
      "statement 2, in part: s3:GetObject, arn:aws:s3:::pets/*",
      "statement 3: execute-api:ManageConnections",
    ]);
  });

  it("is no policy of a group when nothing else is there", () => {
    expect(outcome(documentOf({ Action: "s3:*", Resource: "*" }))).toEqual(["unrelated"]);
  });

  it("stays where it only may be", () => {
    expect(outcome(documentOf({ Action: "*", Resource: "arn:aws:*:*:*:pets" }))[0]).toBe("refused");
    expect(outcome(documentOf({ Action: "*", ...allow("GET/pets") }))).toEqual(["equivalent", ["GET /pets"]]);
  });
});

describe("a document is refused for", () => {
  it.each<[string, unknown, RegExp]>([
    [
      "NotAction",
      {
        ...documentOf(),
        Statement: [{ Effect: "Allow", NotAction: "execute-api:Inv", Resource: "*" }],
      },
      /`NotAction`/,
    ],
    [
      "NotResource",
      { ...documentOf(), Statement: [{ Effect: "Allow", Action: "*", NotResource: "*" }] },
      /`NotResource`/,
    ],
    ["a principal", documentOf({ ...allow("GET/pets"), Principal: "*" }), /Principal/],
    [
      "an unknown key",
      documentOf({ ...allow("GET/pets"), Condition: { StringEquals: { "aws:PrincipalTag/a": "b" } } }),
      /never supplies this key/,
    ],
    [
      "an operator over sets",
      documentOf({
        ...allow("GET/pets"),
        Condition: { "ForAllValues:StringEquals": { "aws:UserAgent": "x" } },
      }),
      /no `ForAllValues:StringEquals`/,
    ],
    [
      "an operator that no module has",
      documentOf({ ...allow("GET/pets"), Condition: { ArnLike: { "aws:SourceVpc": "x" } } }),
      /ArnLike/,
    ],
    ["a policy variable", documentOf(allow(VARIABLE)), /a policy variable has no meaning/],
    [
      "a variable without a version",
      { Statement: documentOf(allow(VARIABLE)).Statement },
      /`Version` 2012-10-17/,
    ],
    [
      "a verb in part",
      documentOf({ Sid: "Odd", ...allow("G*/pets") }),
      /^statement `Odd`: .*`G\*` is no verb/,
    ],
    ["no statements", { Version: "2012-10-17" }, /Statement/],
    ["no document", 7, /object/],
  ])("%s, by name", (_, document, reason) => {
    expect(outcome(document)).toEqual(["refused", expect.stringMatching(reason)]);
  });

  it("what a crossing star shuts out and no module can", () => {
    const document = documentOf(allow("*"), { ...allow("GET/admin"), Effect: "Deny" });
    expect(outcome(document, contractOf("ANY /{proxy+}"))).toEqual([
      "refused",
      expect.stringMatching(/^a module would let in `\S+ \S*\/GET\/admin`, which the document does not$/),
    ]);
  });

  it.each(["", "..", "a/b", "readers.test", "guardrails", "x".repeat(129)])(
    "the group `%s`, which no module can have",
    (group) => {
      const source = { group, origin: "x", document: documentOf(allow("GET/pets")), isCompiled: false };
      expect(importPolicy(source, PETS).outcome).toMatchObject({ status: "refused" });
    },
  );
});
