import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function/index.js";
import { AssetType, TerraformAsset } from "cdktf";
import { Construct } from "constructs";
import type { FunctionOptions } from "../api-options.ts";
import type { Environment } from "../environment.ts";
import { nameOf } from "../naming.ts";
import { isOn } from "../options.ts";
import { functionPermissions } from "../permissions/function-permissions.ts";
import { type Permission, servicesTrust } from "../permissions/permission.ts";
import type { EncryptionKey } from "./encryption-key.ts";
import { LogGroup } from "./log-group.ts";
import { ServiceRole } from "./service-role.ts";

export interface LychgateFunctionOptions {
  environment: Environment;
  thing: string;
  description: string;
  /** The folder that holds `index.mjs`. */
  bundle: string;
  key: EncryptionKey;
  settings: FunctionOptions;
  permissions?: readonly Permission[];
  variables?: Readonly<Record<string, string>>;
}

/** Seconds that a function may take: API Gateway's own caller has long given up when Lambda's default is over. */
const TIMEOUT_SECONDS = 5;

/** A function with its role, which can do what is listed and no more, and its log group. */
export class LychgateFunction extends Construct {
  readonly arn: string;
  readonly functionName: string;
  readonly logGroupName: string;
  private readonly deployed: LambdaFunction;
  private variables: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, options: LychgateFunctionOptions) {
    super(scope, id);
    const { environment, thing, description, key, settings, permissions = [], variables } = options;
    const { tracing } = environment.api;
    const name = nameOf(environment, thing);
    const logs = new LogGroup(this, "logs", { environment, name: `/aws/lambda/${name}`, key });
    const role = new ServiceRole(this, "role", {
      environment,
      thing,
      description: `${description}: what it may do`,
      trust: servicesTrust("lambda.amazonaws.com"),
      permissions: [...permissions, ...functionPermissions(logs.arn, tracing)],
    });
    const code = new TerraformAsset(this, "code", { path: options.bundle, type: AssetType.ARCHIVE });
    const { reservedConcurrency } = settings;
    const deployed = new LambdaFunction(this, "function", {
      functionName: name,
      description,
      filename: code.path,
      sourceCodeHash: code.assetHash,
      handler: "index.handler",
      runtime: environment.runtime,
      architectures: ["arm64"],
      memorySize: settings.memoryMegabytes,
      timeout: TIMEOUT_SECONDS,
      role: role.arn,
      tracingConfig: { mode: tracing ? "Active" : "PassThrough" },
      ...(variables && { environment: { variables } }),
      ...(isOn(reservedConcurrency) && { reservedConcurrentExecutions: reservedConcurrency }),
      tags: { Name: name },
    });
    this.deployed = deployed;
    this.variables = variables ?? {};
    this.arn = deployed.arn;
    this.functionName = deployed.functionName;
    this.logGroupName = logs.name;
  }

  /** Adds what is known only after the function. */
  addVariables(variables: Readonly<Record<string, string>>): void {
    this.variables = { ...this.variables, ...variables };
    this.deployed.putEnvironment({ variables: { ...this.variables } });
  }
}
