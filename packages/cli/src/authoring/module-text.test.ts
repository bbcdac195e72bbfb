import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { readPolicyModule, type UncheckedGroupPolicy, type UncheckedStatement } from "@lychgate/policy";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CHECKOUT } from "../../test/checkout.ts";
import { createFolder } from "../../test/temp-repository.ts";
import { formatPolicyModule } from "./module-text.ts";

const CLINICS = ["192.0.2.0/24", "198.51.100.0/24"];

function statement(sid: string, more: Partial<UncheckedStatement>): UncheckedStatement {
  return { sid, effect: "Allow", ...more };
}

describe("the text of a policy module", () => {
  it("is what an author would write", () => {
    const condition = { IpAddress: { "aws:SourceIp": CLINICS } };
    const text = formatPolicyModule({
      group: "pet-veterinarian",
      description:
        "Veterinarians: everything in version 1, and the status of version 2, from the clinics' networks.",
      statements: [
        statement("PetStoreV1", { routes: ["ANY /petstore/v1/**"], condition }),
        statement("PetStoreV2Status", { routes: ["GET /petstore/v2/status"], condition }),
      ],
    });
    expect(text).toBe(`import type { GroupPolicy } from "@lychgate/policy";
import type { Route } from "./routes.gen.ts";

const NETWORKS = ["192.0.2.0/24", "198.51.100.0/24"];

export default {
  group: "pet-veterinarian",
  description:
    "Veterinarians: everything in version 1, and the status of version 2, from the clinics' networks.",
  statements: [
    {
      sid: "PetStoreV1",
      effect: "Allow",
      routes: ["ANY /petstore/v1/**"],
      condition: { IpAddress: { "aws:SourceIp": NETWORKS } },
    },
    {
      sid: "PetStoreV2Status",
      effect: "Allow",
      routes: ["GET /petstore/v2/status"],
      condition: { IpAddress: { "aws:SourceIp": NETWORKS } },
    },
  ],
} satisfies GroupPolicy<Route>;
`);
  });

  it("has one statement on a line where it fits", () => {
    const text = formatPolicyModule({
      group: "admins",
      description: "Administrators.",
      statements: [statement("Everything", { routes: ["ANY /**"] })],
    });
    expect(text).toContain(
      `\n  statements: [{ sid: "Everything", effect: "Allow", routes: ["ANY /**"] }],\n`,
    );
  });

  it("names the usage tier after the description", () => {
    const text = formatPolicyModule({
      group: "partners",
      description: "Partners.",
      usageTier: "gold",
      statements: [statement("Everything", { routes: ["ANY /**"] })],
    });
    expect(text).toContain(`\n  description: "Partners.",\n  usageTier: "gold",\n  statements: `);
    expect(readPolicyModule("policies/any.ts", text).value).toHaveProperty("usageTier", "gold");
  });

  it("names no networks that stand there once", () => {
    const condition = { IpAddress: { "aws:SourceIp": CLINICS } };
    const text = formatPolicyModule({
      group: "readers",
      description: "Readers.",
      statements: [
        statement("A", { routes: ["ANY /**"], condition }),
        statement("B", { routes: ["GET /pets"] }),
      ],
    });
    expect(text).not.toContain("const ");
  });
});

const text = fc.oneof(
  fc.string({ minLength: 1, maxLength: 140 }),
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 60 }),
  fc.stringMatching(/^["'\\ a-z]{1,120}$/),
);
const segment = fc.constantFrom("pets", "{petId}", "a-very-long-name-of-a-resource", "v1", "status");
const route = fc
  .array(segment, { minLength: 1, maxLength: 5 })
  .map((segments) => `GET /${segments.join("/")}`);
const network = fc.tuple(fc.nat(255), fc.nat(255)).map(([a, b]) => `10.${a}.${b}.0/24`);
const networkList = fc.oneof(fc.constant(CLINICS), fc.array(network, { minLength: 1, maxLength: 12 }));

const condition = fc.oneof(
  networkList.map((list) => ({ IpAddress: { "aws:SourceIp": list } })),
  fc.tuple(networkList, networkList).map(([inside, outside]) => ({
    IpAddress: { "aws:SourceIp": inside },
    NotIpAddressIfExists: { "aws:SourceIp": outside },
    Bool: { "aws:SecureTransport": true },
  })),
  fc.tuple(text, fc.array(text, { minLength: 1, maxLength: 4 })).map(([one, several]) => ({
    StringLike: { "aws:UserAgent": one, "aws:Referer": several },
  })),
  fc.nat().map((time) => ({ NumericLessThan: { "aws:EpochTime": time } })),
);

const policy: fc.Arbitrary<UncheckedGroupPolicy> = fc.record({
  group: fc.stringMatching(/^[a-z_-]{1,60}$/),
  description: text,
  statements: fc.array(
    fc
      .record({
        sid: fc.stringMatching(/^[A-Za-z0-9]{1,64}$/),
        routes: fc.array(route, { minLength: 1, maxLength: 6 }),
      })
      .chain((each) =>
        fc.oneof(
          fc.constant(statement(each.sid, { routes: each.routes })),
          condition.map((only) => statement(each.sid, { resources: each.routes, condition: only })),
        ),
      ),
    { minLength: 1, maxLength: 4 },
  ),
});

describe("any policy", () => {
  it("is read back as it was written", () => {
    fc.assert(
      fc.property(policy, (each) => {
        expect(readPolicyModule("policies/any.ts", formatPolicyModule(each)).value).toEqual(each);
      }),
    );
  });

  it("is written as the formatter leaves it", () => {
    const samples = fc.sample(policy, { numRuns: 120, seed: 7 });
    const files = samples.map((each, index) => [`${index}.ts`, formatPolicyModule(each)]);
    const { root } = createFolder(Object.fromEntries(files));
    const options = ["--indent-style=space", "--indent-width=2", "--line-width=110", "--max-diagnostics=3"];
    const biome = join(CHECKOUT, "node_modules/@biomejs/biome/bin/biome");
    expect(() => {
      execFileSync(process.execPath, [biome, "format", ...options, "."], { cwd: root, stdio: "pipe" });
    }).not.toThrow();
  });
});
