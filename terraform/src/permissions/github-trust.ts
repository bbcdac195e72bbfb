import type { Environment } from "../environment.ts";
import { iamArn } from "../naming.ts";

const ISSUER = "token.actions.githubusercontent.com";

export const GITHUB_ISSUER_URL = `https://${ISSUER}`;

/** The audience that GitHub's workflows ask for, so that a token for another service is no good here. */
export const GITHUB_AUDIENCE = "sts.amazonaws.com";

/**
 * The document by which jobs of one GitHub environment of one repository may take a role. A branch, a pull
 * request or a fork does not have that subject. The GitHub environment has the name of ours unless given.
 *
 * @see https://docs.github.com/en/actions/security-for-github-actions/security-hardening-your-deployments/about-security-hardening-with-openid-connect
 */
export function githubTrust(environment: Environment, githubEnvironment: string = environment.name): string {
  const { bootstrap } = environment;
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Federated: iamArn(environment, `oidc-provider/${ISSUER}`) },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: {
            [`${ISSUER}:aud`]: GITHUB_AUDIENCE,
            [`${ISSUER}:sub`]: `repo:${bootstrap.repository}:environment:${githubEnvironment}`,
          },
        },
      },
    ],
  });
}
