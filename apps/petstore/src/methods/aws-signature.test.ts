import { describe, expect, it } from "vitest";
import { signRequest } from "./aws-signature.ts";

const AT = new Date("2015-08-30T12:36:00.000Z");
const URL_OF_SUITE = new URL("https://example.amazonaws.com/");
const SCOPE = { region: "us-east-1", service: "service" };

function credentials(sessionToken: string) {
  return {
    accessKeyId: "AKIDEXAMPLE",
    secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
    sessionToken,
  };
}

describe("a signature", () => {
  // Cases `get-vanilla-with-session-token` and `post-sts-header-before` of AWS's test suite.
  it.each([
    [
      "GET",
      "6e86291e8372ff2a2260956d9b8aae1d763fbf315fa00fa31553b73ebf194267",
      "07ec1639c89043aa0e3e2de82b96708f198cceab042d4a97044c66dd9f74e7f8",
    ],
    [
      "POST",
      "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA==",
      "85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead",
    ],
  ] as const)("of a %s is that of AWS's test suite", async (method, sessionToken, signature) => {
    const headers = await signRequest({ method, url: URL_OF_SUITE }, credentials(sessionToken), SCOPE, AT);
    expect(headers).toEqual({
      "x-amz-date": "20150830T123600Z",
      "x-amz-security-token": sessionToken,
      authorization: `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date;x-amz-security-token, Signature=${signature}`,
    });
  });

  const base = { method: "POST", url: URL_OF_SUITE, headers: { "content-type": "a" }, body: "b" } as const;
  const sign = async (request: object, scope = SCOPE) =>
    (await signRequest({ ...base, ...request }, credentials("t"), scope, AT)).authorization;

  it.each([
    { method: "GET" },
    { url: new URL("https://example.amazonaws.com/b") },
    { url: new URL("https://example.amazonaws.com:8443/") },
    { headers: { "content-type": "b" } },
    { body: "c" },
  ] as const)("covers every part of the request, such as %o", async (change) => {
    expect(await sign(change)).not.toBe(await sign({}));
  });

  it("is for one service of one region", async () => {
    expect(await sign({}, { ...SCOPE, region: "eu-west-1" })).not.toBe(await sign({}));
    expect(await sign({}, { ...SCOPE, service: "sts" })).not.toBe(await sign({}));
  });
});
