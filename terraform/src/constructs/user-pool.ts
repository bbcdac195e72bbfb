import { CognitoUserPool } from "@cdktf/provider-aws/lib/cognito-user-pool/index.js";
import type { Construct } from "constructs";
import type { Environment } from "../environment.ts";
import { nameOf } from "../naming.ts";
import { isOn } from "../options.ts";

/** The users: made by administrators, with long passwords, and hard to delete by mistake. */
export class UserPool extends CognitoUserPool {
  constructor(scope: Construct, id: string, environment: Environment) {
    const { mfa, threatProtection } = environment.identity;
    const name = nameOf(environment, "users");
    super(scope, id, {
      name,
      deletionProtection: environment.protectsData ? "ACTIVE" : "INACTIVE",
      adminCreateUserConfig: { allowAdminCreateUserOnly: true },
      autoVerifiedAttributes: ["email"],
      usernameConfiguration: { caseSensitive: false },
      accountRecoverySetting: { recoveryMechanism: [{ name: "verified_email", priority: 1 }] },
      passwordPolicy: {
        minimumLength: 14,
        requireLowercase: true,
        requireUppercase: true,
        requireNumbers: true,
        requireSymbols: true,
        temporaryPasswordValidityDays: 1,
      },
      mfaConfiguration: mfa,
      ...(mfa !== "OFF" && { softwareTokenMfaConfiguration: { enabled: true } }),
      ...(isOn(threatProtection) && {
        userPoolTier: "PLUS",
        userPoolAddOns: { advancedSecurityMode: threatProtection },
      }),
      tags: { Name: name },
      lifecycle: { preventDestroy: environment.protectsData },
    });
  }
}
