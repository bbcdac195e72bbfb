import { describe, expect, it } from "vitest";
import { SAMPLE_BUNDLE } from "../../test/sample-bundle.ts";
import { type PortalOperation, portalOperations } from "../api/portal-operation.ts";
import type { CallAnswer } from "./call.ts";
import { explained } from "./explained.ts";
import type { Network } from "./local-stack.ts";

const AT = Date.UTC(2026, 10, 3);
const [OPERATION] = portalOperations(SAMPLE_BUNDLE);
if (!OPERATION) throw new Error("expected an operation");

interface Case {
  groups?: readonly string[];
  operation?: PortalOperation;
  credential?: string;
  network?: Network;
  path?: string;
  expiry?: number;
  decision?: string | null;
}

function explain({
  groups = ["vets"],
  operation = OPERATION,
  credential = "access",
  network = "clinic",
  path = "/pets",
  expiry = AT + 1000,
  decision,
}: Case) {
  if (!operation) throw new Error("expected an operation");
  const access = { raw: "", header: {}, claims: { "cognito:groups": groups, exp: expiry / 1000 } };
  const answer: CallAnswer = {
    status: 200,
    statusText: "OK",
    headers: [],
    body: "",
    milliseconds: 1,
    requestId: "1",
    decision: decision === undefined ? undefined : { decision, sids: [], authorizer: "miss" },
  };
  const call = { operation, method: "GET", credential, network, path, body: undefined };
  return explained(
    { call, bundle: SAMPLE_BUNDLE, login: { access, id: access }, at: AT, answer },
    "browser/1",
  );
}

describe("what the policies say of a call", () => {
  it.each<[Case, string]>([
    [{}, "allowed"],
    [{ network: "elsewhere" }, "implicitDeny"],
    [{ network: "elsewhere", groups: ["owners"] }, "allowed"],
    [{ path: "/pets/1?expand=owner", groups: ["owners"] }, "allowed"],
    [{ path: "/status", groups: ["owners"] }, "implicitDeny"],
    [{ groups: [] }, "explicitDeny"],
    [{ groups: ["unheard-of"] }, "explicitDeny"],
  ])("of %j is %s", (given, decision) => {
    expect(explain(given)).toMatchObject({ kind: "asked", answer: { decision } });
  });

  it.each([
    ["vets", { "aws:SourceIp": "192.0.2.10" }],
    [
      "temps",
      {
        "aws:SourceIp": "192.0.2.10",
        "aws:CurrentTime": "2026-11-03T00:00:00.000Z",
        "aws:UserAgent": "browser/1",
      },
    ],
  ])("is told with the circumstances that the policy of %s asks for", (group, context) => {
    expect(explain({ groups: [group] })).toMatchObject({ request: { groups: [group], context } });
    expect(explain({ groups: [group] })).toHaveProperty("request.context", context);
  });

  it.each([
    ["allowed", true],
    ["implicitDeny", false],
    [null, undefined],
    [undefined, undefined],
  ])("is compared with the gateway's %s: %s", (decision, agrees) => {
    expect(explain({ ...(decision !== undefined && { decision }) })).toHaveProperty("agrees", agrees);
  });
});

describe("no policy is asked", () => {
  it.each<[Case, RegExp]>([
    [{ credential: "id" }, /access tokens alone/],
    [{ credential: "foreign" }, /own pool alone/],
    [{ credential: "signature" }, /wants a token/],
    [{ credential: "key:clinic" }, /no token/],
    [{ credential: "none" }, /no token/],
    [{ expiry: AT }, /over/],
  ])("where %j is brought", (given, text) => {
    expect(explain(given)).toEqual({ kind: "unasked", text: expect.stringMatching(text) });
  });

  it.each([
    ["signature", /IAM/],
    ["pool", /user pool/],
    ["custom", /Lambda authorizer/],
    ["key", /usage plan/],
    [undefined, /resource policy/],
  ] as const)("of an API that they are not about and that wants: %s", (kind, text) => {
    if (!OPERATION) throw new Error("expected an operation");
    const [asked] = OPERATION.credentials;
    if (!asked) throw new Error("expected a credential");
    const operation = { ...OPERATION, api: "other.yaml", credentials: kind ? [{ ...asked, kind }] : [] };
    expect(explain({ operation })).toEqual({ kind: "unasked", text: expect.stringMatching(text) });
  });
});
