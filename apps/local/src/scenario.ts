/** The scenario that the stack is built for: one call after the other, each with what it must answer. */
import { createForeignToken, logIn, type StackFile } from "@lychgate/cli";
import type { Network } from "./networks.ts";
import type { UserName } from "./users.ts";

interface Call {
  title: string;
  /** Who calls: nobody, somebody with a token from elsewhere, or a user of the pool. */
  caller: UserName | "nobody" | "stranger";
  from: Network;
  /** Below the stage. */
  path: string;
  status: number;
  body: string;
}

const PETS =
  '{"pets":[{"id":1,"name":"Birds"},{"id":2,"name":"Cats"},{"id":3,"name":"Dogs"},{"id":4,"name":"Fish"}]}';
const UNAUTHORIZED = '{"message":"Unauthorized"}';
const IMPLICIT_DENY = '{"Message":"User is not authorized to access this resource"}';
const EXPLICIT_DENY = '{"Message":"User is not authorized to access this resource with an explicit deny"}';

const V1_PETS = "/petstore/v1/pets";
const V2_PETS = "/petstore/v2/pets";
const V2_STATUS = "/petstore/v2/status";

export const SCENARIO: readonly Call[] = [
  { title: "no token", caller: "nobody", from: "clinic", path: V1_PETS, status: 401, body: UNAUTHORIZED },
  {
    title: "a token from elsewhere",
    caller: "stranger",
    from: "clinic",
    path: V1_PETS,
    status: 403,
    body: EXPLICIT_DENY,
  },
  { title: "a veterinarian", caller: "vet", from: "clinic", path: V1_PETS, status: 200, body: PETS },
  {
    title: "a veterinarian",
    caller: "vet",
    from: "clinic",
    path: V2_STATUS,
    status: 200,
    body: '{"status":"ok"}',
  },
  { title: "a veterinarian", caller: "vet", from: "clinic", path: V2_PETS, status: 403, body: IMPLICIT_DENY },
  {
    title: "a veterinarian elsewhere",
    caller: "vet",
    from: "elsewhere",
    path: V1_PETS,
    status: 403,
    body: IMPLICIT_DENY,
  },
  {
    title: "a veterinarian elsewhere",
    caller: "vet",
    from: "elsewhere",
    path: V2_STATUS,
    status: 403,
    body: IMPLICIT_DENY,
  },
  {
    title: "a user in no group",
    caller: "guest",
    from: "clinic",
    path: V1_PETS,
    status: 403,
    body: EXPLICIT_DENY,
  },
  {
    title: "a group with no policy",
    caller: "groomer",
    from: "clinic",
    path: V1_PETS,
    status: 403,
    body: EXPLICIT_DENY,
  },
];

/** A call of the scenario and what came of it. */
export interface CallOutcome {
  call: Call;
  status: number;
  body: string;
  asExpected: boolean;
}

/** Makes the calls over HTTP, in order. @throws CliError when nobody can log in */
export async function* runScenario(stack: StackFile): AsyncGenerator<CallOutcome> {
  const tokens = await tokensFor(stack);
  for (const call of SCENARIO) {
    const token = tokens.get(call.caller);
    const url = `${call.from === "clinic" ? stack.apiUrl : stack.outsideApiUrl}${call.path}`;
    const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const response = await fetch(url, { headers });
    const body = await response.text();
    yield {
      call,
      status: response.status,
      body,
      asExpected: response.status === call.status && body === call.body,
    };
  }
}

async function tokensFor({ users, cognito, region }: StackFile): Promise<Map<string, string>> {
  const { clientId, endpoint } = cognito;
  const callers = new Set<string>(SCENARIO.map(({ caller }) => caller));
  const tokens = new Map([["stranger", createForeignToken(Date.now())]]);
  for (const { username, password } of users.filter((user) => callers.has(user.username))) {
    const { accessToken } = await logIn({ username, password, clientId, region, endpoint });
    tokens.set(username, accessToken);
  }
  return tokens;
}

export function formatOutcome({ call, status, body, asExpected }: CallOutcome): string {
  const verdict = asExpected ? "✓" : `✗ expected ${call.status} ${call.body}\n `;
  return `${verdict} GET /dev${call.path}  ${call.title}\n    ${status} ${body}`;
}
