import { describe, expect, it } from "vitest";
import { deployedRevision, selectEnvironment } from "./select-environment.ts";

describe("the environment", () => {
  it.each(["local", "dev", "prod"])("is the one that LYCHGATE_ENVIRONMENT names: %s", (name) => {
    expect(selectEnvironment({ LYCHGATE_ENVIRONMENT: name }).name).toBe(name);
  });

  it.each([
    [{}, "set LYCHGATE_ENVIRONMENT to one of `local`, `dev`, `prod`: it is not set"],
    [
      { LYCHGATE_ENVIRONMENT: "" },
      "set LYCHGATE_ENVIRONMENT to one of `local`, `dev`, `prod`: it is not set",
    ],
    [
      { LYCHGATE_ENVIRONMENT: "test" },
      "set LYCHGATE_ENVIRONMENT to one of `local`, `dev`, `prod`: got `test`",
    ],
    [
      { LYCHGATE_ENVIRONMENT: "toString" },
      "set LYCHGATE_ENVIRONMENT to one of `local`, `dev`, `prod`: got `toString`",
    ],
  ])("has to be one that there is: %j", (variables, message) => {
    expect(() => selectEnvironment(variables)).toThrow(message);
  });
});

describe("an AWS API server", () => {
  const select = (name: string, endpoint: string) =>
    selectEnvironment({ LYCHGATE_ENVIRONMENT: name, LYCHGATE_AWS_ENDPOINT: endpoint });

  it("is used for the local environment", () => {
    expect(select("local", "http://127.0.0.1:4566").endpoint).toBe("http://127.0.0.1:4566");
  });

  it.each([
    "http://example.com:80",
    "http://127.0.0.1.example.com:80",
    "https://127.0.0.1:80",
    "http://127.0.0.1",
  ])("has to be on this machine: %s", (endpoint) => {
    expect(() => select("local", endpoint)).toThrow(
      `expected LYCHGATE_AWS_ENDPOINT to be http://127.0.0.1:<port>, got \`${endpoint}\``,
    );
  });

  it.each(["dev", "prod"])("cannot stand in for the account of %s", (name) => {
    expect(() => select(name, "http://127.0.0.1:4566")).toThrow(`unset it for \`${name}\``);
  });
});

describe("the access", () => {
  const accessOf = (name: string, access: string) =>
    selectEnvironment({ LYCHGATE_ENVIRONMENT: name, LYCHGATE_ACCESS: access }).api.access;

  it.each(["local", "dev", "prod"])("of %s is protected unless something else is said", (name) => {
    expect(accessOf(name, "")).toMatchObject({ protected: true });
  });

  it.each(["local", "dev"])("of %s can be opened, to see the API before it is protected", (name) => {
    expect(accessOf(name, "open")).toEqual({ protected: false });
  });

  it("of prod cannot be opened", () => {
    expect(() => accessOf("prod", "open")).toThrow(
      "LYCHGATE_ACCESS is for the environments `local` and `dev`: unset it for `prod`",
    );
  });

  it.each(["local", "dev", "prod"])("is opened by no other word: %s", (name) => {
    expect(() => accessOf(name, "true")).toThrow(
      "expected LYCHGATE_ACCESS to be `open` or not set, got `true`",
    );
  });
});

describe("the commit", () => {
  it.each([
    [{}, undefined],
    [{ LYCHGATE_REVISION: "" }, undefined],
    [{ LYCHGATE_REVISION: "0123abc" }, "0123abc"],
  ])("is what LYCHGATE_REVISION says: %j", (variables, revision) => {
    expect(deployedRevision(variables)).toBe(revision);
  });

  it.each(["main", "0123abc; rm", "ABCDEF0"])("has to be a hash: %s", (revision) => {
    expect(() => deployedRevision({ LYCHGATE_REVISION: revision })).toThrow("expected LYCHGATE_REVISION");
  });
});
