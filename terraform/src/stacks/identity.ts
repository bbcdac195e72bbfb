import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import { type Group, Groups } from "../constructs/groups.ts";
import { IdentityProviders } from "../constructs/identity-providers.ts";
import { UserPool } from "../constructs/user-pool.ts";
import { UserPoolClients } from "../constructs/user-pool-clients.ts";
import { LychgateStack, type StackSettings } from "./lychgate-stack.ts";

/** Who the callers are: users, their groups, and the clients that get tokens for them. */
export class IdentityStack extends LychgateStack {
  readonly userPoolId: string;
  readonly clientIds: readonly string[];
  readonly roleNames: ReadonlyMap<string, string>;

  constructor(scope: Construct, settings: StackSettings, groups: readonly Group[]) {
    super(scope, "identity", settings);
    const { environment } = settings;
    const pool = new UserPool(this, "users", environment);
    const { names: identityProviders } = new IdentityProviders(this, "providers", { environment, pool });
    const clients = new UserPoolClients(this, "clients", { environment, pool, identityProviders });
    const { roleNames } = new Groups(this, "groups", { environment, pool, groups });
    const { clientId, passwordClientId, loginDomain } = clients;
    this.userPoolId = pool.id;
    this.clientIds = passwordClientId === undefined ? [clientId] : [clientId, passwordClientId];
    this.roleNames = roleNames;
    new TerraformOutput(this, "user_pool_id", { value: pool.id });
    new TerraformOutput(this, "client_id", { value: clientId });
    new TerraformOutput(this, "login_url", {
      value: `https://${loginDomain}.auth.${environment.region}.amazoncognito.com`,
    });
    if (passwordClientId !== undefined) {
      new TerraformOutput(this, "password_client_id", { value: passwordClientId });
    }
  }
}
