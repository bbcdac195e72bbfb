import { describe, expect, it } from "vitest";
import { connectEvent, httpEvent1, httpEvent2, requestEvent, tokenEvent } from "../test/events.ts";
import { type ConditionValue, conditionValue } from "./condition-value.ts";
import type { EventKind } from "./event-kind.ts";

const NOW = Date.UTC(2026, 10, 21, 12, 0, 0, 500);
const TOKEN = tokenEvent("Bearer a");

const identity = (values: object) => ({
  ...requestEvent({ "User-Agent": "agent" }),
  requestContext: { identity: values },
});

describe("a condition key of", () => {
  it.each<[string, EventKind, object, string, ConditionValue]>([
    ["any event", "TOKEN", TOKEN, "aws:currenttime", { value: "2026-11-21T12:00:00.500Z" }],
    ["any event", "TOKEN", TOKEN, "aws:epochtime", { value: "1795262400" }],
    ["any event", "2.0", httpEvent2(), "aws:securetransport", { value: "true" }],
    ["a TOKEN event", "TOKEN", { ...requestEvent({ "User-Agent": "a" }) }, "aws:useragent", undefined],
    ["a TOKEN event", "TOKEN", TOKEN, "aws:sourceip", undefined],
    ["a REQUEST event", "REQUEST", requestEvent({}), "aws:sourceip", { value: "192.0.2.10" }],
    ["a REQUEST event", "REQUEST", requestEvent({ "user-AGENT": "a" }), "aws:useragent", { value: "a" }],
    ["a REQUEST event", "REQUEST", requestEvent({ Referer: "r" }), "aws:referer", { value: "r" }],
    ["a REQUEST event without the header", "REQUEST", requestEvent({}), "aws:referer", {}],
    [
      "a REQUEST event with it twice",
      "REQUEST",
      requestEvent({}, { Referer: ["r", "r"] }),
      "aws:referer",
      undefined,
    ],
    ["a REQUEST event with it empty", "REQUEST", requestEvent({ Referer: "" }), "aws:referer", undefined],
    ["a REQUEST event without headers", "REQUEST", requestEvent(null), "aws:referer", undefined],
    ["a REQUEST event with no address", "REQUEST", identity({ sourceIp: "..." }), "aws:sourceip", undefined],
    [
      "a REQUEST event through a VPC endpoint",
      "REQUEST",
      identity({ sourceIp: "10.0.0.1", vpceId: "vpce-1" }),
      "aws:sourceip",
      undefined,
    ],
    ["a REQUEST event", "REQUEST", requestEvent({}), "aws:sourcevpc", undefined],
    ["a REQUEST event", "REQUEST", requestEvent({}), "__proto__", undefined],
    ["format 1.0", "1.0", httpEvent1(), "aws:sourceip", { value: "192.0.2.10" }],
    ["format 2.0", "2.0", httpEvent2(), "aws:sourceip", { value: "192.0.2.10" }],
    ["format 2.0", "2.0", httpEvent2(), "aws:useragent", { value: "agent" }],
    ["`$connect`", "$connect", connectEvent({ Referer: "r" }), "aws:referer", { value: "r" }],
  ])("%s (%s), %j: %s", (_, kind, event, key, expected) => {
    expect(conditionValue({ ...event }, kind, key, NOW)).toEqual(expected);
  });
});
