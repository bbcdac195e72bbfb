/**
 * Policy tests: what a group may do, held against the compiled policy of its module.
 *
 *     expect(group("pet-owner")).toAllow("GET /petstore/v1/pets", { sourceIp: "192.0.2.7" });
 */
import { explain } from "@lychgate/evaluation";
import { expect } from "vitest";
import { CliError } from "./errors.ts";
import { formatExplanation, requestFor } from "./explanation.ts";
import { loadRepository, type Repository, type RepositoryPolicy } from "./repository.ts";

/** A group of the repository that the tests run in. */
export interface Group {
  repository: Repository;
  policy: RepositoryPolicy;
}

/** What a test may say of a request beside its verb and path. */
export interface RequestContext {
  /** From 192.0.2.10 unless given. */
  sourceIp?: string;
  /** ISO 8601; now unless given. */
  time?: string;
  userAgent?: string;
}

const repositories = new Map<string, Repository>();

/** Finds a group's policy; the repository is read once for a test file. */
export function group(name: string): Group {
  const folder = process.cwd();
  const repository = repositories.get(folder) ?? loadRepository(folder);
  repositories.set(folder, repository);
  const policy = repository.policies.find(({ compiled }) => compiled.group === name);
  if (policy) return { repository, policy };
  throw new CliError("InvalidPolicies", `no policy for the group \`${name}\``);
}

interface PolicyMatchers {
  /** The group may make the request: `GET /petstore/v1/pets/1`. */
  toAllow(request: string, context?: RequestContext): void;
  /** The group may not make the request, whether a statement denies it or none allows it. */
  toDeny(request: string, context?: RequestContext): void;
}

declare module "vitest" {
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown>
    extends PolicyMatchers {}
}

expect.extend({
  toAllow: (received: Group, request: string, context?: RequestContext) =>
    decide(received, request, context, "allowed"),
  toDeny: (received: Group, request: string, context?: RequestContext) =>
    decide(received, request, context, "denied"),
});

function decide(
  { repository, policy }: Group,
  request: string,
  { sourceIp = "192.0.2.10", time, userAgent }: RequestContext = {},
  wanted: "allowed" | "denied",
): { pass: boolean; message: () => string } {
  const [method = "", ...rest] = request.split(" ");
  const path = rest.join(" ");
  const options = { ip: sourceIp, ...(time && { time }), ...(userAgent && { userAgent }) };
  const asked = requestFor(repository, policy, { method, path, options });
  const explanation = explain(asked.prepared, asked.request);
  const isAllowed = explanation.decision === "allowed";
  const text = formatExplanation(explanation, { policy, method, path, operation: asked.operation });
  return {
    pass: isAllowed === (wanted === "allowed"),
    message: () => `expected it to be ${wanted}\n${text}`,
  };
}
