/** Synthesized stacks as tests look at them. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadRepository } from "@lychgate/cli";
import { type App, TerraformResource, TerraformStack, Testing } from "cdktf";
import { createApp, type Deployable } from "../src/app.ts";
import type { JsonObject } from "../src/contract-document.ts";
import type { AccountEnvironment, Environment } from "../src/environment.ts";
import { ENVIRONMENTS } from "../src/environments.ts";
import { entriesOf, parse } from "./json.ts";
import { PETSTORE } from "./petstore-contract.ts";

const ROOT = join(import.meta.dirname, "../..");

/** A resource of a synthesized stack. */
export interface Resource {
  stack: string;
  type: string;
  name: string;
  settings: JsonObject;
}

export interface Synthesized {
  app: App;
  /** The JSON of each stack, by the stack's thing. */
  stacks: Readonly<Record<string, JsonObject>>;
  resources: readonly Resource[];
  /** The settings of the one resource of a type. */
  only(type: string): JsonObject;
  all(type: string): JsonObject[];
}

const GROUPS = loadRepository(ROOT).policies.map(({ compiled: { group, description } }) => ({
  group,
  description,
}));

/** The repository as it is, but with bundles that need no build. */
export function deployable(contract: JsonObject = PETSTORE): Deployable {
  return {
    groups: GROUPS,
    contract,
    bundles: { authorizer: stubBundle("authorizer"), petstore: stubBundle("petstore") },
  };
}

/** Synthesizes an environment, but writes nothing that would have to be read again. */
export function synthesize(
  environment: Environment,
  options: { deployable?: Deployable; revision?: string } = {},
): Synthesized {
  const { deployable: parts = deployable(), revision } = options;
  const outdir = mkdtempSync(join(tmpdir(), "lychgate-synth-"));
  try {
    return read(createApp({ environment, deployable: parts, revision, outdir }), environment.name);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

function read(app: App, environment: string): Synthesized {
  const prefix = `lychgate-${environment}-`;
  const made = app.node.children.filter((child) => TerraformStack.isStack(child));
  // What one stack takes from another is put out by the other, so all are prepared before the first is written.
  for (const stack of made) stack.prepareStack();
  const stacks = Object.fromEntries(
    made.map((stack) => [stack.node.id.slice(prefix.length), parse(Testing.synth(stack))]),
  );
  const resources = Object.entries(stacks).flatMap(([stack, json]) => resourcesOf(stack, json));
  const all = (type: string) =>
    resources.filter((resource) => resource.type === type).map(({ settings }) => settings);
  const only = (type: string) => {
    const [found, ...others] = all(type);
    if (found && others.length === 0) return found;
    throw new Error(`expected one ${type}, got ${all(type).length}`);
  };
  return { app, stacks, resources, only, all };
}

function resourcesOf(stack: string, json: JsonObject): Resource[] {
  return entriesOf(json.resource).flatMap(([type, named]) =>
    entriesOf(named).map(([name, settings]) => ({ stack, type, name, settings })),
  );
}

/** The constructs of an app that are resources. */
export function resourceConstructs({ app }: Synthesized): TerraformResource[] {
  return app.node.findAll().filter((each) => TerraformResource.isTerraformResource(each));
}

const stubs = mkdtempSync(join(tmpdir(), "lychgate-bundles-"));
process.on("exit", () => rmSync(stubs, { recursive: true, force: true }));

function stubBundle(name: string): string {
  const folder = join(stubs, name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "index.mjs"), "export const handler = async () => ({});\n");
  return folder;
}

export const DEV: AccountEnvironment = ENVIRONMENTS.dev;
export const PROD: AccountEnvironment = ENVIRONMENTS.prod;

/** An environment with every option on. */
export const FULL: AccountEnvironment = {
  ...PROD,
  identity: {
    ...PROD.identity,
    identityProviders: [
      {
        kind: "saml",
        name: "Clinic",
        metadataUrl: "https://login.clinic.example/saml/metadata",
        encryptedAssertions: true,
        attributes: { email: "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress" },
      },
      {
        kind: "oidc",
        name: "Clinic-Okta",
        issuer: "https://clinic.okta.com",
        clientId: "0oa1",
        scopes: ["openid", "email"],
        attributes: { email: "email", email_verified: "email_verified" },
      },
      {
        kind: "social",
        name: "Google",
        clientId: "1.apps.googleusercontent.com",
        scopes: ["openid", "email"],
        attributes: { email: "email" },
      },
    ],
  },
  api: {
    ...PROD.api,
    access: { protected: true, onlyFrom: ["192.0.2.0/24"] },
    authorizer: {
      ...PROD.api.authorizer,
      issuers: [
        {
          kind: "oidc",
          name: "okta",
          issuer: "https://clinic.okta.com/oauth2/default",
          audience: ["api://pets"],
          tokenType: null,
          algorithms: ["RS256"],
          jwksUri: "https://clinic.okta.com/oauth2/default/v1/keys",
          groupClaim: "groups",
          groupPrefix: "okta.",
        },
      ],
    },
    canary: { percent: 10, stableRevision: "0".repeat(64) },
    upstream: {
      kind: "vpc-link",
      url: "https://petstore.internal/",
      loadBalancer:
        "arn:aws:elasticloadbalancing:eu-west-1:444455556666:loadbalancer/net/petstore/0123456789abcdef",
    },
  },
};

const NAMED = { ...ENVIRONMENTS, full: FULL } as const satisfies Record<string, Environment>;

const synthesized = new Map<string, Synthesized>();

/** The environments of the repository, and one with every option on; each is synthesized once. */
export const SUBJECTS = Object.keys(NAMED) as (keyof typeof NAMED)[];

export function subject(name: keyof typeof NAMED): Synthesized & { environment: Environment } {
  const environment = NAMED[name];
  const known = synthesized.get(name) ?? synthesize(environment);
  synthesized.set(name, known);
  return { ...known, environment };
}
