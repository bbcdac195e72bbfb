/** Whether access that is gained on sensitive routes was approved by who may approve it. */
import { type Approval, LABEL } from "./approval.ts";
import type { Ownership } from "./ownership.ts";

export interface Question {
  /** What is gained, one line each; empty when nothing is. */
  gained: readonly string[];
  approval: Approval;
  /** Of every file that lets it in, with whether who set the label owns it. */
  ownership: readonly Ownership[];
}

export interface Verdict {
  passes: boolean;
  reason: string;
}

/** Judges a pull request. What is not known to be approved does not pass. */
export function verdictOn({ gained, approval, ownership }: Question): Verdict {
  if (gained.length === 0) return pass("no access is gained on a sensitive route");
  if (approval.state === "missing")
    return fail(`expected the label \`${LABEL}\`, set by ${whoMay(ownership)}`);
  if (approval.state === "void") {
    return fail(`the label \`${LABEL}\` does not count: ${approval.why}; remove it and set it again`);
  }
  const { by } = approval;
  // Of no file at all it cannot be said that the right person has looked at it.
  if (ownership.length === 0) return fail("it cannot be told which file lets it in");
  const unowned = ownership.find(({ owners }) => owners.length === 0);
  if (unowned)
    return fail(`nobody owns \`${unowned.file}\`: name an owner in .github/CODEOWNERS of the base branch`);
  const foreign = ownership.find(({ owns }) => owns === "no");
  if (foreign) return fail(`the label was set by \`${by}\`; expected ${whoMay([foreign])}`);
  const unknown = ownership.find(({ owns }) => owns === "unknown");
  if (unknown) {
    return fail(
      `the label was set by \`${by}\`, and this token may not see whether that is one of ${unknown.owners.join(", ")}` +
        ", the owners of " +
        `\`${unknown.file}\`: name persons beside teams in .github/CODEOWNERS`,
    );
  }
  return pass(`approved by \`${by}\``);
}

/** Who may set the label, for each file. */
function whoMay(ownership: readonly Ownership[]): string {
  if (ownership.length === 0) return "an owner of what lets it in";
  return ownership
    .map(({ file, owners }) => `an owner of \`${file}\` (${owners.join(", ") || "which nobody owns"})`)
    .join(" and ");
}

function pass(reason: string): Verdict {
  return { passes: true, reason };
}

function fail(reason: string): Verdict {
  return { passes: false, reason };
}
