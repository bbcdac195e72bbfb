/** What became of each group that was to be imported, as text and as JSON. */
import type { Witness } from "@lychgate/evaluation";
import { nameOfOperation, type UncheckedGroupPolicy } from "@lychgate/policy";
import type { ImportedPolicy, ImportOutcome, ImportResult } from "./import-policy.ts";

/** A result and what was done about it. */
export interface ReportedImport extends ImportResult {
  /** The module's file from the root; missing when there is no module. */
  file?: string;
  isWritten: boolean;
}

const TITLES = {
  equivalent: "equivalent",
  equivalentOverApi: "equivalent over the API",
  narrowed: "narrowed",
  refused: "refused",
  unrelated: "not about an API",
} as const satisfies Record<ImportOutcome["status"], string>;

/** Whether somebody has to look at it: there is no module, or it waits to be accepted. */
export function isFinding({ outcome, isWritten }: ReportedImport, isDryRun: boolean): boolean {
  if (outcome.status === "refused") return true;
  return outcome.status === "narrowed" && !isWritten && !isDryRun;
}

export function formatImports(imports: readonly ReportedImport[]): string {
  const width = Math.max(0, ...imports.map(({ group }) => group.length));
  const counts = Object.entries(TITLES).flatMap(([status, title]) => {
    const count = imports.filter(({ outcome }) => outcome.status === status).length;
    return count === 0 ? [] : [`${count} ${title}`];
  });
  return [...imports.map((each) => formatImport(each, width)), counts.join(", ") || "no group found"].join(
    "\n",
  );
}

function formatImport(each: ReportedImport, width: number): string {
  const { group, outcome, file, isWritten, leftOut } = each;
  const place = file === undefined ? "" : isWritten ? `  ${file}` : `  ${file} (not written)`;
  const lines = [`${group.padEnd(width)}  ${TITLES[outcome.status]}${place}`];
  if (outcome.status === "refused") lines.push(`  ${outcome.reason.replace(/\s+/g, " ")}`);
  if ("policy" in outcome) lines.push(...proofLines(outcome));
  if (outcome.status !== "unrelated") lines.push(...leftOut.map((part) => `  left out: ${part}`));
  return lines.join("\n");
}

function proofLines({ policy, judgement, slipped }: ImportedPolicy): string[] {
  const keys = keysOf(policy);
  const crossing = slipped.map(({ witness, route, resource }) => {
    return `  as AWS reads it, ${resource} also let in ${formatWitness(witness, keys)} (${servedBy(route)})`;
  });
  if (!("lost" in judgement)) return crossing;
  const { method, path, operation } = judgement.lost;
  if (slipped.some(({ witness }) => witness.method === method && witness.path === path)) return crossing;
  const served = servedBy(operation && nameOfOperation(operation));
  return [`  no longer let in: ${formatWitness(judgement.lost, keys)} (${served})`, ...crossing];
}

function servedBy(route: string | undefined): string {
  return route === undefined ? "no API has this route" : `route ${route}`;
}

/** The condition keys that a policy asks about: the rest of a witness's context does not matter. */
function keysOf({ statements }: UncheckedGroupPolicy): Set<string> {
  return new Set(statements.flatMap(({ condition = {} }) => Object.values(condition).flatMap(Object.keys)));
}

function formatWitness({ method, path, context }: Witness, keys: ReadonlySet<string>): string {
  const parts = Object.entries(context).filter(([key]) => keys.has(key));
  const given = parts.map(([key, value]) => `${key} ${value}`).join(", ");
  return `${method} ${path}${given === "" ? "" : ` with ${given}`}`;
}

/** The report for a program. */
export function importsAsJson(imports: readonly ReportedImport[]): object {
  return {
    groups: imports.map(({ group, origin, outcome, file, isWritten, leftOut }) => ({
      group,
      origin,
      status: outcome.status,
      file: file ?? null,
      written: isWritten,
      ...(outcome.status === "refused" && { reason: outcome.reason }),
      ...("policy" in outcome && provenAsJson(outcome)),
      leftOut,
    })),
  };
}

function provenAsJson({ module, judgement, slipped }: ImportedPolicy): object {
  return {
    module,
    ...("lost" in judgement && { lost: witnessAsJson(judgement.lost) }),
    slipped: slipped.map(({ resource, witness, route }) => ({
      resource,
      route: route ?? null,
      ...witnessAsJson(witness),
    })),
  };
}

function witnessAsJson({ method, path, context }: Witness): object {
  return { method, path, context };
}
