import type { ReachLevel } from "@lychgate/evaluation";

/** How the levels of access are shown: each has a shape and a word besides its colour. */
export const ACCESS = {
  yes: { sign: "●", word: "allowed", meaning: "every request, from anywhere, at any time" },
  if: { sign: "◐", word: "conditional", meaning: "every request, in some circumstances" },
  part: { sign: "◔", word: "partial", meaning: "some of the requests" },
  no: { sign: "○", word: "denied", meaning: "no request at all" },
} as const satisfies Record<ReachLevel, { sign: string; word: string; meaning: string }>;

export const LEVELS = ["yes", "if", "part", "no"] as const satisfies readonly ReachLevel[];

/** The sign of a level; whoever uses it says the word. */
export function AccessMark({ level }: { level: ReachLevel }) {
  return (
    <span class={`access access-${level}`} aria-hidden="true">
      {ACCESS[level].sign}
    </span>
  );
}
