import { describe, expect, it } from "vitest";
import { readSettings } from "./settings.ts";

const LAMBDA = {
  AWS_REGION: "eu-west-1",
  AWS_ACCESS_KEY_ID: "ASIA0",
  AWS_SECRET_ACCESS_KEY: "own",
  AWS_SESSION_TOKEN: "own-token",
  DEMO_API_URL: "https://demo.example.com/dev",
};

describe("the settings of the function", () => {
  it("are what Lambda and the deployment say", () => {
    expect(readSettings(LAMBDA)).toMatchObject({
      region: "eu-west-1",
      stsEndpoint: "https://sts.eu-west-1.amazonaws.com",
      demoApiUrl: "https://demo.example.com/dev",
      credentials: { accessKeyId: "ASIA0", secretAccessKey: "own", sessionToken: "own-token" },
    });
  });

  it("may name another Security Token Service, as AWS's clients do", () => {
    const settings = readSettings({ ...LAMBDA, AWS_ENDPOINT_URL_STS: "http://127.0.0.1:4599" });
    expect(settings.stsEndpoint).toBe("http://127.0.0.1:4599");
  });
});
