/** Which files decide who may do what. */
import { posix } from "node:path";

/** What this file needs of `lychgate.json`. */
export interface DecidingConfig {
  policies: string;
  contracts: readonly string[];
}

const CONFIG_FILE = "lychgate.json";

/** Beside policies and contracts: what compiles, merges and decides, what proves, and what reviews. */
const DECIDERS = [
  "packages/policy/",
  "packages/evaluation/",
  "packages/policy-store/",
  "packages/authorizer/",
  "packages/cli/",
  "apps/authorizer/",
  "scripts/policy-",
  "scripts/command.ts",
  ".github/CODEOWNERS",
  ".github/workflows/policy-",
  "package-lock.json",
] as const;

/** Reads what names policies and contracts. @throws Error for what is not `lychgate.json` */
export function parseDecidingConfig(text: string): DecidingConfig {
  const value: unknown = JSON.parse(text);
  if (typeof value === "object" && value !== null && "policies" in value && "contracts" in value) {
    const { policies, contracts } = value;
    const areNames = Array.isArray(contracts) && contracts.every((name) => typeof name === "string");
    if (typeof policies === "string" && areNames) return { policies, contracts };
  }
  throw new Error(`${CONFIG_FILE}: expected \`policies\` and \`contracts\``);
}

/** Whether a file says who may do what: a policy, a guardrail, a test of theirs, a contract, or what names them. */
export function grantsAccess(file: string, { policies, contracts }: DecidingConfig): boolean {
  const folder = posix.normalize(`${policies}/`);
  return file === CONFIG_FILE || file.startsWith(folder) || contracts.map(posix.normalize).includes(file);
}

/** Whether a change of the file can change who may do what, or what a review says about it. */
export function isDeciding(file: string, config: DecidingConfig): boolean {
  return grantsAccess(file, config) || DECIDERS.some((prefix) => file.startsWith(prefix));
}
