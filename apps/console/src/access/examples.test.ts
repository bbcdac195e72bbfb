import { describe, expect, it } from "vitest";
import { SAMPLE_BUNDLE } from "../../test/sample-bundle.ts";
import { examplesOf } from "./examples.ts";
import { explainRequest } from "./explain-request.ts";

/** A policy variable, which is read when a request is decided. */
const VARIABLE = ["$", "{aws:Referer}"].join("");

function examples(groups: readonly string[], request: string, context: Record<string, string>) {
  const [method = "", path = ""] = request.split(" ");
  return examplesOf(SAMPLE_BUNDLE, { groups, method, path, context }) ?? [];
}

describe("examples", () => {
  it.each([
    [["vets"], "GET /pets", { "aws:SourceIp": "192.0.2.10" }, ["192.0.2.10", "203.0.113.10"]],
    [["vets"], "GET /pets", { "aws:SourceIp": "198.51.100.1" }, ["192.0.2.10", "198.51.100.1"]],
  ])("of %j, asked about %s with %j, are from %j", (groups, request, context, addresses) => {
    expect(examples(groups, request, context).map((each) => each.request.context["aws:SourceIp"])).toEqual(
      addresses,
    );
  });

  it("differ from what is asked in as little as possible", () => {
    const asked = { "aws:SourceIp": "198.51.100.1", "aws:CurrentTime": "2026-06-01T00:00:00Z" };
    const [allowed, refused] = examples(["temps"], "GET /pets/1", asked);
    expect(allowed).toMatchObject({
      allowed: true,
      request: {
        path: "/pets/1",
        context: { ...asked, "aws:UserAgent": expect.stringMatching(/^clinic-app\//) },
      },
    });
    expect(Object.keys(allowed?.request.context ?? {})).toHaveLength(3);
    expect(refused).toMatchObject({ allowed: false, request: { path: "/pets/1", context: asked } });
  });

  it("are of one kind where there is no other", () => {
    const kinds = (groups: string[], request: string) =>
      examples(groups, request, {}).map(({ allowed }) => allowed);
    expect(kinds(["admins"], "GET /pets/1")).toEqual([true]);
    expect(kinds(["owners"], "DELETE /pets/1")).toEqual([false]);
    expect(kinds(["admins", "suspended"], "DELETE /pets/1")).toEqual([false]);
  });

  it("are answered as they say", () => {
    for (const group of SAMPLE_BUNDLE.matrix.groups) {
      for (const { method, route } of SAMPLE_BUNDLE.matrix.rows) {
        for (const { allowed, request } of examples(
          [group],
          `${method} ${route.replace("{petId}", "1")}`,
          {},
        )) {
          expect(explainRequest(SAMPLE_BUNDLE, request).decision === "allowed").toBe(allowed);
        }
      }
    }
  });

  it("are none where the policies cannot be decided as a whole", () => {
    const [policy] = SAMPLE_BUNDLE.policies;
    if (!policy) throw new Error("no policy");
    const Statement = policy.document.Statement.map((each) => ({
      ...each,
      Condition: { StringEquals: { "aws:UserAgent": [VARIABLE] } },
    }));
    const policies = [{ ...policy, document: { ...policy.document, Statement } }];
    const request = { groups: ["owners"], method: "GET", path: "/pets", context: {} };
    expect(examplesOf({ ...SAMPLE_BUNDLE, policies }, request)).toBeUndefined();
  });
});
