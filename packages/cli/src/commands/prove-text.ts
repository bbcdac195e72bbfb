import type {
  PlacedFailure,
  PlacedProof,
  PlacedReport,
  PlacedRequest,
  PlacedStatement,
} from "./prove-report.ts";

/** Of many failures of one guardrail, the first say what is wrong. */
const SHOWN_FAILURES = 10;

/** Before a guardrail, what became of it. */
export const MARKS = { proved: "✓", failed: "✗", invalid: "✗", undecided: "?" } as const;

export function proveText(report: PlacedReport): string {
  const width = Math.max(0, ...report.guardrails.map(({ id }) => id.length));
  const proofs = report.guardrails.flatMap((proof) => [
    `${MARKS[proof.outcome]} ${proof.id.padEnd(width)}  ${proof.reason}`,
    ...linesOf(proof).map((line) => `    ${line}`),
  ]);
  return [...proofs, summaryOf(report)].join("\n");
}

function linesOf(proof: PlacedProof): string[] {
  if (proof.outcome === "proved") return [];
  return [`${proof.file}:${proof.line}, owner: ${proof.owner}`, ...reasonsOf(proof)];
}

/** Why a guardrail is not proved, a line each. */
export function reasonsOf({ failures, findings, why }: PlacedProof): string[] {
  const more = failures.length - SHOWN_FAILURES;
  return [
    ...findings.map(({ file, line, path, message }) => `${file}:${line}: ${path}: ${message}`),
    ...failures.slice(0, SHOWN_FAILURES).map(formatFailure),
    ...(more > 0 ? [`and ${more} more`] : []),
    ...(why === undefined ? [] : [`not proved: ${why}`]),
  ];
}

export function summaryOf({ guardrails, groups, combinations }: PlacedReport): string {
  if (guardrails.length === 0)
    return "there are no guardrails: `guardrails.ts` beside the policies exports them";
  const proved = guardrails.filter(({ outcome }) => outcome === "proved").length;
  return `${proved} of ${guardrails.length} guardrails proved, over every request and all ${combinations} sets of ${groups} groups`;
}

/** ``a member of `a` and `b` may GET /pets from 192.0.2.0 (Allow ReadPets, policies/a.ts:9)`` */
export function formatFailure({ groups, requests }: PlacedFailure): string {
  const names = groups.map((group) => `\`${group}\``);
  const members = [names.slice(0, -1).join(", "), names.at(-1)].filter(Boolean).join(" and ");
  return `a member of ${members} ${requests.map(formatRequest).join(", and ")}`;
}

const VERDICTS = {
  allowed: "may",
  explicitDeny: "may not",
  implicitDeny: "may not",
} as const;

function formatRequest({ method, path, context, decision, statements }: PlacedRequest): string {
  const why = statements.map(formatStatement).join("; ") || "no statement allows it";
  return `${VERDICTS[decision]} ${method} ${path}${formatCircumstances(context)} (${why})`;
}

function formatStatement({ group, effect, sid, file, line }: PlacedStatement): string {
  return `${effect} ${sid ?? `of ${group}`}${file === undefined ? "" : `, ${file}:${line}`}`;
}

/** The circumstances that a reader may care for; every request of a witness has a time, so it is said last. */
const CIRCUMSTANCES = [
  ["aws:SourceIp", (value: string) => ` from ${value}`],
  ["aws:SourceVpc", (value: string) => ` from ${value}`],
  ["aws:SourceVpce", (value: string) => ` through ${value}`],
  ["aws:UserAgent", (value: string) => ` as ${JSON.stringify(value)}`],
  ["aws:Referer", (value: string) => ` referred by ${JSON.stringify(value)}`],
  ["aws:CurrentTime", (value: string) => ` at ${value}`],
] as const;

function formatCircumstances(context: Readonly<Record<string, string>>): string {
  return CIRCUMSTANCES.map(([key, format]) => {
    const value = Object.hasOwn(context, key) ? context[key] : undefined;
    return value === undefined ? "" : format(value);
  }).join("");
}
