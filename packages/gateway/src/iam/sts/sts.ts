/**
 * The Security Token Service for the roles of a directory.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/welcome.html
 */
import { randomUUID } from "node:crypto";
import type { GatewayRequest, GatewayResponse } from "../../gateway-message.ts";
import { parseTarget } from "../../request-target.ts";
import type { IamCaller } from "../iam-caller.ts";
import type { IamDirectory } from "../iam-directory.ts";
import { type Verification, verifySignature } from "../verify-signature.ts";
import { assumeRole, assumeRoleWithWebIdentity, type StsContext } from "./assume-role.ts";
import { type StsFault, type StsFaultCode, statusOf, stsFault } from "./sts-fault.ts";
import { checkParameters, type Parameters, readParameters } from "./sts-parameters.ts";
import { faultXml, resultXml, type XmlElement } from "./sts-xml.ts";
import type { WebIdentityVerifier } from "./web-identity.ts";

export interface Sts {
  /** Answers a request. It never rejects: a fault is a 500. */
  handle(request: GatewayRequest): Promise<GatewayResponse>;
}

export interface StsSettings {
  /** Epoch milliseconds; the machine's clock unless given. It should be the directory's. */
  readonly clock?: () => number;
  /** The region whose endpoint this is. Signatures for the global endpoint, `us-east-1`, are good as well. */
  readonly region: string;
  /** Without it, no web identity is trusted. */
  readonly webIdentity?: WebIdentityVerifier;
  /** In seconds; 300 unless given. */
  readonly clockSkewSeconds?: number;
  /** A new request id; a random UUID unless given. */
  readonly requestId?: () => string;
}

interface Call {
  readonly request: GatewayRequest;
  readonly parameters: Parameters;
  readonly directory: IamDirectory;
  readonly settings: StsSettings;
  /** Epoch milliseconds. */
  readonly now: number;
}

interface Action {
  readonly parameters: readonly string[];
  run(call: Call): XmlElement | StsFault | Promise<XmlElement | StsFault>;
}

const SESSION = ["RoleArn", "RoleSessionName", "DurationSeconds"];

const ACTIONS: Readonly<Record<string, Action>> = {
  AssumeRole: {
    parameters: [...SESSION, "ExternalId"],
    run: (call) =>
      withCaller(call, (caller) => assumeRole(call.parameters, caller, contextOf(call), call.directory)),
  },
  AssumeRoleWithWebIdentity: { parameters: [...SESSION, "WebIdentityToken"], run: runWithWebIdentity },
  GetCallerIdentity: {
    parameters: [],
    run: (call) =>
      withCaller(call, ({ userId, accountId, arn }) => ({ UserId: userId, Account: accountId, Arn: arn })),
  },
};

const VERSION = "2011-06-15";

export function createSts(directory: IamDirectory, settings: StsSettings): Sts {
  const { clock = Date.now, requestId = randomUUID } = settings;
  return {
    async handle(request) {
      const id = requestId();
      const parameters = readParameters(request);
      const name = parameters?.get("Action") ?? "";
      const outcome = parameters
        ? await runAction(name, { request, parameters, directory, settings, now: clock() })
        : stsFault("MalformedQueryString", "The query string contains a syntax error.");
      return isFault(outcome)
        ? respond(statusOf(outcome), faultXml(outcome, id), id)
        : respond(200, resultXml(name, outcome, id), id);
    },
  };
}

async function runAction(name: string, call: Call): Promise<XmlElement | StsFault> {
  const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
  if (!action || call.parameters.get("Version") !== VERSION) {
    return stsFault("InvalidAction", `Could not find operation for version ${VERSION}`);
  }
  try {
    return checkParameters(call.parameters, action.parameters) ?? (await action.run(call));
  } catch {
    return stsFault("InternalFailure", "The request processing has failed because of an unknown error.");
  }
}

function isFault(outcome: XmlElement | StsFault): outcome is StsFault {
  return "code" in outcome;
}

/** Only who signs a request is answered. */
function withCaller(
  { request, directory, settings, now }: Call,
  run: (caller: IamCaller) => XmlElement | StsFault,
): XmlElement | StsFault {
  const query = parseTarget(request.rawPath, request.rawQuery)?.query;
  if (!query) return stsFault("MalformedQueryString", "The query string contains a syntax error.");
  const verification = verifySignature({ ...request, query }, directory, {
    service: "sts",
    regions: [settings.region, "us-east-1"],
    clockSkewSeconds: settings.clockSkewSeconds ?? 300,
    unsignedPayload: "refused",
    now,
  });
  return verification.outcome === "verified" ? run(verification.credentials.caller) : faultOf(verification);
}

const FAULTS: Readonly<
  Record<Exclude<Verification["outcome"], "verified">, readonly [StsFaultCode, string]>
> = {
  unsigned: ["MissingAuthenticationToken", "Request is missing Authentication Token"],
  incomplete: ["IncompleteSignature", ""],
  unknownKey: ["InvalidClientTokenId", "The security token included in the request is invalid."],
  invalid: ["SignatureDoesNotMatch", ""],
  expiredToken: ["ExpiredToken", "The security token included in the request is expired"],
};

function faultOf(verification: Exclude<Verification, { outcome: "verified" }>): StsFault {
  const [code, message] = FAULTS[verification.outcome];
  return stsFault(code, "redacted" in verification ? verification.redacted : message);
}

async function runWithWebIdentity(call: Call): Promise<XmlElement | StsFault> {
  const { parameters, directory, settings } = call;
  const verdict = await settings.webIdentity?.(parameters.get("WebIdentityToken") ?? "");
  if (verdict?.type === "expired") return stsFault("ExpiredTokenException", "Token expired");
  if (verdict?.type !== "verified") {
    return stsFault("InvalidIdentityToken", "Couldn't verify the identity token.");
  }
  return assumeRoleWithWebIdentity(parameters, verdict.identity, contextOf(call), directory);
}

function contextOf({ request, now }: Call): StsContext {
  return {
    "aws:CurrentTime": new Date(now).toISOString(),
    "aws:EpochTime": String(Math.floor(now / 1000)),
    "aws:SecureTransport": "true",
    "aws:SourceIp": request.sourceIp,
  };
}

function respond(status: number, xml: string, requestId: string): GatewayResponse {
  return {
    status,
    headers: [
      ["Content-Type", "text/xml"],
      ["x-amzn-RequestId", requestId],
    ],
    body: Buffer.from(xml),
  };
}
