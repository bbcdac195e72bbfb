import type { TemporaryCredentials } from "./aws-signature.ts";

export interface MethodsSettings {
  region: string;
  /** The Security Token Service. */
  stsEndpoint: string;
  /** The API with `GET /demo/pets`, up to its stage. It never comes from a request: credentials are sent there. */
  demoApiUrl: string;
  /** Those of the function's own role. */
  credentials: TemporaryCredentials;
  clock: () => Date;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the variables that Lambda sets, and `DEMO_API_URL`. An instance ends before its credentials do. */
export function readSettings(env: Environment): MethodsSettings {
  const region = env.AWS_REGION ?? "";
  return {
    region,
    stsEndpoint: env.AWS_ENDPOINT_URL_STS || `https://sts.${region}.amazonaws.com`,
    demoApiUrl: env.DEMO_API_URL ?? "",
    credentials: {
      accessKeyId: env.AWS_ACCESS_KEY_ID ?? "",
      secretAccessKey: env.AWS_SECRET_ACCESS_KEY ?? "",
      sessionToken: env.AWS_SESSION_TOKEN ?? "",
    },
    clock: () => new Date(),
  };
}
