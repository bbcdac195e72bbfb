import { describe, expect, it } from "vitest";
import { CLINIC, callerOf, KEYS, policy, signedContract, VET_ROLE } from "../../test/iam.ts";
import {
  API,
  EVERYTHING,
  header,
  type PetstoreSettings,
  petstore,
  statement,
  text,
} from "../../test/petstore.ts";
import { HOST, presignedRequest, type Signing, signedRequest } from "../../test/signed-request.ts";
import type { HeaderField } from "../header.ts";
import { canonicalRequest, sha256, stringToSign } from "../iam/canonical-request.ts";
import { createSigner, scopeText } from "../iam/signing-key.ts";
import { createIamDirectory, type GatewayRequest, type LogEntry } from "../index.ts";

const NOW = Date.UTC(2024, 7, 2, 23, 34, 43);
const PETS = "GET /dev/petstore/v1/pets";
const ANN: Signing = { credentials: KEYS.ann, at: NOW };
const MISMATCH =
  "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";

function clinic(settings: PetstoreSettings = {}) {
  const entries: LogEntry[] = [];
  const clock = { now: NOW };
  const iam = createIamDirectory(CLINIC, () => clock.now);
  const store = petstore({
    document: signedContract(),
    iam,
    clock: () => clock.now,
    log: (entry) => entries.push(entry),
    ...settings,
  });
  return { ...store, iam, entries, clock };
}

async function answerTo(request: GatewayRequest, settings: PetstoreSettings = {}) {
  const { gateway, entries, backend } = clinic(settings);
  const response = await gateway.handle(request);
  return {
    status: response.status,
    body: text(response),
    errorType: header(response, "x-amzn-ErrorType"),
    reason: entries[0]?.reason,
    entries,
    calls: backend.events.length,
  };
}

const SERVED = { status: 200, body: "pets", calls: 1 };

describe("a signed request", () => {
  it.each([
    ["a read", PETS, {}],
    ["a query", "GET /dev/petstore/v1/pets?b=2&a=1&a=0&name=M%C3%BC%20ller%2B&empty=", {}],
    ["a body", "POST /dev/petstore/v1/pets", { body: Buffer.from('{"name":"Rex"}') }],
    ["an encoded slash", "GET /dev/petstore/v1/pets/a%2Fb", {}],
    ["encoded text", "GET /dev/petstore/v1/pets/%E1%88%B4%20x", {}],
    ["characters that few encode", "GET /dev/petstore/v1/pets/a!b'c(d)e*f~g", {}],
    ["other headers", PETS, { headers: [["X-Custom", "  a   b "]] as HeaderField[] }],
    [
      "a header that comes twice",
      PETS,
      {
        headers: [
          ["x-custom", "a"],
          ["x-custom", "b"],
        ] as HeaderField[],
      },
    ],
  ])("with %s is served", async (_, line, more) => {
    expect(await answerTo(await signedRequest(line, ANN, more))).toMatchObject(SERVED);
  });

  it("tells the backend who called, and not how it was signed", async () => {
    const { gateway, backend, iam } = clinic();
    await gateway.handle(await signedRequest(PETS, ANN));
    const caller = iam.findCredentials(KEYS.ann.accessKeyId)?.caller ?? callerOf();
    expect(backend.events[0]).toMatchObject({
      requestContext: {
        identity: {
          accessKey: KEYS.ann.accessKeyId,
          accountId: "111122223333",
          caller: caller.userId,
          user: caller.userId,
          userArn: "arn:aws:iam::111122223333:user/ann",
          principalOrgId: null,
          cognitoIdentityId: null,
        },
      },
    });
    expect(JSON.stringify(backend.events[0])).not.toMatch(/AWS4-HMAC-SHA256|Signature=/);
  });

  it("is asked for only where the contract says so", async () => {
    const { gateway, backend } = clinic();
    const response = await gateway.handle(await signedRequest("GET /dev/open", ANN));
    expect(response.status).toBe(200);
    expect(backend.events[0]).toMatchObject({ requestContext: { identity: { userArn: null } } });
  });

  it("is named in the access log by its caller", async () => {
    const principals: unknown[] = [];
    const { gateway } = clinic({ onDecision: ({ principalId }) => principals.push(principalId) });
    await gateway.handle(await signedRequest(PETS, ANN));
    expect(principals).toEqual(["arn:aws:iam::111122223333:user/ann"]);
  });
});

describe("a presigned URL", () => {
  it.each([
    ["at once", 0, 200],
    ["at its last second", 60, 200],
    ["a second later", 61, 403],
  ])("is good %s", async (_, seconds, status) => {
    const request = await presignedRequest(`${PETS}?a=1`, ANN, 60);
    expect((await answerTo(request, { clock: () => NOW + seconds * 1000 })).status).toBe(status);
  });

  it("is good for seven days", async () => {
    const week = 7 * 24 * 3600;
    const request = await presignedRequest(PETS, ANN, week);
    expect(await answerTo(request, { clock: () => NOW + week * 1000 })).toMatchObject(SERVED);
  });

  it.each(["604801", "0", "-1", "1e3", "60.5", "", "60&X-Amz-Expires=61"])(
    "cannot say that it expires after `%s`",
    async (expires) => {
      const request = await presignedRequest(PETS, ANN, 60);
      const rawQuery = request.rawQuery.replace("X-Amz-Expires=60", `X-Amz-Expires=${expires}`);
      expect(await answerTo({ ...request, rawQuery })).toMatchObject({
        status: 403,
        errorType: "IncompleteSignatureException",
        calls: 0,
      });
    },
  );

  it.each(["X-Amz-Credential", "X-Amz-Date", "X-Amz-SignedHeaders", "X-Amz-Signature", "X-Amz-Algorithm"])(
    "is incomplete without %s",
    async (name) => {
      const request = await presignedRequest(PETS, ANN, 60);
      const rawQuery = request.rawQuery
        .split("&")
        .filter((part) => !part.startsWith(`${name}=`))
        .join("&");
      expect(await answerTo({ ...request, rawQuery })).toMatchObject({
        status: 403,
        body: `{"message":"AWS query-string parameters must include '${name}'. Re-examine the query-string parameters."}`,
      });
    },
  );

  it("covers its other parameters", async () => {
    const request = await presignedRequest(`${PETS}?owner=ann`, ANN, 60);
    const rawQuery = request.rawQuery.replace("owner=ann", "owner=ben");
    expect(await answerTo({ ...request, rawQuery })).toMatchObject({
      status: 403,
      reason: "SignatureInvalid",
    });
  });

  it("stands alone", async () => {
    const request = await presignedRequest(PETS, ANN, 60);
    const { headers } = await signedRequest(PETS, ANN);
    expect(await answerTo({ ...request, headers })).toMatchObject({ reason: "SignatureIncomplete" });
  });
});

type Change = (request: GatewayRequest) => Partial<GatewayRequest>;

function withHeader(name: string, value: string): Change {
  return ({ headers }) => ({
    headers: headers.map(([key, old]): HeaderField => [key, key.toLowerCase() === name ? value : old]),
  });
}

function withAuthorization(change: (value: string) => string): Change {
  return ({ headers }) => ({
    headers: headers.map(([key, old]): HeaderField => [key, key === "authorization" ? change(old) : old]),
  });
}

describe("a request that was changed after it was signed is refused:", () => {
  it.each<[string, Change]>([
    ["its verb", () => ({ method: "POST" })],
    ["its path", () => ({ rawPath: "/dev/petstore/v1/pets/1" })],
    ["its query", () => ({ rawQuery: "a=1" })],
    ["its body", () => ({ body: Buffer.from("x") })],
    ["its host", withHeader("host", "other.example.com")],
    ["a signed header", withHeader("x-custom", "other")],
    ["its date", withHeader("x-amz-date", "20240802T233444Z")],
    ["the end of its signature", withAuthorization((value) => value.slice(0, -1))],
    ["the length of its signature", withAuthorization((value) => `${value}0`)],
    ["what it names as signed", withAuthorization((value) => value.replace("x-custom", "x-other"))],
  ])("%s", async (_, change) => {
    const request = await signedRequest(PETS, ANN, { headers: [["x-custom", "a"]] });
    expect(await answerTo({ ...request, ...change(request) })).toMatchObject({
      status: 403,
      body: JSON.stringify({ message: MISMATCH }),
      errorType: "InvalidSignatureException",
      reason: "SignatureInvalid",
      calls: 0,
    });
  });

  it("how its path is encoded", async () => {
    const request = await signedRequest("GET /dev/petstore/v1/pets/1", ANN);
    expect((await answerTo(request)).status).toBe(200);
    expect((await answerTo({ ...request, rawPath: "/dev/petstore/v1/pets/%31" })).status).toBe(403);
  });

  it("a parameter that `;` would split", async () => {
    const request = await signedRequest(`${PETS}?a=1%3Bb%3D2`, ANN);
    expect((await answerTo(request)).status).toBe(200);
    expect((await answerTo({ ...request, rawQuery: "a=1;b=2" })).status).toBe(403);
  });
});

describe("a header that nobody signed", () => {
  it.each([
    ["X-Other", "1", 200],
    ["X-Http-Method-Override", "POST", 403],
    ["X-Amz-Security-Token", "t", 403],
    ["X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD", 403],
  ])("%s is answered with %d", async (name, value, status) => {
    const request = await signedRequest(PETS, ANN);
    const answer = await answerTo({ ...request, headers: [...request.headers, [name, value]] });
    expect(answer.status).toBe(status);
  });
});

function authorization(value: string): GatewayRequest["headers"] {
  return [
    ["host", HOST],
    ["x-amz-date", "20240802T233443Z"],
    ["Authorization", value],
  ];
}

const CREDENTIAL = `Credential=${KEYS.ann.accessKeyId}/20240802/eu-west-1/execute-api/aws4_request`;
const REST = "SignedHeaders=host;x-amz-date, Signature=00";

describe("what is no signature", () => {
  const request = {
    method: "GET",
    rawPath: "/dev/petstore/v1/pets",
    rawQuery: "",
    body: Buffer.of(),
    sourceIp: "::1",
  };

  it.each([
    ["nothing", [["host", HOST]], "Missing Authentication Token", "MissingAuthenticationTokenException"],
    [
      "an empty header",
      authorization("  "),
      "Missing Authentication Token",
      "MissingAuthenticationTokenException",
    ],
    [
      "a bearer token",
      authorization("Bearer s3cr3t"),
      "'s3cr3t' not a valid key=value pair (missing equal-sign) in Authorization header: 'Bearer s3cr3t'.",
      "IncompleteSignatureException",
    ],
    [
      "a bare token",
      [["Authorization", "s3cr3t"]],
      "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter. Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. Authorization=s3cr3t",
      "IncompleteSignatureException",
    ],
    [
      "no credential",
      authorization(`AWS4-HMAC-SHA256 ${REST}`),
      `Authorization header requires 'Credential' parameter. Authorization=AWS4-HMAC-SHA256 ${REST}`,
      "IncompleteSignatureException",
    ],
    [
      "another algorithm",
      authorization(`AWS4-ECDSA-P256-SHA256 ${CREDENTIAL}, ${REST}`),
      "Unsupported AWS 'algorithm': 'AWS4-ECDSA-P256-SHA256' (only AWS4-HMAC-SHA256 is supported).",
      "IncompleteSignatureException",
    ],
    [
      "a short credential",
      authorization(`AWS4-HMAC-SHA256 Credential=AKIA/20240802, ${REST}`),
      "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got 'AKIA/20240802'",
      "IncompleteSignatureException",
    ],
    [
      "another terminator",
      authorization(`AWS4-HMAC-SHA256 ${CREDENTIAL.replace("aws4_request", "aws5_request")}, ${REST}`),
      "Credential should be scoped with a valid terminator: 'aws4_request', not 'aws5_request'.",
      "IncompleteSignatureException",
    ],
    [
      "an unsigned host",
      authorization(`AWS4-HMAC-SHA256 ${CREDENTIAL}, SignedHeaders=x-amz-date, Signature=00`),
      "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.",
      "IncompleteSignatureException",
    ],
    [
      "an unsigned date",
      authorization(`AWS4-HMAC-SHA256 ${CREDENTIAL}, SignedHeaders=host, Signature=00`),
      "'x-amz-date' must be a 'SignedHeader' in the AWS Authorization.",
      "IncompleteSignatureException",
    ],
    [
      "two signatures",
      [...authorization(`AWS4-HMAC-SHA256 ${CREDENTIAL}, ${REST}`), ["authorization", "Bearer x"]],
      "Only one signature is allowed in a request.",
      "IncompleteSignatureException",
    ],
    [
      "another region",
      authorization(`AWS4-HMAC-SHA256 ${CREDENTIAL.replace("eu-west-1", "us-east-1")}, ${REST}`),
      "Credential should be scoped to a valid region, not 'us-east-1'. ",
      "InvalidSignatureException",
    ],
    [
      "another service",
      authorization(`AWS4-HMAC-SHA256 ${CREDENTIAL.replace("execute-api", "sts")}, ${REST}`),
      "Credential should be scoped to correct service: 'execute-api'. ",
      "InvalidSignatureException",
    ],
    [
      "another day",
      authorization(`AWS4-HMAC-SHA256 ${CREDENTIAL.replace("20240802", "20240803")}, ${REST}`),
      "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '20240803' != '20240802', from '20240802T233443Z'.",
      "InvalidSignatureException",
    ],
    [
      "an unknown access key",
      authorization(`AWS4-HMAC-SHA256 ${CREDENTIAL.replace("AKIAANN", "AKIAZOE")}, ${REST}`),
      "The security token included in the request is invalid.",
      "UnrecognizedClientException",
    ],
    [
      "an inactive access key",
      authorization(`AWS4-HMAC-SHA256 ${CREDENTIAL.replace("AKIAANN", "AKIAOLD")}, ${REST}`),
      "The security token included in the request is invalid.",
      "UnrecognizedClientException",
    ],
  ] satisfies [string, GatewayRequest["headers"], string, string][])(
    "%s is told so where the client may be told what it sent",
    async (_, headers, message, errorType) => {
      const answer = await answerTo({ ...request, headers }, { options: { signatureEcho: "asSent" } });
      expect(answer).toMatchObject({ status: 403, body: JSON.stringify({ message }), errorType, calls: 0 });
    },
  );

  it.each(["Bearer s3cr3t", "s3cr3t", "AWS4-HMAC-SHA256 Credential=s3cr3t, Signature=s3cr3t", "s3cr3t a=b"])(
    "`%s` is not repeated to the client, and never in the log",
    async (value) => {
      const headers = authorization(value);
      const silent = await answerTo({ ...request, headers });
      const echoing = await answerTo({ ...request, headers }, { options: { signatureEcho: "asSent" } });
      expect(silent.body).not.toContain("s3cr3t");
      expect(echoing.body).toContain("s3cr3t");
      expect(JSON.stringify([silent.entries, echoing.entries])).not.toContain("s3cr3t");
    },
  );

  it("is told what should have been signed where the client may be", async () => {
    const signed = await signedRequest(PETS, ANN);
    const { body } = await answerTo({ ...signed, rawQuery: "a=1" }, { options: { signatureEcho: "asSent" } });
    const { message } = JSON.parse(body);
    expect(message).toContain(
      "The Canonical String for this request should have been\n'GET\n/dev/petstore/v1/pets\na=1\n",
    );
    expect(message).toContain(
      "The String-to-Sign should have been\n'AWS4-HMAC-SHA256\n20240802T233443Z\n20240802/eu-west-1",
    );
  });
});

describe("the clocks of a signer and the gateway", () => {
  it.each([
    [300, {}, 200],
    [301, {}, 403],
    [-300, {}, 200],
    [-301, {}, 403],
    [59, { signatureClockSkewSeconds: 60 }, 200],
    [61, { signatureClockSkewSeconds: 60 }, 403],
  ])("may differ by %d seconds (%j): %d", async (seconds, options, status) => {
    const request = await signedRequest(PETS, ANN);
    expect((await answerTo(request, { options, clock: () => NOW + seconds * 1000 })).status).toBe(status);
  });

  it.each([
    [
      301,
      "Signature expired: 20240802T233443Z is now earlier than 20240802T233444Z (20240802T233944Z - 5 min.)",
    ],
    [
      -301,
      "Signature not yet current: 20240802T233443Z is still later than 20240802T233442Z (20240802T232942Z + 5 min.)",
    ],
  ])("are told when they do not agree", async (seconds, message) => {
    const request = await signedRequest(PETS, ANN);
    expect(await answerTo(request, { clock: () => NOW + seconds * 1000 })).toMatchObject({
      body: JSON.stringify({ message }),
      errorType: "InvalidSignatureException",
    });
  });

  it.each([
    ["Fri, 02 Aug 2024 23:34:43 GMT", 200],
    ["Fri, 02 Aug 2024 23:34:44 GMT", 403],
    ["20240802T233443Z", 200],
    ["yesterday", 403],
  ])("are read from `Date: %s` where there is no `X-Amz-Date`: %d", async (date, status) => {
    const scope = { date: "20240802", region: "eu-west-1", service: "execute-api" };
    const headers: HeaderField[] = [
      ["Host", HOST],
      ["Date", date],
    ];
    const parts = { method: "GET", rawPath: "/dev/petstore/v1/pets", query: [], headers };
    const canonical = canonicalRequest({
      ...parts,
      signedHeaders: ["date", "host"],
      payloadHash: sha256(Buffer.of()),
    });
    const toSign = stringToSign(canonical, "20240802T233443Z", scopeText(scope));
    const signature = createSigner(KEYS.ann.secretAccessKey)(scope, toSign);
    const value = `AWS4-HMAC-SHA256 ${CREDENTIAL}, SignedHeaders=date;host, Signature=${signature}`;
    const { gateway } = clinic();
    const request = { ...parts, rawQuery: "", body: Buffer.of(), sourceIp: "192.0.2.10" };
    const answer = await gateway.handle({ ...request, headers: [...headers, ["Authorization", value]] });
    expect(answer.status).toBe(status);
  });
});

describe("a body", () => {
  const unsigned: Partial<GatewayRequest> = {
    body: Buffer.from("x"),
    headers: [["x-amz-content-sha256", "UNSIGNED-PAYLOAD"]],
  };
  it.each([
    ["refused", 403],
    ["accepted", 200],
  ] as const)("that is not signed is %s by the option", async (unsignedPayload, status) => {
    const request = await signedRequest("POST /dev/petstore/v1/pets", ANN, unsigned);
    expect((await answerTo(request, { options: { unsignedPayload } })).status).toBe(status);
  });

  it("is the one whose hash is claimed", async () => {
    const headers: HeaderField[] = [["x-amz-content-sha256", "0".repeat(64)]];
    const request = await signedRequest("POST /dev/petstore/v1/pets", ANN, {
      headers,
      body: Buffer.from("x"),
    });
    expect((await answerTo(request)).status).toBe(403);
  });
});

describe("a session", () => {
  function session() {
    const store = clinic();
    const role = store.iam.findRole(VET_ROLE);
    if (!role) throw new Error("expected the role of a vet");
    const { credentials } = store.iam.issueSession(role, { name: "monday", durationSeconds: 900 });
    return { ...store, credentials };
  }

  it("signs as its role", async () => {
    const { gateway, backend, credentials } = session();
    const response = await gateway.handle(await signedRequest(PETS, { credentials, at: NOW }));
    expect(response.status).toBe(200);
    expect(backend.events[0]).toMatchObject({
      requestContext: {
        identity: {
          userArn: "arn:aws:sts::111122223333:assumed-role/vet/monday",
          user: expect.stringMatching(/^AROA[A-Z2-7]{17}:monday$/),
          accessKey: credentials.accessKeyId,
        },
      },
    });
  });

  it("presigns", async () => {
    const { gateway, credentials } = session();
    const request = await presignedRequest(PETS, { credentials, at: NOW }, 60);
    expect((await gateway.handle(request)).status).toBe(200);
  });

  it("ends", async () => {
    const { gateway, credentials, clock } = session();
    clock.now = NOW + 900_000;
    const response = await gateway.handle(await signedRequest(PETS, { credentials, at: clock.now }));
    expect([response.status, header(response, "x-amzn-ErrorType"), text(response)]).toEqual([
      403,
      "ExpiredTokenException",
      '{"message":"The security token included in the request is expired"}',
    ]);
  });

  it.each([
    ["without its token", undefined],
    ["with another token", "another"],
  ])("is not known %s", async (_, sessionToken) => {
    const { gateway, credentials } = session();
    const { accessKeyId, secretAccessKey } = credentials;
    const changed = { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
    const response = await gateway.handle(await signedRequest(PETS, { credentials: changed, at: NOW }));
    expect([response.status, header(response, "x-amzn-ErrorType")]).toEqual([
      403,
      "UnrecognizedClientException",
    ]);
  });

  it("signs its token", async () => {
    const { gateway, credentials, entries } = session();
    const { accessKeyId, secretAccessKey, sessionToken } = credentials;
    const request = await signedRequest(PETS, { credentials: { accessKeyId, secretAccessKey }, at: NOW });
    const headers: HeaderField[] = [...request.headers, ["X-Amz-Security-Token", sessionToken]];
    expect((await gateway.handle({ ...request, headers })).status).toBe(403);
    expect(entries[0]?.reason).toBe("SignatureIncomplete");
  });

  it("has a token, which a user has not", async () => {
    const credentials = { ...KEYS.ann, sessionToken: "token" };
    expect(await answerTo(await signedRequest(PETS, { credentials, at: NOW }))).toMatchObject({
      reason: "AccessKeyUnknown",
    });
  });
});

describe("the policies of a caller", () => {
  it.each([
    ["ann", PETS, 200],
    ["ann", "POST /dev/petstore/v1/pets", 200],
    ["ann", "GET /dev/files/x", 403],
    ["ben", PETS, 200],
    ["ben", "POST /dev/petstore/v1/pets", 403],
    ["cat", PETS, 403],
  ] as const)("%s: %s → %d", async (name, line, status) => {
    const request = await signedRequest(line, { credentials: KEYS[name], at: NOW });
    expect((await answerTo(request)).status).toBe(status);
  });

  it("are told with the account masked", async () => {
    const request = await signedRequest("POST /dev/petstore/v1/pets", { credentials: KEYS.ben, at: NOW });
    expect(await answerTo(request)).toMatchObject({
      body: `{"Message":"User: arn:aws:iam::111122223333:user/ben is not authorized to perform: execute-api:Invoke on resource: ${API.replace("111122223333", "********3333")}/POST/petstore/v1/pets"}`,
      errorType: "AccessDeniedException",
    });
  });

  it.each([
    ["aws:username", "dan"],
    ["aws:PrincipalArn", "arn:aws:iam::111122223333:user/dan"],
    ["aws:PrincipalAccount", "111122223333"],
    ["aws:PrincipalType", "User"],
    ["aws:PrincipalTag/team", "north"],
  ])("can rest on %s", async (key, value) => {
    const outcomes = [];
    for (const expected of [value, "other"]) {
      const condition = { Condition: { StringEquals: { [key]: expected } } };
      const dan = {
        name: "dan",
        accessKeys: [KEYS.ann],
        tags: { team: "north" },
        policies: [policy(statement("Allow", EVERYTHING, condition))],
      };
      const iam = createIamDirectory({ accountId: "111122223333", users: [dan] }, () => NOW);
      outcomes.push((await answerTo(await signedRequest(PETS, ANN), { iam })).status);
    }
    expect(outcomes).toEqual([200, 403]);
  });
});

describe("a gateway", () => {
  it("is not made for signatures without anybody who may sign", () => {
    expect(() => petstore({ document: signedContract() })).toThrow(
      expect.objectContaining({ code: "MissingIam" }),
    );
  });

  it("that is made for none needs nobody", () => {
    expect(() => petstore()).not.toThrow();
  });
});
