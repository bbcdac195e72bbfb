/** Comments that accept a finding: `lychgate-ignore LY302 why it is accepted`. */
import { codeName, isLintCode, LINT_RULES, type LintCode } from "@lychgate/evaluation";
import { atLine, type PlacedFinding } from "./file-finding.ts";

/** A comment of a module or a contract. */
export interface Comment {
  line: number;
  text: string;
  /** Whether it has its line to itself. */
  isAlone: boolean;
}

interface Suppression {
  /** Where the comment stands. */
  line: number;
  /** The line that it is about. */
  target: number;
  code: LintCode;
}

/** What says that something cannot be judged, or is about suppressions, is not to be suppressed itself. */
const ALWAYS_SHOWN: ReadonlySet<LintCode> = new Set(["LY900", "LY902", "LY903"]);

export interface Suppressed {
  /** What is left, and what is wrong with the suppressions. */
  findings: PlacedFinding[];
  suppressed: number;
}

/** Takes out what the comments of the file accept. */
export function suppress(
  file: string,
  findings: readonly PlacedFinding[],
  comments: readonly Comment[],
): Suppressed {
  const { suppressions, faults } = readSuppressions(file, comments);
  const used = new Set<Suppression>();
  const left = findings.filter((finding) => {
    const by = suppressions.filter((each) => accepts(each, finding));
    for (const each of by) used.add(each);
    return by.length === 0;
  });
  // Of what could not be judged nobody knows whether there would have been a finding.
  const isJudged = !findings.some(({ code }) => code === "LY900" || code === "LY901");
  const unused = suppressions
    .filter((each) => isJudged && !used.has(each))
    .map((each) => unusedFinding(file, each));
  return { findings: [...left, ...faults, ...unused], suppressed: findings.length - left.length };
}

function accepts({ code, target }: Suppression, finding: PlacedFinding): boolean {
  return code === finding.code && finding.lines.includes(target);
}

function unusedFinding(file: string, { line, code }: Suppression): PlacedFinding {
  return atLine("LY902", file, line, `there is no finding \`${codeName(code)}\` here`);
}

/** `lychgate-ignore`, a code with or without its name, and a reason. */
const IGNORE = /^lychgate-ignore(?:\s+(\S+)(?:\s+(\S.*))?)?$/s;

function readSuppressions(file: string, comments: readonly Comment[]) {
  const alone = new Set(comments.filter(({ isAlone }) => isAlone).map(({ line }) => line));
  const suppressions: Suppression[] = [];
  const faults: PlacedFinding[] = [];
  for (const { line, text, isAlone } of comments) {
    const match = IGNORE.exec(text.trim());
    if (match === null) continue;
    const [, written = "", reason] = match;
    const code = written.slice(0, "LY000".length);
    const why = whyInvalid(written, code, reason);
    if (isLintCode(code) && why === undefined) {
      suppressions.push({ line, code, target: isAlone ? lineAfter(line, alone) : line });
    } else faults.push(atLine("LY903", file, line, why ?? ""));
  }
  return { suppressions, faults };
}

function whyInvalid(written: string, code: string, reason: string | undefined): string | undefined {
  if (!isLintCode(code) || ![code, codeName(code)].includes(written)) {
    return `\`${written.slice(0, 80)}\` is no code of a finding; expected one such as \`LY302\``;
  }
  if (ALWAYS_SHOWN.has(code)) return `a finding \`${codeName(code)}\` cannot be suppressed`;
  return reason === undefined
    ? `expected a reason behind \`${code}\` (${LINT_RULES[code].title})`
    : undefined;
}

/** A comment is about the next line that is not a comment too. */
function lineAfter(line: number, alone: ReadonlySet<number>): number {
  let next = line + 1;
  while (alone.has(next)) next += 1;
  return next;
}
