import { AwsProvider } from "@cdktf/provider-aws/lib/provider/index.js";
import { LocalBackend, S3Backend, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import type { Environment } from "../environment.ts";
import { globalNameOf, nameOf, SHARED_THINGS } from "../naming.ts";

/** What every stack is made from. */
export interface StackSettings {
  environment: Environment;
  /** The commit that is deployed. */
  revision: string | undefined;
}

/** The services that a stack talks to, by the provider's names. */
const SERVICES = [
  "acm",
  "apigateway",
  "cloudwatch",
  "cognitoidp",
  "dynamodb",
  "iam",
  "kms",
  "lambda",
  "logs",
  "route53",
  "s3",
  "sns",
  "sts",
  "wafv2",
] as const;

/** A stack of an environment: provider, state and tags are the same for all of them. */
export class LychgateStack extends TerraformStack {
  readonly environment: Environment;

  constructor(scope: Construct, thing: string, { environment, revision }: StackSettings) {
    super(scope, nameOf(environment, thing));
    this.environment = environment;
    addProvider(this, thing, environment, revision);
    addState(this, thing, environment);
  }
}

function addProvider(
  stack: TerraformStack,
  thing: string,
  environment: Environment,
  revision: string | undefined,
): void {
  new AwsProvider(stack, "aws", {
    region: environment.region,
    allowedAccountIds: [environment.account],
    defaultTags: [{ tags: tagsOf(thing, environment, revision) }],
    ...(environment.endpoint !== "aws" && apiServer(environment.endpoint)),
  });
  stack.addOverride("terraform.required_version", ">= 1.10.0");
  stack.addOverride("terraform.required_providers.aws", {
    source: "hashicorp/aws",
    version: environment.providerVersion,
  });
}

function tagsOf(thing: string, { name }: Environment, revision: string | undefined) {
  return { project: "lychgate", environment: name, stack: thing, ...(revision && { revision }) };
}

/** An AWS API server answers for every service, and knows nothing of credentials. */
function apiServer(endpoint: string) {
  return {
    skipCredentialsValidation: true,
    skipMetadataApiCheck: "true",
    skipRegionValidation: true,
    s3UsePathStyle: true,
    endpoints: [Object.fromEntries(SERVICES.map((service) => [service, endpoint]))],
  };
}

/** The bucket of the states cannot hold the state of the stack that makes it. */
function addState(stack: TerraformStack, thing: string, environment: Environment): void {
  if (environment.state === "file" || thing === "bootstrap") {
    // From the folder of the synthesized stack, so that the state stands beside the output folder.
    new LocalBackend(stack, { path: `../../../.state/${stack.node.id}.tfstate` });
    return;
  }
  new S3Backend(stack, {
    bucket: globalNameOf(environment, SHARED_THINGS.stateBucket),
    key: `${thing}.tfstate`,
    region: environment.region,
    encrypt: true,
    kmsKeyId: `alias/${nameOf(environment, SHARED_THINGS.stateKey)}`,
    allowedAccountIds: [environment.account],
  });
  // Known to Terraform since 1.10, and not to the bindings.
  stack.addOverride("terraform.backend.s3.use_lockfile", true);
}
