import { describe, expect, it } from "vitest";
import { CLINIC, KEYS, policy, VET_ROLE } from "../../../test/iam.ts";
import { header, statement, text } from "../../../test/petstore.ts";
import { presignedRequest, type Signing, signedRequest } from "../../../test/signed-request.ts";
import {
  createIamDirectory,
  createSts,
  type GatewayRequest,
  type IamFile,
  type StsSettings,
} from "../../index.ts";
import type { TrustPolicy } from "../iam-file.ts";

const NOW = Date.UTC(2024, 7, 2, 12);
const CAT = "arn:aws:iam::111122223333:user/cat";
const FORM: GatewayRequest["headers"] = [
  ["content-type", "application/x-www-form-urlencoded; charset=utf-8"],
];

type Form = Readonly<Record<string, string>>;

const ASSUME: Form = { Action: "AssumeRole", RoleArn: VET_ROLE, RoleSessionName: "monday" };

function sts(files: IamFile | IamFile[] = CLINIC, settings: Partial<StsSettings> = {}) {
  const clock = { now: NOW };
  const directory = createIamDirectory(files, () => clock.now);
  const service = createSts(directory, {
    clock: () => clock.now,
    region: "eu-west-1",
    requestId: () => "request-1",
    ...settings,
  });
  const call = async (form: Form, signing: Partial<Signing> = {}, change: Partial<GatewayRequest> = {}) => {
    const body = Buffer.from(new URLSearchParams({ Version: "2011-06-15", ...form }).toString());
    const request = await signedRequest(
      "POST /",
      { credentials: KEYS.cat, at: clock.now, service: "sts", ...signing },
      { body, headers: FORM },
    );
    return answerOf(await service.handle({ ...request, ...change }));
  };
  return { clock, directory, service, call };
}

function answerOf(response: Awaited<ReturnType<ReturnType<typeof createSts>["handle"]>>) {
  const xml = text(response);
  const element = (name: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
  return { status: response.status, xml, element, type: header(response, "content-type") };
}

function credentialsIn({ element }: ReturnType<typeof answerOf>) {
  const [accessKeyId = "", secretAccessKey = "", sessionToken = ""] = [
    "AccessKeyId",
    "SecretAccessKey",
    "SessionToken",
  ].map(element);
  return { accessKeyId, secretAccessKey, sessionToken };
}

describe("the caller's identity", () => {
  it("is told", async () => {
    const answer = await sts().call({ Action: "GetCallerIdentity" });
    expect(answer.xml).toMatch(
      /^<GetCallerIdentityResponse xmlns="https:\/\/sts\.amazonaws\.com\/doc\/2011-06-15\/"><GetCallerIdentityResult><UserId>AIDA[A-Z2-7]{17}<\/UserId><Account>111122223333<\/Account><Arn>arn:aws:iam::111122223333:user\/cat<\/Arn><\/GetCallerIdentityResult><ResponseMetadata><RequestId>request-1<\/RequestId><\/ResponseMetadata><\/GetCallerIdentityResponse>\n$/,
    );
    expect([answer.status, answer.type]).toEqual([200, "text/xml"]);
  });

  it("is told to a presigned GET", async () => {
    const signing = { credentials: KEYS.cat, at: NOW, service: "sts" };
    const line = "GET /?Action=GetCallerIdentity&Version=2011-06-15";
    const answer = answerOf(await sts().service.handle(await presignedRequest(line, signing, 60)));
    expect([answer.status, answer.element("Arn")]).toEqual([200, CAT]);
  });

  it.each([
    ["eu-west-1", 200],
    ["us-east-1", 200],
    ["eu-central-1", 403],
  ])("is told in %s with %d", async (region, status) => {
    expect((await sts().call({ Action: "GetCallerIdentity" }, { region })).status).toBe(status);
  });
});

describe("a role", () => {
  it("is assumed by whom it trusts, and its session calls as the role", async () => {
    const { call } = sts();
    const answer = await call({ ...ASSUME, DurationSeconds: "900" });
    expect(answer.status).toBe(200);
    expect(answer.element("Arn")).toBe("arn:aws:sts::111122223333:assumed-role/vet/monday");
    expect(answer.element("AssumedRoleId")).toMatch(/^AROA[A-Z2-7]{17}:monday$/);
    expect(answer.element("Expiration")).toBe("2024-08-02T12:15:00.000Z");
    const identity = await call({ Action: "GetCallerIdentity" }, { credentials: credentialsIn(answer) });
    expect(identity.element("Arn")).toBe("arn:aws:sts::111122223333:assumed-role/vet/monday");
  });

  it("is assumed for an hour unless told otherwise", async () => {
    expect((await sts().call(ASSUME)).element("Expiration")).toBe("2024-08-02T13:00:00.000Z");
  });

  it.each([
    ["whom it does not trust", ASSUME, { credentials: KEYS.ann }, "user/ann"],
    ["anybody when there is none", { ...ASSUME, RoleArn: `${VET_ROLE}2` }, {}, "user/cat"],
  ])("is not assumed by %s", async (_, form, signing, user) => {
    const answer = await sts().call(form, signing);
    expect([
      answer.status,
      answer.element("Code"),
      answer.element("Type"),
      answer.element("Message"),
    ]).toEqual([
      403,
      "AccessDenied",
      "Sender",
      `User: arn:aws:iam::111122223333:${user} is not authorized to perform: sts:AssumeRole on resource: ${form.RoleArn}`,
    ]);
  });

  it("has a session that ends", async () => {
    const { call, clock } = sts();
    const credentials = credentialsIn(await call({ ...ASSUME, DurationSeconds: "900" }));
    clock.now = NOW + 899_999;
    expect((await call({ Action: "GetCallerIdentity" }, { credentials })).status).toBe(200);
    clock.now = NOW + 900_000;
    const answer = await call({ Action: "GetCallerIdentity" }, { credentials });
    expect([answer.status, answer.element("Code")]).toEqual([403, "ExpiredToken"]);
  });
});

const OTHER = "444455556666";
/** A variable of a policy. */
const USERNAME = "$" + "{aws:username}";
const ROLE = (account: string) => `arn:aws:iam::${account}:role/guest`;

/** A role with a trust policy in one account, Cat with a policy in another or in the same one. */
function accounts(account: string, trust: object | object[], identity: object[]): IamFile[] {
  const trustPolicy = { Version: "2012-10-17", Statement: trust } as TrustPolicy;
  const roles = [{ name: "guest", trustPolicy, maxSessionDuration: 7200 }];
  const users = [
    { name: "cat", accessKeys: [KEYS.cat], ...(identity.length > 0 && { policies: [policy(...identity)] }) },
  ];
  const home = { accountId: "111122223333", users };
  return account === home.accountId ? [{ ...home, roles }] : [home, { accountId: account, roles }];
}

const trusts = (AWS: string, more: object = {}) => ({
  Effect: "Allow",
  Principal: { AWS },
  Action: "sts:AssumeRole",
  ...more,
});
const may = (Effect: "Allow" | "Deny") =>
  statement(Effect, "arn:aws:iam::*:role/*", { Action: "sts:AssumeRole" });

describe("a trust policy and the caller's own policies", () => {
  const same = "111122223333";
  it.each<[string, string, object | object[], object[], number]>([
    ["same account, caller named", same, trusts(CAT), [], 200],
    ["same account, caller named, own Deny", same, trusts(CAT), [may("Deny")], 403],
    ["same account, account named", same, trusts(same), [], 403],
    ["same account, account named, own Allow", same, trusts(same), [may("Allow")], 200],
    ["same account, account named, own Allow and Deny", same, trusts(same), [may("Allow"), may("Deny")], 403],
    ["same account, silent, own Allow", same, trusts(`${CAT}2`), [may("Allow")], 403],
    [
      "same account, Deny, own Allow",
      same,
      [trusts(CAT), trusts("*", { Effect: "Deny" })],
      [may("Allow")],
      403,
    ],
    ["other account, caller named", OTHER, trusts(CAT), [], 403],
    ["other account, caller named, own Allow", OTHER, trusts(CAT), [may("Allow")], 200],
    ["other account, account named, own Allow", OTHER, trusts(same), [may("Allow")], 200],
    ["other account, its own account named, own Allow", OTHER, trusts(OTHER), [may("Allow")], 403],
    ["other account, everybody named", OTHER, trusts("*"), [], 403],
    ["other account, own Allow for another service", OTHER, trusts(CAT), [statement("Allow", "*")], 403],
  ])("%s: %d", async (_, account, trust, identity, status) => {
    const { call } = sts(accounts(account, trust, identity));
    expect((await call({ ...ASSUME, RoleArn: ROLE(account) })).status).toBe(status);
  });

  it.each<[string, object, Form, number]>([
    ["an external id", { StringEquals: { "sts:ExternalId": "x-1" } }, { ExternalId: "x-1" }, 200],
    ["another external id", { StringEquals: { "sts:ExternalId": "x-1" } }, { ExternalId: "x-2" }, 403],
    ["no external id", { StringEquals: { "sts:ExternalId": "x-1" } }, {}, 403],
    [
      "the session's name",
      { StringEquals: { "sts:RoleSessionName": USERNAME } },
      { RoleSessionName: "cat" },
      200,
    ],
    ["another session's name", { StringEquals: { "sts:RoleSessionName": USERNAME } }, {}, 403],
    ["the source address", { IpAddress: { "aws:SourceIp": "192.0.2.0/24" } }, {}, 200],
    ["another address", { IpAddress: { "aws:SourceIp": "198.51.100.0/24" } }, {}, 403],
    ["the time", { DateLessThan: { "aws:CurrentTime": "2024-08-02T12:00:01Z" } }, {}, 200],
    ["a time that is over", { DateLessThan: { "aws:CurrentTime": "2024-08-02T12:00:00Z" } }, {}, 403],
    ["the principal's ARN", { ArnEquals: { "aws:PrincipalArn": CAT } }, {}, 200],
  ])("rest on %s", async (_, Condition, form, status) => {
    const { call } = sts(accounts(same, trusts(CAT, { Condition }), []));
    expect((await call({ ...ASSUME, RoleArn: ROLE(same), ...form })).status).toBe(status);
  });
});

describe("a session lasts", () => {
  const role = ROLE("111122223333");
  const chained = trusts("*");
  it.each([
    ["900", 200, undefined],
    ["7200", 200, undefined],
    ["7201", 400, "The requested DurationSeconds exceeds the MaxSessionDuration set for this role."],
    ["899", 400, "1 validation error detected: Value at &apos;durationSeconds&apos; failed"],
    ["43201", 400, "1 validation error detected: Value at &apos;durationSeconds&apos; failed"],
    ["1e3", 400, "1 validation error detected: Value at &apos;durationSeconds&apos; failed"],
    ["", 400, "1 validation error detected: Value at &apos;durationSeconds&apos; failed"],
  ])("%s seconds: %d", async (DurationSeconds, status, message) => {
    const { call } = sts(accounts("111122223333", trusts(CAT), []));
    const answer = await call({ ...ASSUME, RoleArn: role, DurationSeconds });
    expect(answer.status).toBe(status);
    if (message) expect(answer.element("Message")).toContain(message);
  });

  it("an hour at most when another session asks for it", async () => {
    const { call } = sts(accounts("111122223333", chained, []));
    const credentials = credentialsIn(await call({ ...ASSUME, RoleArn: role }));
    const statuses = [];
    for (const DurationSeconds of ["3600", "3601"]) {
      const answer = await call({ ...ASSUME, RoleArn: role, DurationSeconds }, { credentials });
      statuses.push([answer.status, answer.element("Message")]);
    }
    expect(statuses).toEqual([
      [200, undefined],
      [
        400,
        "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
      ],
    ]);
  });
});

describe("a request is refused", () => {
  it.each<[string, Form, string, number]>([
    ["without a role", { RoleArn: "" }, "ValidationError", 400],
    ["with an ARN of something else", { RoleArn: CAT }, "ValidationError", 400],
    ["with a session's name that is too short", { RoleSessionName: "m" }, "ValidationError", 400],
    ["with a session's name of other characters", { RoleSessionName: "mon/day" }, "ValidationError", 400],
    ["with a policy for the session", { Policy: "{}" }, "ValidationError", 400],
    ["with tags for the session", { "Tags.member.1.Key": "a" }, "ValidationError", 400],
    ["with a code of a device", { TokenCode: "123456" }, "ValidationError", 400],
    ["of another version", { Version: "2010-05-08" }, "InvalidAction", 400],
    ["of another action", { Action: "GetFederationToken" }, "InvalidAction", 400],
    ["of an object's own action", { Action: "constructor" }, "InvalidAction", 400],
  ])("%s", async (_, form, code, status) => {
    const answer = await sts().call({ ...ASSUME, ...form });
    expect([answer.status, answer.element("Code")]).toEqual([status, code]);
  });

  it.each<[string, Partial<Signing>, Partial<GatewayRequest>, string, number]>([
    ["unsigned", {}, { headers: FORM }, "MissingAuthenticationToken", 403],
    ["signed for another service", { service: "execute-api" }, {}, "SignatureDoesNotMatch", 403],
    ["sent with another verb", {}, { method: "PUT" }, "InvalidAction", 400],
    ["with another path", {}, { rawPath: "/x" }, "SignatureDoesNotMatch", 403],
    [
      "with a bearer token",
      {},
      { headers: [["Authorization", "Bearer s3cr3t"]] },
      "IncompleteSignature",
      400,
    ],
    ["signed too early", { at: NOW - 301_000 }, {}, "SignatureDoesNotMatch", 403],
    [
      "signed by nobody",
      { credentials: { ...KEYS.cat, accessKeyId: "AKIANOBODY" } },
      {},
      "InvalidClientTokenId",
      403,
    ],
    ["with a malformed body", {}, { body: Buffer.from("Action=%") }, "MalformedQueryString", 404],
    ["with a parameter twice", {}, { body: Buffer.from("Action=a&Action=b") }, "MalformedQueryString", 404],
  ])("%s", async (_, signing, change, code, status) => {
    const answer = await sts().call(ASSUME, signing, change);
    expect([answer.status, answer.element("Code")]).toEqual([status, code]);
    expect(answer.xml).not.toContain("s3cr3t");
  });

  it("with text that is escaped", async () => {
    const answer = await sts().call({ ...ASSUME, "<b>&'\"\u0001": "x" });
    expect(answer.element("Message")).toBe(
      "the parameter &lt;b&gt;&amp;&apos;&quot;\ufffd is not supported here",
    );
  });
});

const PROVIDER = "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abc";

describe("a web identity", () => {
  const trust = (more: object = {}) => ({
    Effect: "Allow",
    Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${PROVIDER}` },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: { StringEquals: { [`${PROVIDER}:aud`]: "client" } },
    ...more,
  });
  const form = {
    ...ASSUME,
    Action: "AssumeRoleWithWebIdentity",
    RoleArn: ROLE("111122223333"),
    WebIdentityToken: "good.token",
  };
  const verifying = (audience: string): Partial<StsSettings> => ({
    webIdentity: async (token) => {
      if (token === "late.token") return { type: "expired" };
      if (token !== "good.token") return { type: "invalid" };
      return { type: "verified", identity: { provider: PROVIDER, subject: "ann", audience } };
    },
  });
  const unsigned = { headers: FORM };

  it("assumes a role without a signature", async () => {
    const { call } = sts(accounts("111122223333", trust(), []), verifying("client"));
    const answer = await call(form, {}, unsigned);
    expect([
      answer.status,
      answer.element("SubjectFromWebIdentityToken"),
      answer.element("Provider"),
    ]).toEqual([200, "ann", PROVIDER]);
    const identity = await call({ Action: "GetCallerIdentity" }, { credentials: credentialsIn(answer) });
    expect(identity.element("Arn")).toBe("arn:aws:sts::111122223333:assumed-role/guest/monday");
  });

  it.each<[string, object, Form, Partial<StsSettings>, string, number]>([
    [
      "of a token that is not to be trusted",
      {},
      { WebIdentityToken: "other.token" },
      {},
      "InvalidIdentityToken",
      400,
    ],
    ["of a token that is over", {}, { WebIdentityToken: "late.token" }, {}, "ExpiredTokenException", 400],
    ["for another client", {}, {}, verifying("other"), "AccessDenied", 403],
    ["of another provider", { Principal: { Federated: "other" } }, {}, {}, "AccessDenied", 403],
    ["where every AWS principal is trusted", { Principal: "*" }, {}, {}, "AccessDenied", 403],
    ["for another action", { Action: "sts:AssumeRole" }, {}, {}, "AccessDenied", 403],
    ["for no role", {}, { RoleArn: `${VET_ROLE}2` }, {}, "AccessDenied", 403],
    ["for too long", {}, { DurationSeconds: "7201" }, {}, "ValidationError", 400],
  ])("assumes none %s", async (_, more, change, settings, code, status) => {
    const { call } = sts(accounts("111122223333", trust(more), []), { ...verifying("client"), ...settings });
    const answer = await call({ ...form, ...change }, {}, unsigned);
    expect([answer.status, answer.element("Code")]).toEqual([status, code]);
  });

  it("is trusted by nobody unless somebody verifies it", async () => {
    const answer = await sts(accounts("111122223333", trust(), [])).call(form, {}, unsigned);
    expect([answer.status, answer.element("Code")]).toEqual([400, "InvalidIdentityToken"]);
  });

  it("that cannot be verified is a fault", async () => {
    const webIdentity = () => Promise.reject(new Error("s3cr3t"));
    const { call } = sts(accounts("111122223333", trust(), []), { webIdentity });
    const answer = await call(form, {}, unsigned);
    expect([answer.status, answer.element("Code"), answer.element("Type")]).toEqual([
      500,
      "InternalFailure",
      "Receiver",
    ]);
    expect(answer.xml).not.toContain("s3cr3t");
  });
});
