/** What was deployed works: Terraform, its AWS provider and an AWS API server, from bootstrap to destroy. */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import {
  APIGatewayClient,
  GetDeploymentsCommand,
  GetRestApisCommand,
  GetStageCommand,
} from "@aws-sdk/client-api-gateway";
import { CognitoIdentityProvider } from "@aws-sdk/client-cognito-identity-provider";
import { GetFunctionCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { S3Client } from "@aws-sdk/client-s3";
import { type Listening, listenOnLoopback, loadFunction, type StackFile } from "@lychgate/cli";
import { createGateway, createRequestListener, type Gateway, readDefinition } from "@lychgate/gateway";
import { unzipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { NETWORKS } from "../../apps/local/src/networks.ts";
import { type CallOutcome, runScenario, SCENARIO } from "../../apps/local/src/scenario.ts";
import { createUsers } from "../../apps/local/src/users.ts";
import { type ApiServer, startApiServer, whyNoApiServer } from "./api-server.ts";
import {
  createDeployment,
  type Deployment,
  fullName,
  functionArchives,
  STACKS,
  type StackName,
} from "./deployment.ts";
import { parse } from "./json.ts";
import { type StateBucketHarness, stateBucketHarness } from "./state-bucket.ts";
import { whyNoTerraform } from "./terraform-command.ts";

const reason = whyNoTerraform() ?? whyNoApiServer();

if (reason !== undefined) console.warn(`no deployment is tried: ${reason}`);

const REGION = "eu-west-1";
const CREDENTIALS = { accessKeyId: "test", secretAccessKey: "test" };
const CONTRACT = "apps/petstore/openapi.yaml";
const MINUTES = 60_000;

describe.skipIf(reason !== undefined)(`a deployment${reason ? ` (left out: ${reason})` : ""}`, () => {
  let server: ApiServer;
  let deployment: Deployment;
  let bucket: StateBucketHarness;
  const outputs = new Map<StackName, Record<string, string>>();

  beforeAll(async () => {
    server = await startApiServer();
    deployment = createDeployment(server.endpoint);
  });

  afterAll(async () => {
    deployment?.remove();
    await server?.close();
  });

  const clientOptions = () => ({ endpoint: server.endpoint, region: REGION, credentials: CREDENTIALS });
  const output = (stack: StackName, name: string) => outputs.get(stack)?.[name] ?? "";

  async function deploy(...stacks: readonly StackName[]): Promise<void> {
    for (const stack of stacks) {
      const started = performance.now();
      const flags = [
        "--skip-synth",
        "--auto-approve",
        "--no-color",
        "--skip-provider-lock",
        "--ignore-missing-stack-dependencies",
      ];
      const { code, output: text } = await deployment.cdktf("deploy", fullName(stack), ...flags);
      expect(text, text).toContain("Apply complete!");
      expect(code, text).toBe(0);
      const added = /Apply complete! Resources: (\d+) added, (\d+) changed, (\d+) destroyed/.exec(text)?.[0];
      console.log(`${stack}: ${added} in ${Math.round((performance.now() - started) / 1000)} s`);
      outputs.set(stack, await deployment.outputs(stack));
    }
  }

  it("is synthesized without a network", async () => {
    const started = performance.now();
    const { code, output: text } = await deployment.cdktf("synth");
    expect(code, text).toBe(0);
    console.log(`synth: ${((performance.now() - started) / 1000).toFixed(1)} s`);
  });

  it("begins with bootstrap, whose bucket then keeps the states of the others", {
    timeout: 10 * MINUTES,
  }, async () => {
    await deploy("bootstrap");
    deployment.useStateBucket(output("bootstrap", "state_bucket"));
    const client = new S3Client({ ...clientOptions(), forcePathStyle: true });
    bucket = stateBucketHarness(client, output("bootstrap", "state_bucket"));
    await bucket.withoutPolicy();
    await deploy("identity", "policy-store");
    expect(await bucket.keys()).toEqual(["identity.tfstate", "policy-store.tfstate"]);
  });

  it("has its table seeded before there is an API", async () => {
    const table = [
      "--table",
      output("policy-store", "table_name"),
      "--endpoint",
      server.endpoint,
      "--region",
      REGION,
    ];
    const seeded = await deployment.lychgate("seed", ...table);
    expect(seeded, seeded.output).toMatchObject({ code: 0 });
    expect(await deployment.lychgate("drift", ...table)).toMatchObject({ code: 0 });
    expect((await deployment.lychgate("seed", ...table)).output).toContain("nothing to write");
  });

  it("ends with the API", { timeout: 10 * MINUTES }, async () => {
    await deploy("api");
    expect(output("api", "invoke_url")).toMatch(/^https:/);
  });

  it("holds no password and no secret in a state or a plan", async () => {
    for (const stack of STACKS) {
      const { output: state } = await deployment.terraform(stack, "show", "-json");
      expect(state).not.toMatch(/"(?:temporary_)?password":"[^"]/);
    }
  });

  it("shows no change when it is planned again", { timeout: 10 * MINUTES }, async () => {
    for (const stack of STACKS.toReversed()) {
      if (stack === "bootstrap") await bucket.withPolicy();
      const flags = ["-detailed-exitcode", "-no-color", "-input=false"];
      const { code, output: text } = await deployment.terraform(stack, "plan", ...flags);
      expect(code, `${stack}: ${text}`).toBe(0);
    }
    await bucket.withoutPolicy();
  });

  describe("behind a gateway that runs the deployed definition", () => {
    const listening: Listening[] = [];
    let gateway: Gateway;
    let stack: StackFile;

    beforeAll(async () => {
      const definition = readDefinition(await deployedBody(deployment), { region: REGION, stage: "dev" });
      gateway = createGateway(definition, {
        functions: {
          [functionName("authorizer")]: await deployedFunction("authorizer"),
          [functionName("petstore")]: await deployedFunction("petstore"),
        },
      });
      const listen = async (network: { sourceIp: string }) => {
        const part = await listenOnLoopback(createServer(createRequestListener(gateway, network)));
        listening.push(part);
        return `${part.endpoint}/dev`;
      };
      stack = {
        apiUrl: await listen(NETWORKS.clinic),
        outsideApiUrl: await listen(NETWORKS.elsewhere),
        consoleUrl: "",
        region: REGION,
        cognito: {
          endpoint: server.endpoint,
          userPoolId: output("identity", "user_pool_id"),
          clientId: output("identity", "password_client_id"),
          jwksUri: jwksUri(),
          issuer: `https://cognito-idp.${REGION}.amazonaws.com/${output("identity", "user_pool_id")}`,
        },
        dynamodb: { endpoint: server.endpoint, tableName: output("policy-store", "table_name") },
        users: await addUsers(),
      };
    }, 2 * MINUTES);

    afterAll(async () => {
      for (const part of listening) await part.close();
    });

    const functionName = (name: string) => fullName("api").replace(/api$/, name);

    // moto serves the keys of a pool under its own address.
    const jwksUri = () => `${server.endpoint}/${output("identity", "user_pool_id")}/.well-known/jwks.json`;

    /** The function's own archive and environment, run in this process. */
    async function deployedFunction(name: string) {
      const lambda = new LambdaClient(clientOptions());
      const { Configuration } = await lambda.send(
        new GetFunctionCommand({ FunctionName: functionName(name) }),
      );
      // moto does not hand the archive out again, but says its hash: this is the one that it was given.
      const archive = functionArchives(deployment.stackFolder("api")).find(
        (bytes) => createHash("sha256").update(bytes).digest("base64") === Configuration?.CodeSha256,
      );
      if (!archive) throw new Error(`no archive has the hash of the deployed function ${name}`);
      const folder = join(deployment.root, "deployed", name);
      mkdirSync(folder, { recursive: true });
      for (const [file, bytes] of Object.entries(unzipSync(archive)))
        writeFileSync(join(folder, file), bytes);
      Object.assign(process.env, Configuration?.Environment?.Variables, {
        // What Lambda itself would set, and where this machine's server is.
        AWS_REGION: REGION,
        AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
        AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
        AWS_ENDPOINT_URL_DYNAMODB: server.endpoint,
        LOOPBACK_JWKS_URI: jwksUri(),
      });
      return loadFunction(join(folder, "index.mjs"));
    }

    async function addUsers(): Promise<StackFile["users"]> {
      const cognito = new CognitoIdentityProvider(clientOptions());
      const UserPoolId = output("identity", "user_pool_id");
      const { Groups = [] } = await cognito.listGroups({ UserPoolId });
      const { users, groups } = createUsers(Groups.map(({ GroupName = "" }) => GroupName));
      expect(Groups.map(({ GroupName }) => GroupName).sort()).toEqual([
        "admins",
        "pet-owner",
        "pet-veterinarian",
      ]);
      for (const GroupName of groups) {
        if (!Groups.some((group) => group.GroupName === GroupName))
          await cognito.createGroup({ UserPoolId, GroupName });
      }
      for (const { username: Username, password: Password, groups: joined } of users) {
        await cognito.adminCreateUser({ UserPoolId, Username, MessageAction: "SUPPRESS" });
        await cognito.adminSetUserPassword({ UserPoolId, Username, Password, Permanent: true });
        for (const GroupName of joined)
          await cognito.adminAddUserToGroup({ UserPoolId, Username, GroupName });
      }
      return users;
    }

    it("answers the scenario as it should", async () => {
      const outcomes: CallOutcome[] = [];
      for await (const outcome of runScenario(stack)) outcomes.push(outcome);
      expect(outcomes).toHaveLength(SCENARIO.length);
      expect(outcomes.filter(({ asExpected }) => !asExpected)).toEqual([]);
    });
  });

  it("deploys its stage again for a changed contract, and only then", { timeout: 10 * MINUTES }, async () => {
    const before = await deployedStage();
    const file = join(deployment.root, CONTRACT);
    writeFileSync(
      file,
      readFileSync(file, "utf8").replace("summary: List the pets", "summary: List all pets"),
    );
    const { code, output: text } = await deployment.cdktf("synth");
    expect(code, text).toBe(0);
    deployment.useStateBucket(output("bootstrap", "state_bucket"));
    await deploy("api");
    expect(await deployedStage()).not.toBe(before);
  });

  async function deployedStage(): Promise<string | undefined> {
    const client = new APIGatewayClient(clientOptions());
    const { items = [] } = await client.send(new GetRestApisCommand({}));
    const restApiId = items[0]?.id ?? "";
    const { deploymentId } = await client.send(new GetStageCommand({ restApiId, stageName: "dev" }));
    const { items: deployments = [] } = await client.send(new GetDeploymentsCommand({ restApiId }));
    expect(deployments.map(({ id }) => id)).toContain(deploymentId);
    return deploymentId;
  }

  it("leaves nothing when it is destroyed", { timeout: 10 * MINUTES }, async () => {
    // moto knows no DeleteResourceServer, and the provider tries for minutes; the pool takes it along.
    const { output: resources } = await deployment.terraform("identity", "state", "list");
    const scopes = resources.split("\n").find((line) => line.startsWith("aws_cognito_resource_server."));
    await deployment.terraform("identity", "state", "rm", scopes ?? "");
    for (const stack of STACKS.toReversed()) {
      // A bucket that holds states goes only when somebody has emptied it.
      if (stack === "bootstrap") await bucket.empty();
      const { code, output: text } = await deployment.terraform(
        stack,
        "destroy",
        "-auto-approve",
        "-no-color",
        "-input=false",
      );
      expect(code, `${stack}: ${text}`).toBe(0);
      const { output: left } = await deployment.terraform(stack, "state", "list");
      expect(left.trim()).toBe("");
    }
  });
});

/** The body of the REST API as it stands in the state, with every ARN filled in. */
async function deployedBody(deployment: Deployment): Promise<unknown> {
  const { output } = await deployment.terraform("api", "show", "-json");
  const state = parse(output) as {
    values?: { root_module?: { resources?: { type: string; values: { body?: string } }[] } };
  };
  const api = state.values?.root_module?.resources?.find(({ type }) => type === "aws_api_gateway_rest_api");
  return JSON.parse(api?.values.body ?? "null");
}
