import { describe, expect, it } from "vitest";
import { signRequest } from "./sign-request.ts";

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html, whose test suite has these. */
const SUITE = {
  credentials: {
    accessKeyId: "AKIDEXAMPLE",
    secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
  },
  region: "us-east-1",
  service: "service",
  at: new Date("2015-08-30T12:36:00Z"),
};

describe("signature version 4", () => {
  it.each([
    ["GET", "/", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"],
    ["POST", "/", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"],
    [
      "GET",
      "/?Param2=value2&Param1=value1",
      "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
    ],
  ])("of AWS's suite, %s %s", async (method, target, signature) => {
    const url = new URL(target, "https://example.amazonaws.com");
    expect(await signRequest({ method, url, headers: {} }, SUITE)).toEqual({
      "x-amz-date": "20150830T123600Z",
      authorization: `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=${signature}`,
    });
  });

  it("is for the port as well, for the body and its type", async () => {
    const sign = (host: string, body: string) =>
      signRequest(
        {
          method: "POST",
          url: new URL(`http://${host}/`),
          headers: { "content-type": "application/json" },
          body,
        },
        SUITE,
      );
    const [one, port, text] = await Promise.all([
      sign("127.0.0.1:1", "{}"),
      sign("127.0.0.1:2", "{}"),
      sign("127.0.0.1:1", "[]"),
    ]);
    expect(one.authorization).toContain("SignedHeaders=content-type;host;x-amz-date");
    expect(new Set([one.authorization, port.authorization, text.authorization]).size).toBe(3);
  });
});
