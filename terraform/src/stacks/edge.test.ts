import { describe, expect, it } from "vitest";
import { PROD, subject, synthesize } from "../../test/synthesized.ts";
import type { AccountEnvironment, EdgeOptions } from "../environment.ts";

const EDGE: EdgeOptions = {
  domainName: "pets.example.org",
  zoneId: "Z123",
  certificate: { issue: "dns-validated" },
  keepExecuteApi: true,
};

const withEdge = (edge: EdgeOptions): AccountEnvironment => ({ ...PROD, edge });

describe("the domain", () => {
  const { only, all } = subject("prod");

  it("speaks TLS 1.2 or newer", () => {
    expect(only("aws_api_gateway_domain_name")).toMatchObject({
      domain_name: "petstore.example.com",
      security_policy: "TLS_1_2",
    });
  });

  it("has a certificate that the zone proves, and waits for it", () => {
    expect(only("aws_acm_certificate")).toMatchObject({ validation_method: "DNS" });
    expect(only("aws_api_gateway_domain_name").regional_certificate_arn).toContain(
      "aws_acm_certificate_validation",
    );
  });

  it("is found over IPv4 and IPv6", () => {
    const records = all("aws_route53_record").filter((record) => record.alias !== undefined);
    expect(records.map((record) => record.type)).toEqual(["A", "AAAA"]);
  });

  it("leads to the stage of the API, which answers under no other name", () => {
    expect(only("aws_api_gateway_base_path_mapping").api_id).toContain("terraform_remote_state");
    expect(only("aws_api_gateway_rest_api").disable_execute_api_endpoint).toBe(true);
  });

  it("may use a certificate that is there already", () => {
    const arn = "arn:aws:acm:eu-west-1:444455556666:certificate/1";
    const existing = synthesize(withEdge({ ...EDGE, certificate: { arn } }));
    expect(existing.all("aws_acm_certificate")).toEqual([]);
    expect(existing.only("aws_api_gateway_domain_name").regional_certificate_arn).toBe(arn);
  });

  it("may leave the API its own name", () => {
    expect(synthesize(withEdge(EDGE)).only("aws_api_gateway_rest_api").disable_execute_api_endpoint).toBe(
      false,
    );
  });

  it("is no stack where it is off", () => {
    expect(Object.keys(subject("dev").stacks)).toEqual(["bootstrap", "identity", "policy-store", "api"]);
    expect(subject("dev").only("aws_api_gateway_rest_api").disable_execute_api_endpoint).toBe(false);
  });
});
