/** A repository's policies and contracts: read, validated and compiled. */
import { readFileSync } from "node:fs";
import { join, posix } from "node:path";
import {
  type CompiledPolicy,
  type Contract,
  type ContractSource,
  compile,
  formatFinding,
  PolicyError,
  type PolicyModule,
  readContract,
  readPolicyModule,
  type UncheckedGroupPolicy,
  unguardedSid,
  validateGroupPolicy,
} from "@lychgate/policy";
import { parse as parseYaml } from "yaml";
import { CONFIG_FILE, type LychgateConfig, parseConfig } from "./config.ts";
import { CliError } from "./errors.ts";
import { folderSource, type Source } from "./source.ts";

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
export const NOT_POLICIES = /\.(test|gen|d|config)\.ts$|^guardrails\.ts$/;

/**
 * Reads a repository.
 * @param from a folder of the repository, or where its files come from
 * @throws CliError `InvalidPolicies` with every problem, one a line; PolicyError `InvalidContract`
 */
export function loadRepository(from: string | Source): Repository {
  const { repository, problems } = inspectRepository(from);
  if (problems.length === 0) return repository;
  throw new CliError("InvalidPolicies", problems.map(formatProblem).join("\n"));
}

/** Reads a repository as far as it is sound, and says what is not. */
export function inspectRepository(from: string | Source): { repository: Repository; problems: Problem[] } {
  const source = typeof from === "string" ? folderSource(from) : from;
  const config = parseConfig(source.read(CONFIG_FILE));
  const contract = contractOf(source.read, config.contracts);
  const policies: RepositoryPolicy[] = [];
  const problems: Problem[] = [];
  for (const file of policyFiles(source, config.policies)) {
    const read = readPolicy(source, file, contract);
    if ("policy" in read) policies.push(read.policy);
    else problems.push(...read.problems);
  }
  return { repository: { root: source.root, config, contract, policies }, problems };
}

export function formatProblem({ file, line, message }: Problem): string {
  return `${file}:${line}: ${message}`;
}

/** Reads the contracts of a repository. @throws PolicyError `InvalidContract` */
export function loadContract(root: string, files: readonly string[]): Contract {
  return contractOf((file) => readFileSync(join(root, file), "utf8"), files);
}

const MOST_CONTRACTS = 4;
const contracts = new Map<string, Contract>();

/** Two versions of a repository mostly have the same contracts, and what is known of one is kept with it. */
function contractOf(read: Source["read"], files: readonly string[]): Contract {
  const texts = files.map((name) => ({ name, text: ofContract(name, () => read(name)) }));
  const key = JSON.stringify(texts);
  const contract = contracts.get(key) ?? readContract(texts.map(documentOf));
  if (contracts.size >= MOST_CONTRACTS) contracts.clear();
  contracts.set(key, contract);
  return contract;
}

function documentOf({ name, text }: { name: string; text: string }): ContractSource {
  return { name, document: ofContract(name, () => parseYaml(text)) };
}

function ofContract<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.split("\n", 1)[0] : String(cause);
    throw new PolicyError("InvalidContract", `${name}: ${why}`, { cause });
  }
}

/** The modules of groups in the folder of the policies, from the root. @throws CliError `InvalidConfig` */
export function policyFiles(source: Source, folder: string): string[] {
  const names = listFolder(source, folder).filter((name) => name.endsWith(".ts") && !NOT_POLICIES.test(name));
  return names.sort().map((name) => posix.join(folder, name));
}

function listFolder(source: Source, folder: string): string[] {
  try {
    return source.list(folder);
  } catch (cause) {
    throw new CliError("InvalidConfig", `the folder \`${folder}\` of the policies cannot be read`, { cause });
  }
}

type ReadPolicy = { policy: RepositoryPolicy } | { problems: Problem[] };

const readPolicies = new WeakMap<Contract, Map<string, ReadPolicy>>();

/** A module that is the same in two versions is read and compiled once. */
function readPolicy(from: Source, file: string, contract: Contract): ReadPolicy {
  const known = readPolicies.get(contract) ?? new Map<string, ReadPolicy>();
  readPolicies.set(contract, known);
  const text = from.read(file);
  const key = `${file}\n${text}`;
  const read = known.get(key) ?? compilePolicy(file, text, contract);
  known.set(key, read);
  return read;
}

function compilePolicy(file: string, text: string, contract: Contract): ReadPolicy {
  let module: PolicyModule | undefined;
  try {
    module = readPolicyModule(file, text);
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
    if (`${source.group}.ts` !== posix.basename(file)) {
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

/** The line at which a statement begins; for a guard that was compiled, the statement that it guards. */
export function lineOfStatement(module: PolicyModule, sid: string): number {
  const statements = hasStatements(module.value) ? module.value.statements : [];
  const index = statements.findIndex((statement) => isOfStatement(sid, statement.sid));
  return module.lineOf(index === -1 ? ["statements"] : ["statements", index]);
}

/** Whether a compiled statement comes from that one of the module. */
export function isOfStatement(compiled: string, authored: string): boolean {
  return compiled === authored || unguardedSid(compiled) === authored;
}

function hasStatements(value: unknown): value is Pick<UncheckedGroupPolicy, "statements"> {
  return (
    typeof value === "object" && value !== null && "statements" in value && Array.isArray(value.statements)
  );
}
