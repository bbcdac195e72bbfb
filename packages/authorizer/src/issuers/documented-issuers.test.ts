/** What docs/issuers.md says: each of its examples is read, and accepts such a token as its provider makes. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { createIssuer } from "../../test/oidc-issuer.ts";
import { createTokenVerifier } from "./create-verifier.ts";
import { GROUP_FORMATS } from "./group-claim.ts";
import { ALGORITHMS, type Issuer, issuerOf } from "./issuer.ts";
import { readIssuers } from "./read-issuers.ts";

const DOCUMENT = readFileSync(new URL("../../../../docs/issuers.md", import.meta.url), "utf8");

/** The examples, by the heading that they stand under. */
const EXAMPLES = new Map(
  DOCUMENT.split(/^##+ /m).flatMap((section): [string, readonly Issuer[]][] => {
    const example = /```json\n(.*?)```/s.exec(section)?.[1];
    const heading = section.slice(0, section.indexOf("\n"));
    return example === undefined ? [] : [[heading, readIssuers(JSON.parse(example), heading)]];
  }),
);

interface Row {
  heading: string;
  header?: object;
  claims: Record<string, unknown>;
  caller: object;
  /** What the page says is denied. */
  denied: { claims: Record<string, unknown>; reason: string; header?: object }[];
}

const ROWS: Row[] = [
  {
    heading: "Cognito",
    claims: {
      token_use: "access",
      client_id: "1example23456789",
      username: "ana",
      "cognito:groups": ["vets", "eu-west-1_Clinic_Google"],
    },
    caller: { principalId: "u1", username: "ana", groups: ["vets"], clientId: "1example23456789" },
    denied: [
      { claims: { token_use: "id", aud: "1example23456789" }, reason: "TokenInvalid" },
      { claims: { username: undefined }, reason: "TokenInvalid" },
      { claims: { sub: "okta|u1" }, reason: "TokenInvalid" },
    ],
  },
  {
    heading: "Users from elsewhere",
    claims: {
      token_use: "id",
      aud: "1example23456789",
      "cognito:username": "Okta_ana",
      "cognito:groups": ["eu-west-1_Clinic_Okta"],
      "custom:groups": "[vets, pet%20owners]",
    },
    caller: { username: "Okta_ana", groups: ["pet owners", "vets"] },
    denied: [{ claims: { token_use: "access", client_id: "1example23456789" }, reason: "TokenInvalid" }],
  },
  {
    heading: "Okta",
    claims: { aud: "api://pets", cid: "0oa1", uid: "00u1", scp: ["openid", "pets.read"], groups: ["vets"] },
    caller: { principalId: "okta|u1", clientId: "0oa1", groups: ["okta.vets"] },
    denied: [
      { claims: { aud: "https://clinic.okta.com" }, reason: "TokenInvalid" },
      { claims: { scp: ["openid"] }, reason: "ScopeMissing" },
    ],
  },
  {
    heading: "Auth0",
    header: { typ: "at+jwt" },
    claims: {
      sub: "auth0|u1",
      aud: ["https://pets.example.com", "https://clinic.eu.auth0.com/userinfo"],
      "https://pets.example.com/groups": ["vets"],
    },
    caller: { principalId: "auth0|auth0|u1", groups: ["auth0.vets"] },
    denied: [
      { claims: {}, header: { typ: "JWT" }, reason: "TokenInvalid" },
      { claims: { aud: ["https://clinic.eu.auth0.com/userinfo"] }, reason: "TokenInvalid" },
    ],
  },
  {
    heading: "Google",
    claims: { aud: "1234567890-example.apps.googleusercontent.com", hd: "clinic.example" },
    caller: { principalId: "google|u1", groups: ["google.clinic.example"] },
    denied: [{ claims: { aud: "other.apps.googleusercontent.com" }, reason: "TokenInvalid" }],
  },
  {
    heading: "Entra ID",
    claims: {
      aud: "66666666-7777-8888-9999-000000000000",
      scp: "pets.read",
      roles: ["vets"],
      hasgroups: true,
      preferred_username: "ana@clinic.example",
    },
    caller: { username: "ana@clinic.example", groups: ["entra.vets"] },
    denied: [
      { claims: { aud: "00000003-0000-0000-c000-000000000000" }, reason: "TokenInvalid" },
      { claims: { scp: undefined }, reason: "ScopeMissing" },
      { claims: { _claim_names: { roles: "src1" } }, reason: "GroupsOverage" },
    ],
  },
  {
    heading: "Keycloak",
    claims: {
      aud: ["pets-api", "account"],
      azp: "web",
      typ: "Bearer",
      realm_access: { roles: ["vets", "offline_access"] },
      preferred_username: "ana",
    },
    caller: { groups: ["keycloak.offline_access", "keycloak.vets"], clientId: "web", username: "ana" },
    denied: [
      { claims: { aud: "account" }, reason: "TokenInvalid" },
      { claims: { azp: "other" }, reason: "TokenInvalid" },
    ],
  },
];

describe("the examples of the page about issuers", () => {
  it("are all tried here", () => {
    expect([...EXAMPLES.keys()]).toEqual(ROWS.map(({ heading }) => heading));
  });

  it.each(ROWS)("accept a token: $heading", async ({ heading, header, claims, caller }) => {
    const { verify, token } = exampleOf(heading);
    await expect(verify(token(claims, header))).resolves.toMatchObject(caller);
  });

  const denials = ROWS.flatMap(({ denied, ...row }) => denied.map((denial) => ({ row, denial })));
  it.each(denials)("deny what the page says: $row.heading, $denial", async ({ row, denial }) => {
    const { verify, token } = exampleOf(row.heading);
    const refused = token({ ...row.claims, ...denial.claims }, denial.header ?? row.header);
    await expect(verify(refused)).rejects.toMatchObject({ code: denial.reason });
  });
});

describe("the page about issuers", () => {
  it("names every algorithm and every format of groups", () => {
    for (const name of [...Object.keys(ALGORITHMS), ...Object.keys(GROUP_FORMATS)])
      expect(DOCUMENT).toContain(`\`${name}\``);
  });

  it("names every option of its examples in its table", () => {
    const options = new Set([...EXAMPLES.values()].flat().flatMap((issuer) => Object.keys(issuer)));
    for (const option of options) expect(DOCUMENT).toMatch(new RegExp(`^\\| \`${option}\` \\|`, "m"));
  });
});

function exampleOf(heading: string) {
  const issuers = EXAMPLES.get(heading) ?? [];
  const [first] = issuers;
  if (!first) throw new Error(`expected an example under ${heading}`);
  const issuer = createIssuer("https://issuer.example.com");
  const fetchJwks = async () => new TextEncoder().encode(issuer.keySet()).buffer;
  const own = {
    iss: issuerOf(first),
    sub: "u1",
    aud: undefined,
    azp: undefined,
    scope: undefined,
    groups: undefined,
  };
  return {
    verify: createTokenVerifier({ issuers, fetchJwks }),
    token: (claims: object, header: object = {}) => issuer.token({ ...own, ...claims }, { ...header }),
  };
}
