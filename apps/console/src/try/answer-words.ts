/** What an answer of the gateway means, and what to do about it. */
import type { PortalOperation } from "../api/portal-operation.ts";
import { isRecord, textIn } from "../api/record.ts";
import type { CallAnswer, GatewayDecision } from "./call.ts";
import type { CredentialName } from "./credentials.ts";

/** What to do; `undefined` where all is well. */
export function adviceOn(answer: Pick<CallAnswer, "status" | "body">): string | undefined {
  const { status, body } = answer;
  const message = messageOf(body);
  const advice = ADVICE.find((each) => each.status === status && (each.says?.test(message) ?? true));
  if (advice) return advice.text;
  if (status >= 500) return "Something failed: the terminal in which `npm start` runs says more.";
  if (status === 0) return "The answer leads elsewhere, where this page does not follow.";
  return status >= 400
    ? "The request is not as the operation wants it: its page under API says how."
    : undefined;
}

const ADVICE: readonly { status: number; says?: RegExp; text: string }[] = [
  {
    status: 401,
    text: "What was brought is nothing that the operation accepts, or is over: log in anew or as somebody else, or bring what its page under API asks for.",
  },
  {
    status: 403,
    says: /^Missing Authentication Token$/,
    text: "Either the API has no such route, or it wants a signature: choose an operation of the list, and the signature of the IAM user.",
  },
  {
    status: 403,
    says: /^Forbidden$/,
    text: "The operation wants an API key that is in a usage plan: choose one.",
  },
  {
    status: 403,
    says: /signature|security token/i,
    text: "The signature is none of somebody that IAM knows: choose the signature of the IAM user.",
  },
  {
    status: 403,
    text: "The caller is known and may not: log in as somebody else, call from another network, or change a policy. The explanation says which.",
  },
  { status: 404, text: "There is nothing at this path: try one that a list gives." },
  { status: 413, text: "The body is larger than API Gateway takes: make it smaller." },
  {
    status: 429,
    says: /^Limit/,
    text: "The key's quota is used up: plans are as new when the stack starts anew.",
  },
  { status: 429, text: "The key's plan is slower than this: wait, or choose another key." },
];

/** API Gateway writes it in either way. */
function messageOf(body: string): string {
  try {
    const read: unknown = JSON.parse(body);
    return isRecord(read) ? (textIn(read.message) ?? textIn(read.Message) ?? "") : "";
  } catch {
    return "";
  }
}

const AUTHORIZER_WORDS: ReadonlyMap<string, string> = new Map([
  ["hit", "not asked: its answer was cached"],
  ["miss", "asked, for no answer of it was cached"],
  ["none", "there is none here, or it was not asked"],
]);

export function authorizerText({ authorizer }: GatewayDecision): string {
  return AUTHORIZER_WORDS.get(authorizer) ?? authorizer;
}

const DECISIONS: ReadonlyMap<string, string> = new Map([
  ["allowed", "allowed"],
  ["explicitDeny", "denied by a statement"],
  ["implicitDeny", "allowed by nothing"],
]);

/** `allowed, by ReadPets` */
export function decisionText({ decision, sids }: GatewayDecision): string {
  if (decision === null) return "no policy was evaluated";
  const said = DECISIONS.get(decision) ?? decision;
  return sids.length === 0 ? said : `${said}: ${sids.join(", ")}`;
}

/** Why no group's policy was asked, where the API has an authorizer for them. */
export function unaskedText(credential: CredentialName): string {
  return UNASKED.get(credential) ?? WITHOUT_TOKEN;
}

const WITHOUT_TOKEN = "There is no token, so API Gateway refuses the request itself and asks nobody.";

const UNASKED: ReadonlyMap<CredentialName, string> = new Map([
  ["access", "The token is over: the authorizer looks at no group of it."],
  ["id", "The authorizer takes access tokens alone: it denies an ID token, whatever groups that names."],
  [
    "foreign",
    "The authorizer takes tokens of its own pool alone: it denies this one, whatever groups that names.",
  ],
  ["signature", "The authorizer wants a token: it denies what is a signature."],
]);

/** What decides, where group policies do not. */
export function otherMethodText({ credentials: [asked] }: Pick<PortalOperation, "credentials">): string {
  return asked === undefined ? OTHER_METHODS.none : OTHER_METHODS[asked.kind];
}

const OTHER_METHODS = {
  signature: "IAM decides here: whether the signature is of a user who has a policy for the operation.",
  pool: "The user pool decides here: whether the token is good, and has a scope where the operation asks for one. Groups are left to the function behind it.",
  custom: "A Lambda authorizer of its own decides here.",
  key: "The usage plan of the key decides here: rate, burst and quota.",
  none: "Nobody is asked who they are: the API's resource policy decides by the network.",
} as const;
