/** A repository's policies and contracts: read, validated and compiled. */
import { readdirSync, readFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import {
  type CompiledPolicy,
  type Contract,
  compile,
  formatFinding,
  PolicyError,
  type PolicyModule,
  readContract,
  readPolicyModule,
  type UncheckedGroupPolicy,
  validateGroupPolicy,
} from "@lychgate/policy";
import { parse as parseYaml } from "yaml";
import { findConfig, type LychgateConfig } from "./config.ts";
import { CliError } from "./errors.ts";

export interface Repository {
  root: string;
  config: LychgateConfig;
  contract: Contract;
  policies: readonly RepositoryPolicy[];
}

/** One policy of a repository and where it stands. */
export interface RepositoryPolicy {
  /** From the root. */
  file: string;
  module: PolicyModule;
  source: UncheckedGroupPolicy;
  compiled: CompiledPolicy;
}

/** A problem of a policy module, for a reader who has the file open. */
export interface Problem {
  file: string;
  line: number;
  message: string;
}

/** Modules of the policies' folder that are no group's policy. */
const NOT_POLICIES = /\.(test|gen|d|config)\.ts$|^guardrails\.ts$/;

/**
 * Reads a repository.
 * @param from a folder of the repository
 * @throws CliError `InvalidPolicies` with every problem, one a line; PolicyError `InvalidContract`
 */
export function loadRepository(from: string): Repository {
  const { repository, problems } = inspectRepository(from);
  if (problems.length === 0) return repository;
  throw new CliError("InvalidPolicies", problems.map(formatProblem).join("\n"));
}

/** Reads a repository as far as it is sound, and says what is not. */
export function inspectRepository(from: string): { repository: Repository; problems: Problem[] } {
  const { root, config } = findConfig(from);
  const contract = loadContract(root, config.contracts);
  const policies: RepositoryPolicy[] = [];
  const problems: Problem[] = [];
  for (const file of policyFiles(root, config.policies)) {
    const read = readPolicy(root, file, contract);
    if ("policy" in read) policies.push(read.policy);
    else problems.push(...read.problems);
  }
  return { repository: { root, config, contract, policies }, problems };
}

export function formatProblem({ file, line, message }: Problem): string {
  return `${file}:${line}: ${message}`;
}

/** Reads the contracts of a repository. @throws PolicyError `InvalidContract` */
export function loadContract(root: string, files: readonly string[]): Contract {
  return readContract(files.map((name) => ({ name, document: readYaml(root, name) })));
}

function readYaml(root: string, name: string): unknown {
  try {
    return parseYaml(readFileSync(join(root, name), "utf8"));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.split("\n", 1)[0] : String(cause);
    throw new PolicyError("InvalidContract", `${name}: ${why}`, { cause });
  }
}

function policyFiles(root: string, folder: string): string[] {
  const names = listFolder(root, folder).filter((name) => name.endsWith(".ts") && !NOT_POLICIES.test(name));
  return names.sort().map((name) => relative(root, join(root, folder, name)));
}

function listFolder(root: string, folder: string): string[] {
  try {
    return readdirSync(join(root, folder));
  } catch (cause) {
    throw new CliError("InvalidConfig", `the folder \`${folder}\` of the policies cannot be read`, { cause });
  }
}

function readPolicy(
  root: string,
  file: string,
  contract: Contract,
): { policy: RepositoryPolicy } | { problems: Problem[] } {
  let module: PolicyModule | undefined;
  try {
    module = readPolicyModule(file, readFileSync(join(root, file), "utf8"));
    const validated = validateGroupPolicy(module.value);
    if (!validated.valid) {
      const { lineOf } = module;
      return {
        problems: validated.findings.map((each) => ({
          file,
          line: lineOf(each.path),
          message: formatFinding(each),
        })),
      };
    }
    const source = validated.value;
    if (`${source.group}.ts` !== basename(file)) {
      const message = `expected the file to be named after its group: \`${source.group}.ts\``;
      return { problems: [{ file, line: module.lineOf(["group"]), message }] };
    }
    return { policy: { file, module, source, compiled: compile(source, contract) } };
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    return { problems: [problemOf(file, module, error)] };
  }
}

function problemOf(file: string, module: PolicyModule | undefined, error: PolicyError): Problem {
  const inModule = /^[^:]+:(\d{1,9}): (.*)$/s.exec(error.message);
  if (!module && inModule) return { file, line: Number(inModule[1]), message: inModule[2] ?? error.message };
  const line = module && error.sid !== undefined ? lineOfStatement(module, error.sid) : 1;
  return { file, line, message: error.message };
}

/** The line at which a statement begins. */
export function lineOfStatement(module: PolicyModule, sid: string): number {
  const statements = hasStatements(module.value) ? module.value.statements : [];
  const index = statements.findIndex((statement) => statement.sid === sid);
  return module.lineOf(index === -1 ? ["statements"] : ["statements", index]);
}

function hasStatements(value: unknown): value is Pick<UncheckedGroupPolicy, "statements"> {
  return (
    typeof value === "object" && value !== null && "statements" in value && Array.isArray(value.statements)
  );
}
