/** AWS's own test suite for signatures of version 4, row by row. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { callerOf } from "../../test/iam.ts";
import type { HeaderField } from "../header.ts";
import { parseTarget } from "../request-target.ts";
import { canonicalRequest, sha256, stringToSign } from "./canonical-request.ts";
import { createCredentials } from "./credentials.ts";
import { verifySignature } from "./verify-signature.ts";

interface SuiteCase {
  name: string;
  method: string;
  target: string;
  headers: [string, string][];
  body: string;
  canonicalRequest: string;
  stringToSign: string;
  authorization: string;
}

interface Suite {
  region: string;
  service: string;
  accessKeyId: string;
  secretAccessKey: string;
  cases: SuiteCase[];
}

const FILE = new URL("../../test/aws4-test-suite.json", import.meta.url);
const { cases, accessKeyId, secretAccessKey, region, service }: Suite = JSON.parse(
  readFileSync(FILE, "utf8"),
);

const NOW = Date.UTC(2015, 7, 30, 12, 36);

function messageOf({ method, target, headers, body }: SuiteCase) {
  const [rawPath = "", rawQuery = ""] = target.split("?");
  // A request line has no characters beyond ASCII; encoded, they say the same.
  const query = parseTarget("/", encodeURI(decodeURI(rawQuery)))?.query ?? [];
  return { method, rawPath, query, headers, body: Buffer.from(body) };
}

describe.each(cases)("$name", (row) => {
  const message = messageOf(row);
  const [, signedHeaders = ""] = /SignedHeaders=([^,]+)/.exec(row.authorization) ?? [];

  it("has this canonical request and this string to sign", () => {
    const canonical = canonicalRequest({
      ...message,
      signedHeaders: signedHeaders.split(";"),
      payloadHash: sha256(message.body),
    });
    expect(canonical).toBe(row.canonicalRequest);
    const scope = `20150830/${region}/${service}/aws4_request`;
    expect(stringToSign(canonical, "20150830T123600Z", scope)).toBe(row.stringToSign);
  });

  it("is verified with this signature, and with no other", () => {
    const token = row.headers.find(([name]) => name.toLowerCase() === "x-amz-security-token")?.[1];
    const credentials = createCredentials(
      { secretAccessKey, accessKeyId, ...(token !== undefined && { sessionToken: token }) },
      callerOf({ accessKeyId }),
    );
    const directory = { findCredentials: (id: string) => (id === accessKeyId ? credentials : undefined) };
    const rules = {
      service,
      regions: [region],
      clockSkewSeconds: 300,
      unsignedPayload: "refused",
      now: NOW,
    } as const;
    const outcomeOf = (authorization: string) => {
      const headers: HeaderField[] = [...row.headers, ["Authorization", authorization]];
      return verifySignature({ ...message, headers }, directory, rules).outcome;
    };
    expect(outcomeOf(row.authorization)).toBe("verified");
    const [last = ""] = row.authorization.slice(-1);
    expect(outcomeOf(row.authorization.slice(0, -1) + (last === "0" ? "1" : "0"))).toBe("invalid");
  });
});

it("runs the whole suite", () => {
  expect(cases).toHaveLength(34);
});
