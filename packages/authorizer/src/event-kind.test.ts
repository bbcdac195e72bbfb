import { describe, expect, it } from "vitest";
import { CONNECT, FORMAT_1, FORMAT_2 } from "../test/documented-events.ts";
import { connectEvent, DEV, httpEvent1, httpEvent2, PETS, requestEvent, tokenEvent } from "../test/events.ts";
import { AuthorizerFault } from "./errors.ts";
import { calledRoute, type EventKind } from "./event-kind.ts";

const DOCUMENTED = "arn:aws:execute-api:us-east-1:123456789012:abcdef123/";
const HTTP = "arn:aws:execute-api:eu-west-1:111122223333:abcdef1234/$default/";

describe("an event of an authorizer", () => {
  it.each<[string, EventKind, object, string]>([
    ["that documents format 1.0", "1.0", FORMAT_1, `${DOCUMENTED}test/`],
    ["that documents format 2.0", "2.0", FORMAT_2, `${DOCUMENTED}test/`],
    ["that documents WebSocket APIs", "$connect", CONNECT, `${DOCUMENTED}default/`],
    ["with a token alone", "TOKEN", tokenEvent("Bearer aaa"), DEV],
    ["of a REST API", "REQUEST", requestEvent({}), DEV],
    [
      "of a REST API's path `$connect`",
      "REQUEST",
      { ...requestEvent({}), methodArn: `${DEV}GET/$connect` },
      DEV,
    ],
    ["of the stage `$default`, in format 1.0", "1.0", httpEvent1({ prefix: HTTP }), HTTP],
    ["of the stage `$default`, in format 2.0", "2.0", httpEvent2({ prefix: HTTP }), HTTP],
    ["of the route `$default` there", "2.0", { ...FORMAT_2, routeArn: `${HTTP}$default` }, HTTP],
    ["of the path `$default/` there", "2.0", { ...FORMAT_2, routeArn: `${HTTP}GET/$default/x` }, HTTP],
    ["with a `methodArn` that is of no use", "2.0", { ...FORMAT_2, methodArn: "x" }, `${DOCUMENTED}test/`],
  ])("%s is told by its shape: %s", (_, kind, event, prefix) => {
    const called = calledRoute({ ...event });
    expect(called).toMatchObject({ kind, binding: { prefix } });
    expect(called.arn.startsWith(prefix)).toBe(true);
  });

  it.each<[string, object]>([
    ["a version that is not known", { ...FORMAT_2, version: "3.0" }],
    ["a version that is a number", { ...FORMAT_1, version: 1 }],
    ["null for a version", { ...requestEvent({}), version: null }],
    ["format 2.0 without `routeArn`", { ...FORMAT_2, routeArn: undefined, methodArn: PETS }],
    ["format 1.0 without `methodArn`", { ...FORMAT_1, methodArn: undefined, routeArn: PETS }],
    ["format 2.0 with another type", { ...FORMAT_2, type: "JWT" }],
    ["every stage", { ...FORMAT_2, routeArn: `${DOCUMENTED}*/GET/request` }],
    [
      "every API in the stage `$default`",
      { ...FORMAT_2, routeArn: HTTP.replace("abcdef1234", "*") + "GET/x" },
    ],
    ["a variable for a stage", { ...FORMAT_2, routeArn: `${DOCUMENTED}\${default}/GET/request` }],
    ["a variable for an API", { ...FORMAT_2, routeArn: HTTP.replace("abcdef1234", () => "$&") + "GET/x" }],
    ["no verb in the stage `$default`", { ...FORMAT_2, routeArn: HTTP }],
    ["no API in the stage `$default`", { ...FORMAT_2, routeArn: HTTP.replace("abcdef1234", "") + "GET/x" }],
    ["another service", { ...FORMAT_2, routeArn: FORMAT_2.routeArn.replace("execute-api", "s3") }],
    ["the stage `$default` of a REST API", { ...requestEvent({}), methodArn: `${HTTP}GET/x` }],
    ["the stage `$default` of a TOKEN event", tokenEvent("Bearer aaa", `${HTTP}GET/x`)],
    ["a message on a WebSocket", socket({ eventType: "MESSAGE" })],
    ["the end of a WebSocket", socket({ eventType: "DISCONNECT", routeKey: "$disconnect" })],
    ["another route of a WebSocket", socket({ routeKey: "send" })],
    ["`$connect` without its context", { ...connectEvent(), requestContext: undefined }],
    ["`$connect` in the context alone", { ...connectEvent(), methodArn: `${DEV}send` }],
    ["`$connect` with more after it", { ...connectEvent(), methodArn: `${DEV}$connect/` }],
    ["a connection of a REST API's method", socket({ eventType: undefined }, `${DEV}GET/x`)],
  ])("with %s is refused, and the message holds nothing of it", (_, event) => {
    const read = () => calledRoute({ ...event });
    expect(read).toThrow(AuthorizerFault);
    expect(read).toThrow(/^authorizer event: expected /);
    expect(read).not.toThrow(/111122223333|123456789012|MESSAGE|send/);
  });
});

function socket(requestContext: object, methodArn = `${DEV}$connect`): object {
  const event = connectEvent();
  return { ...event, methodArn, requestContext: { ...event.requestContext, ...requestContext } };
}
