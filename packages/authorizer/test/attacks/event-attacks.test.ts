/** Events in which a token is smuggled or the called API is not what it seems, and what is said to each. */
import { describe, expect, it } from "vitest";
import type { Reason } from "../../src/index.ts";
import { connectEvent, DEV, httpEvent1, httpEvent2, PROD, requestEvent, tokenEvent } from "../events.ts";
import { createTarget, NOTHING, PETS, partner } from "./target.ts";

const GOOD = partner.token();
const ADMIN = partner.token({ sub: "2", groups: ["admins"] });
const [bearer, admin] = [`Bearer ${GOOD}`, `Bearer ${ADMIN}`];

type Row = [attack: string, event: unknown, reason: Reason];

async function check(event: unknown, reason: Reason): Promise<void> {
  const allowed = reason === "Authorized" ? PETS : NOTHING;
  expect(await createTarget().answerTo(event)).toEqual({ reason, allowed });
}

/** What a client may write into the header, and what is made of it in an event of each kind. */
const HEADERS: [value: string, reason: Reason][] = [
  [bearer, "Authorized"],
  [bearer.replace("Bearer", "bEARER"), "Authorized"],
  [`Bearer  ${GOOD}`, "Authorized"],
  [`${bearer},`, "TokenInvalid"],
  [`${bearer}, ${admin}`, "TokenInvalid"],
  [`${admin},${bearer}`, "TokenInvalid"],
  [`${bearer};${GOOD}`, "TokenInvalid"],
  [`${bearer} ${ADMIN}`, "TokenInvalid"],
  [`Bearer\t${GOOD}`, "TokenInvalid"],
  [`\t${bearer}`, "TokenInvalid"],
  [` ${bearer}`, "TokenInvalid"],
  [`${bearer} `, "TokenInvalid"],
  [`${bearer}\r\nAuthorization: ${admin}`, "TokenInvalid"],
  [`${bearer}\n`, "TokenInvalid"],
  [`${bearer}\0`, "TokenInvalid"],
  [`${bearer}\u2028`, "TokenInvalid"],
  [`Bearer\u00a0${GOOD}`, "TokenInvalid"],
  [`Bearer\u3000${GOOD}`, "TokenInvalid"],
  [`\ufeff${bearer}`, "TokenInvalid"],
  [`\uff22earer ${GOOD}`, "TokenInvalid"],
  [`Bearer ${GOOD.replace(".", "\uff0e")}`, "TokenInvalid"],
  [`Bearer "${GOOD}"`, "TokenInvalid"],
  [`Bearer <${GOOD}>`, "TokenInvalid"],
  [`Bearer token=${GOOD}`, "TokenInvalid"],
  [`Bearer%20${GOOD}`, "TokenInvalid"],
  [`Bearer:${GOOD}`, "TokenInvalid"],
  [`Bearer Bearer ${GOOD}`, "TokenInvalid"],
  [`Basic ${Buffer.from(`a:${GOOD}`).toString("base64")}`, "TokenInvalid"],
  [`DPoP ${GOOD}`, "TokenInvalid"],
  [GOOD, "TokenInvalid"],
  ["Bearer", "TokenInvalid"],
  ["Bearer ", "TokenInvalid"],
  [" ", "TokenInvalid"],
  ["", "TokenMissing"],
];

/** HTTP APIs join what came twice with commas, so that a comma stands between two. */
function reasonInHttp(value: string, reason: Reason): Reason {
  return value.includes(",") ? "TokenAmbiguous" : reason;
}

describe("the header Authorization", () => {
  it.each(HEADERS)("%j is %s in every kind of event", async (value, reason) => {
    await check(tokenEvent(value), reason);
    await check(requestEvent({ Authorization: value }), reason);
    await check(requestEvent({ Authorization: value }, { Authorization: [value] }), reason);
    await check(requestEvent(null, { authorization: [value] }), reason);
    const http = { authorization: value };
    await check(httpEvent1(http), reasonInHttp(value, reason));
    await check(httpEvent2(http), reasonInHttp(value, reason));
  });

  it.each<Row>([
    ["twice", requestEvent(null, { Authorization: [bearer, admin] }), "TokenAmbiguous"],
    ["twice the same", requestEvent(null, { Authorization: [bearer, bearer] }), "TokenAmbiguous"],
    ["in two casings", requestEvent({ Authorization: bearer, authorization: admin }), "TokenAmbiguous"],
    [
      "in two casings, once empty",
      requestEvent({ Authorization: bearer, authorization: "" }),
      "TokenAmbiguous",
    ],
    [
      "in two casings of the second map",
      requestEvent(null, { Authorization: [bearer], AUTHORIZATION: [bearer] }),
      "TokenAmbiguous",
    ],
    [
      "with another value in each map",
      requestEvent({ Authorization: bearer }, { Authorization: [admin] }),
      "TokenAmbiguous",
    ],
    [
      "with another value and casing in each map",
      requestEvent({ authorization: bearer }, { Authorization: [admin] }),
      "TokenAmbiguous",
    ],
    [
      "with the last value in the first map",
      requestEvent({ Authorization: admin }, { Authorization: [bearer, admin] }),
      "TokenAmbiguous",
    ],
    ["in the first map alone", requestEvent({ Authorization: bearer }, { Host: ["h"] }), "Authorized"],
    ["in the second map alone", requestEvent({ Host: "h" }, { Authorization: [bearer] }), "Authorized"],
    ["as a list in a list", requestEvent(null, { Authorization: [[bearer]] }), "TokenMissing"],
    ["as a list in the first map", requestEvent({ Authorization: [bearer] }), "TokenMissing"],
    ["as an object", requestEvent({ Authorization: { 0: bearer, length: 1 } }), "TokenMissing"],
    ["with a space after its name", requestEvent({ "Authorization ": bearer }), "TokenMissing"],
    ["with a dotless letter in its name", requestEvent({ "Author\u0131zation": bearer }), "TokenMissing"],
    ["with a long s for nothing", requestEvent({ "Authori\u017fation": bearer }), "TokenMissing"],
    [
      "by another name",
      requestEvent({ "X-Authorization": bearer, "Proxy-Authorization": bearer }),
      "TokenMissing",
    ],
    ["by an underscore", requestEvent({ authorization_: bearer }), "TokenMissing"],
    [
      "in `__proto__`",
      requestEvent(JSON.parse(`{"__proto__":{"authorization":"${bearer}"}}`)),
      "TokenMissing",
    ],
    [
      "in the query",
      { ...requestEvent(null), queryStringParameters: { access_token: GOOD } },
      "TokenMissing",
    ],
    ["in a cookie", requestEvent({ Cookie: `Authorization=${bearer}` }), "TokenMissing"],
    [
      "in the place of a TOKEN event's",
      { ...requestEvent(null), authorizationToken: bearer },
      "TokenMissing",
    ],
    [
      "of a TOKEN event in a header",
      { ...tokenEvent(undefined), headers: { Authorization: bearer } },
      "TokenMissing",
    ],
    ["of a TOKEN event in a list", { ...tokenEvent(""), authorizationToken: [bearer] }, "TokenMissing"],
    [
      "kept by another caller's",
      httpEvent2({ authorization: bearer, identitySource: [admin] }),
      "InvalidEvent",
    ],
    [
      "kept by what is no credential",
      httpEvent2({ authorization: bearer, identitySource: ["192.0.2.10"] }),
      "InvalidEvent",
    ],
    [
      "kept by a part of itself",
      httpEvent2({ authorization: bearer, identitySource: [GOOD] }),
      "InvalidEvent",
    ],
    ["of a socket twice", connectEvent({ authorization: bearer, Authorization: admin }), "TokenAmbiguous"],
    ["of a socket in its query", connectEvent({}, { Authorization: GOOD }), "TokenMissing"],
  ])("%s", (_, event, reason) => check(event, reason));
});

describe("what was called", () => {
  const arn = (changed: string) => tokenEvent(bearer, changed);
  it.each<Row>([
    ["every stage", arn(`${DEV.replace("/dev/", "/*/")}GET/petstore/v1/pets`), "InvalidEvent"],
    [
      "any stage of three letters",
      arn(`${DEV.replace("/dev/", "/???/")}GET/petstore/v1/pets`),
      "InvalidEvent",
    ],
    ["a stage by a variable", arn(`${DEV.replace("/dev/", "/$" + "{aws:username}/")}GET/`), "InvalidEvent"],
    ["no stage", arn(`${DEV.replace("/dev/", "//")}GET/`), "InvalidEvent"],
    ["every API", arn(`${DEV.replace("abcdef1234", "*")}GET/`), "InvalidEvent"],
    ["another service", arn("arn:aws:lambda:eu-west-1:111122223333:function:f"), "InvalidEvent"],
    ["nothing", arn(""), "InvalidEvent"],
    ["a list", { ...tokenEvent(bearer), methodArn: [`${DEV}GET/`] }, "InvalidEvent"],
    ["a stage `$default` of a REST API", arn(`${DEV.replace("/dev/", "/$default/")}GET/`), "InvalidEvent"],
    [
      "a socket's route that is not its first",
      { ...connectEvent({ authorization: bearer }), methodArn: `${DEV}$disconnect` },
      "InvalidEvent",
    ],
    ["a route above the root", arn(`${DEV}GET/../../prod/GET/`), "Authorized"],
    ["a route with wildcards", arn(`${DEV}*/*`), "Authorized"],
  ])("being %s", (_, event, reason) => check(event, reason));

  it.each(["..", "d:v", "dev\n", "dev%2F..", "DEV"])(
    "being the stage `%s` says nothing of any other",
    async (stage) => {
      const event = tokenEvent(admin, `${DEV.replace("/dev/", `/${stage}/`)}GET/`);
      expect(await createTarget().answerTo(event)).toEqual({ reason: "Authorized", allowed: NOTHING });
    },
  );

  it("is never more than its own API and stage", async () => {
    const target = createTarget();
    expect(await target.answerTo(tokenEvent(admin, `${PROD}GET/`))).toEqual({
      reason: "Authorized",
      allowed: NOTHING,
    });
  });
});
