import { choice, stateOf } from "../state.ts";

/** `bad`: what has to be mended; `doubtful`: what has to be looked at. */
export const SEVERITIES = ["all", "bad", "doubtful", "good"] as const;

export type Severity = Exclude<(typeof SEVERITIES)[number], "all">;

export const CHECKS = stateOf<{ severity: (typeof SEVERITIES)[number] }>({
  severity: choice(SEVERITIES, "all"),
});
