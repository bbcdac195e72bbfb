/** Claims that are meant to widen the routes that they stand in, through the whole authorizer. */
import { claimPlaceholder } from "@lychgate/policy";
import { createMemoryPolicyStore } from "@lychgate/policy-store";
import { describe, expect, it } from "vitest";
import { itemOf, statementOf } from "../policies.ts";
import { createTarget, partner, pool, type Target } from "./target.ts";

const TENANT = claimPlaceholder("custom:tenant");
const SUB = claimPlaceholder("sub");

const ITEMS = [
  itemOf("tenants", statementOf("Own", "Allow", `GET/tenants/${TENANT}/orders`)),
  itemOf("owners", statementOf("Mine", "Allow", `GET/owners/${SUB}/*`)),
  itemOf("both", statementOf("Both", "Allow", `GET/tenants/${TENANT}/owners/${SUB}`)),
];

const ROUTES = [
  "GET/tenants/acme/orders",
  "GET/tenants/other/orders",
  "GET/tenants/acme/orders/1",
  "GET/tenants/a/b/orders",
  "GET/tenants//orders",
  "GET/tenants/*/orders",
  "GET/tenants/%2A/orders",
  "GET/tenants/../orders",
  `GET/tenants/${TENANT}/orders`,
  "POST/tenants/acme/orders",
  "GET/owners/ana/pets",
  "GET/owners/ben/pets",
  "GET/owners/*/pets",
  "GET/tenants/acme/owners/ana",
  "GET/tenants/ana/owners/acme",
  "GET/admin",
];

const target = (): Target => createTarget({ store: createMemoryPolicyStore(ITEMS), routes: ROUTES });

const tokenOf = (tenant: unknown, groups = ["tenants"], claims: object = {}) =>
  partner.token({ groups, "custom:tenant": tenant, ...claims });

const OWN = "GET/tenants/acme/orders";

describe("a claim in a route", () => {
  it("is the one segment of its text", async () => {
    expect(await target().answerToToken(tokenOf("acme"))).toEqual({ reason: "Authorized", allowed: [OWN] });
    const owner = partner.token({ sub: "ana", groups: ["owners"] });
    expect((await target().answerToToken(owner)).allowed).toEqual(["GET/owners/ana/pets"]);
  });

  it.each<unknown>([
    "*",
    "?",
    "acme*",
    "????",
    "acm?",
    "a/b",
    "acme/orders/../../other",
    "..",
    ".",
    "",
    " ",
    " acme",
    "acme ",
    "acme\n",
    "acme\0",
    "acme/",
    "/acme",
    "$" + "{*}",
    "$" + "{?}",
    "$" + "{$}",
    "$" + "{aws:SourceIp}",
    "$" + "{claim:sub}",
    TENANT,
    "$",
    "{acme}",
    "%2A",
    "%2F",
    "acme%2Forders",
    "acme;x",
    "acme\\",
    'acme"',
    "\u0430cme",
    "acme\u200b",
    "\uff0a",
    "\ud800",
    "a".repeat(129),
    "a".repeat(256),
    "a".repeat(257),
    ["acme"],
    ["acme", "other"],
    { value: "acme" },
    true,
    1,
    null,
    undefined,
  ])("opens nothing when it is %j", async (tenant) => {
    const { allowed } = await target().answerToToken(tokenOf(tenant));
    expect(allowed).toEqual([]);
  });

  it.each(["__proto__", "constructor", "toString", "a".repeat(128), "ACME", "Acme"])(
    "opens what is named so and nothing else: %s",
    async (tenant) => {
      const route = `GET/tenants/${tenant}/orders`;
      const routes = [...ROUTES, route];
      const { allowed } = await createTarget({ store: createMemoryPolicyStore(ITEMS), routes }).answerToToken(
        tokenOf(tenant),
      );
      expect(allowed).toEqual([route]);
    },
  );

  it("that comes twice is the last one, and one that is named nearly so is none", async () => {
    const claims = (more: string) =>
      partner.tokenOfText(
        `{"iss":"${partner.issuer}","sub":"ana","aud":"api://pets","exp":4000000000,"groups":["tenants"],${more}}`,
      );
    const said = async (more: string) => (await target().answerToToken(claims(more))).allowed;
    expect(await said('"custom:tenant":"other","custom:tenant":"acme"')).toEqual([OWN]);
    expect(await said('"custom:tenant":"acme","custom:tenant":"*"')).toEqual([]);
    expect(await said('"custom:Tenant":"acme","tenant":"acme","custom":{"tenant":"acme"}')).toEqual([]);
    expect(await said('"__proto__":{"custom:tenant":"acme"}')).toEqual([]);
  });

  it("is each caller's own, whoever came before, and is not exchanged for another claim", async () => {
    const one = target();
    const said = async (tenant: string, groups: string[], sub: string) =>
      (await one.answerToToken(tokenOf(tenant, groups, { sub }))).allowed;
    for (const _ of [1, 2]) {
      expect(await said("acme", ["tenants"], "ana")).toEqual([OWN]);
      expect(await said("other", ["tenants"], "ana")).toEqual(["GET/tenants/other/orders"]);
      expect(await said("acme", ["both"], "ana")).toEqual(["GET/tenants/acme/owners/ana"]);
      expect(await said("ana", ["both"], "acme")).toEqual(["GET/tenants/ana/owners/acme"]);
      expect(await said("acme ana", ["both"], "x")).toEqual([]);
      expect(await said("*", ["tenants", "owners"], "ben")).toEqual(["GET/owners/ben/pets"]);
    }
  });

  it("is nothing that a user pool's token says of itself in an id token alone", async () => {
    const id = pool.token({
      token_use: "id",
      aud: pool.clientId,
      "custom:tenant": "acme",
      "cognito:groups": ["tenants"],
    });
    expect(await target().answerToToken(id)).toEqual({ reason: "TokenInvalid", allowed: [] });
  });
});
