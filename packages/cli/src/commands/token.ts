import { Command, Option } from "commander";
import { type Login, logIn } from "../cognito-login.ts";
import { findConfig } from "../config.ts";
import { CliError } from "../errors.ts";
import { runningStack } from "../stack-file.ts";

interface TokenOptions {
  clientId?: string;
  region?: string;
  endpoint?: string;
  id?: boolean;
}

const HELP = `
Without --client-id, the user pool of the local stack that runs in this repository, whose users and passwords
stand in .lychgate/stack.json. For another pool the password is read from the variable LYCHGATE_PASSWORD.

Examples:
  curl -H "Authorization: Bearer $(npx lychgate token vet)" http://127.0.0.1:4010/dev/petstore/v1/pets
  LYCHGATE_PASSWORD=… npx lychgate token ana --client-id 4k2… --region eu-west-1`;

export function tokenCommand(): Command {
  return new Command("token")
    .description("log in at a user pool and print the token")
    .argument("<user>", "the user's name")
    .addOption(new Option("--client-id <id>", "an app client of the pool").env("LYCHGATE_CLIENT_ID"))
    .addOption(new Option("--region <region>", "the pool's region").env("AWS_REGION"))
    .option("--endpoint <url>", "another Cognito server than AWS's own")
    .option("--id", "print the ID token in place of the access token")
    .addHelpText("after", HELP)
    .action(printToken);
}

async function printToken(username: string, options: TokenOptions): Promise<void> {
  const tokens = await logIn(
    options.clientId === undefined ? localLogin(username) : poolLogin(username, options),
  );
  console.log(options.id ? tokens.idToken : tokens.accessToken);
}

function localLogin(username: string): Login {
  const { cognito, region, users } = runningStack(findConfig(process.cwd()).root);
  const user = users.find((each) => each.username === username);
  if (!user) {
    const names = users.map((each) => `\`${each.username}\``).join(", ");
    throw new CliError("Usage", `the local stack has no user \`${username}\`; it has ${names}`);
  }
  return {
    username,
    password: user.password,
    clientId: cognito.clientId,
    region,
    endpoint: cognito.endpoint,
  };
}

function poolLogin(username: string, { clientId = "", region, endpoint }: TokenOptions): Login {
  const password = process.env.LYCHGATE_PASSWORD;
  if (!password) throw new CliError("Usage", "expected the password in the variable LYCHGATE_PASSWORD");
  if (!region) throw new CliError("Usage", "expected the pool's region: give --region or AWS_REGION");
  return { username, password, clientId, region, ...(endpoint && { endpoint }) };
}
