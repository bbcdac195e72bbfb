import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";
import { createPets } from "../pets.ts";
import { answer, refuse } from "../responses.ts";
import { type Claims, claimsOf, groupsOf } from "./claims.ts";
import { type Assumed, assumeRole, callDemo } from "./group-role.ts";
import type { MethodsSettings } from "./settings.ts";

type Result = APIGatewayProxyResult | Promise<APIGatewayProxyResult>;

/** Answers one operation of the contract. */
export interface MethodRoute {
  /** What API Gateway has to have found out about the caller. */
  proof: Proof;
  run(event: APIGatewayProxyEvent, settings: MethodsSettings): Result;
}

/** What a caller has brought, and how it shows in the event. */
const PROOFS = {
  userPoolToken: (event) => claimsOf(event) !== undefined,
  signature: ({ requestContext }) => isText(requestContext?.identity?.userArn),
  apiKey: ({ requestContext }) => isText(requestContext?.identity?.apiKeyId),
  // The network decides, and API Gateway leaves no trace of it.
  none: () => true,
} as const satisfies Record<string, (event: APIGatewayProxyEvent) => boolean>;

type Proof = keyof typeof PROOFS;

export function isProven(proof: Proof, event: APIGatewayProxyEvent): boolean {
  return PROOFS[proof](event);
}

function isText(value: unknown): boolean {
  return typeof value === "string" && value !== "";
}

const pets = createPets();
const listPets = () => answer(200, { pets: pets.list() });
const getStatus = () => answer(200, { status: "ok" });

/** The operations, by verb and resource template as the event names them. */
export const METHOD_ROUTES: ReadonlyMap<string, MethodRoute> = new Map<string, MethodRoute>([
  ["GET /admin", { proof: "userPoolToken", run: welcomeAdmin }],
  ["GET /role", { proof: "userPoolToken", run: assumeGroupRole }],
  ["GET /role/pets", { proof: "userPoolToken", run: callWithGroupRole }],
  ["GET /demo/pets", { proof: "signature", run: listPets }],
  ["GET /demo/status", { proof: "signature", run: getStatus }],
  ["GET /scoped/pets", { proof: "userPoolToken", run: listPets }],
  ["GET /scoped/status", { proof: "userPoolToken", run: getStatus }],
  ["GET /metered/pets", { proof: "apiKey", run: listPets }],
  ["GET /network/pets", { proof: "none", run: listPets }],
]);

function text(statusCode: number, body: string): APIGatewayProxyResult {
  return { statusCode, headers: { "Content-Type": "text/plain" }, body };
}

function welcomeAdmin(event: APIGatewayProxyEvent): APIGatewayProxyResult {
  const isAdmin = groupsOf(claimsOf(event) ?? new Map()).includes("admins");
  return isAdmin ? text(200, "Welcome, admin") : text(401, "Unauthorized");
}

async function assumeGroupRole(
  event: APIGatewayProxyEvent,
  settings: MethodsSettings,
): Promise<APIGatewayProxyResult> {
  const assumed = await assumeRoleOf(claimsOf(event), settings);
  return "credentials" in assumed ? text(200, "Group role has been assumed") : assumed;
}

/** The credentials stay here: the caller is given what they open, not what opens it. */
async function callWithGroupRole(
  event: APIGatewayProxyEvent,
  settings: MethodsSettings,
): Promise<APIGatewayProxyResult> {
  const assumed = await assumeRoleOf(claimsOf(event), settings);
  if (!("credentials" in assumed)) return assumed;
  const { status, body } = await callDemo(assumed.credentials, settings);
  return { statusCode: status, headers: { "Content-Type": "application/json" }, body };
}

/**
 * The claim is in the ID token of a user one of whose groups has a role.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-user-groups.html
 */
async function assumeRoleOf(
  claims: Claims | undefined,
  settings: MethodsSettings,
): Promise<Exclude<Assumed, "refused"> | APIGatewayProxyResult> {
  const roleArn = claims?.get("cognito:preferred_role");
  const sessionName = claims?.get("sub");
  if (!roleArn || !sessionName) return refuse(403, "none of the caller's groups has a role");
  const assumed = await assumeRole(roleArn, sessionName, settings);
  return assumed === "refused" ? refuse(403, "the group's role does not trust this function") : assumed;
}
