import { readContract } from "@lychgate/policy";
import { describe, expect, it } from "vitest";
import { type Scaffold, scaffold } from "./scaffold.ts";

const paths = {
  "/pets": { get: {}, post: {} },
  "/pets/{petId}": { get: {}, delete: {} },
};
const API = readContract([{ name: "api", document: { openapi: "3.0.1", paths } }]);

const WANTED: Scaffold = { group: "readers", description: "Readers.", routes: ["GET /pets"], networks: [] };

function scaffolded(wanted: Partial<Scaffold>) {
  return scaffold({ ...WANTED, ...wanted }, API);
}

/** The lines of the tests that hold a request against the group. */
function expectations(wanted: Partial<Scaffold>): string[] {
  const lines = scaffolded(wanted).test.split("\n");
  return lines
    .filter((line) => line.includes("expect("))
    .map((line) => line.trim().replace("expect(member).", ""));
}

describe("the module of a new group", () => {
  it("has what reads and what writes as statements of their own", () => {
    const { module } = scaffolded({ routes: ["GET /pets", "GET /pets/*", "DELETE /pets/*"] });
    expect(module).toContain(`
    { sid: "Read", effect: "Allow", routes: ["GET /pets", "GET /pets/{petId}"] },
    { sid: "DeletePetsPetId", effect: "Allow", routes: ["DELETE /pets/{petId}"] },
`);
  });

  it("spells routes as the contract does, once each", () => {
    const { module } = scaffolded({ routes: ["GET /pets/{id}", "GET /pets/*", "GET /pets/{petId}"] });
    expect(module).toContain('[{ sid: "GetPetsPetId", effect: "Allow", routes: ["GET /pets/{petId}"] }]');
  });

  it("has the networks as a condition of each statement", () => {
    const { module } = scaffolded({ networks: ["192.0.2.0/24"] });
    expect(module).toContain('condition: { IpAddress: { "aws:SourceIp": ["192.0.2.0/24"] } },');
  });

  it.each<[string, Partial<Scaffold>, string]>([
    [
      "a route that no API has",
      { routes: ["DELETE /pets"] },
      "no API has the route `DELETE /pets`; did you mean `DELETE /pets/{petId}`?",
    ],
    ["a text that is no route", { routes: ["LIST /pets"] }, "route `LIST /pets`: expected a verb or `ANY`"],
    ["a network that is none", { networks: ["192.0.2.0/33"] }, "--ip: expected an address or a range"],
    ["an empty description", { description: " " }, "description: "],
  ])("is refused for %s", (_, wanted, message) => expect(() => scaffolded(wanted)).toThrow(message));
});

describe("the tests of a new group", () => {
  it.each<[string, Partial<Scaffold>, string[]]>([
    [
      "a request for each statement, and one to another route",
      { routes: ["GET /pets", "DELETE /pets/*"] },
      ['toAllow("GET /pets");', 'toAllow("DELETE /pets/1");', 'toDeny("POST /pets");'],
    ],
    [
      "requests from within the networks, and one from elsewhere",
      { networks: ["198.51.100.0/24", "203.0.113.0/24"] },
      [
        'toAllow("GET /pets", { sourceIp: "198.51.100.1" });',
        'toDeny("POST /pets", { sourceIp: "198.51.100.1" });',
        'toDeny("GET /pets", { sourceIp: "2001:db8::10" });',
      ],
    ],
    [
      "a request from a network of one address",
      { networks: ["2001:db8::7/128"], routes: ["ANY /**"] },
      [
        'toAllow("GET /pets", { sourceIp: "2001:db8::7" });',
        'toDeny("GET /pets", { sourceIp: "203.0.113.10" });',
      ],
    ],
    ["no request that is denied, where there is none", { routes: ["ANY /**"] }, ['toAllow("GET /pets");']],
  ])("hold %s", (_, wanted, lines) => expect(expectations(wanted)).toEqual(lines));
});
