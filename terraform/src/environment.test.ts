/** What compiles and what does not; `npm run typecheck` is what these tests are checked by. */
import { describe, expectTypeOf, it } from "vitest";
import type { AccessOptions, ApiOptions, CanaryOptions, UpstreamOptions, UsageTier } from "./api-options.ts";
import type {
  AccountEnvironment,
  EdgeOptions,
  Environment,
  EnvironmentName,
  GroupRoleOptions,
  LocalEnvironment,
} from "./environment.ts";
import type { RetentionDays } from "./options.ts";

describe("an option that is half set does not compile", () => {
  it("a canary without its share, or without the contract that stays", () => {
    expectTypeOf<{ stableRevision: string }>().not.toExtend<CanaryOptions>();
    expectTypeOf<{ percent: number }>().not.toExtend<CanaryOptions>();
    expectTypeOf<{ percent: 10; stableRevision: "0" }>().toExtend<CanaryOptions>();
    expectTypeOf<true>().not.toExtend<ApiOptions["canary"]>();
  });

  it("a domain without its zone, or without a certificate", () => {
    expectTypeOf<Omit<EdgeOptions, "zoneId">>().not.toExtend<EdgeOptions>();
    expectTypeOf<Omit<EdgeOptions, "certificate">>().not.toExtend<EdgeOptions>();
    expectTypeOf<{ issue: "by-mail" }>().not.toExtend<EdgeOptions["certificate"]>();
  });

  it("an upstream without its target", () => {
    expectTypeOf<{ kind: "vpc-link"; url: "https://x" }>().not.toExtend<UpstreamOptions>();
    expectTypeOf<{ kind: "http" }>().not.toExtend<UpstreamOptions>();
    expectTypeOf<{ kind: "http"; url: "http://x" }>().not.toExtend<UpstreamOptions>();
    expectTypeOf<{ kind: "http"; url: "https://x" }>().toExtend<UpstreamOptions>();
  });

  it("a role of a group that anybody, or nobody, may take", () => {
    expectTypeOf<{ trustedBy: ["*"]; mayInvoke: ["GET/x"] }>().not.toExtend<GroupRoleOptions>();
    expectTypeOf<{ trustedBy: []; mayInvoke: ["GET/x"] }>().not.toExtend<GroupRoleOptions>();
  });

  it("an environment that leaves an option out", () => {
    expectTypeOf<Omit<AccountEnvironment, "edge">>().not.toExtend<AccountEnvironment>();
    expectTypeOf<Omit<ApiOptions, "firewall">>().not.toExtend<ApiOptions>();
    expectTypeOf<Omit<UsageTier, "quota">>().not.toExtend<UsageTier>();
  });
});

describe("an option that is wrong does not compile", () => {
  it("networks of an API that is open", () => {
    expectTypeOf<{ protected: false; onlyFrom: ["192.0.2.0/24"] }>().not.toExtend<AccessOptions>();
    expectTypeOf<{ protected: true; onlyFrom: [] }>().not.toExtend<AccessOptions>();
    expectTypeOf<{ protected: false }>().toExtend<AccessOptions>();
  });

  it("a retention that CloudWatch does not know", () => {
    expectTypeOf<31>().not.toExtend<RetentionDays>();
    expectTypeOf<30>().toExtend<RetentionDays>();
  });

  it("a client that takes passwords in an account", () => {
    expectTypeOf<true>().not.toExtend<AccountEnvironment["identity"]["passwordClient"]>();
    expectTypeOf<true>().toExtend<LocalEnvironment["identity"]["passwordClient"]>();
  });

  it("data of an account without protection, or an account that is an API server", () => {
    expectTypeOf<false>().not.toExtend<AccountEnvironment["protectsData"]>();
    expectTypeOf<"file">().not.toExtend<AccountEnvironment["state"]>();
    expectTypeOf<"http://127.0.0.1:5000">().not.toExtend<AccountEnvironment["endpoint"]>();
    expectTypeOf<"http://example.com:80">().not.toExtend<LocalEnvironment["endpoint"]>();
  });

  it("an environment of another name", () => {
    expectTypeOf<EnvironmentName>().toEqualTypeOf<"local" | "dev" | "prod">();
    expectTypeOf<Environment["runtime"]>().toEqualTypeOf<"nodejs24.x" | "nodejs22.x">();
  });
});
